/** `llm-chat ask` and `llm-chat documents`, built and run as people do: in a pipe, at a terminal, interrupted and killed. */
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import type { BlockState, Document } from "../../src/documents/model.ts";
import type { Chunk } from "../../src/documents/wire.ts";
import { freshDatabase } from "../fakes/postgres.ts";
import { recordsOf, runCli, startCli, testFolder } from "./support/run-cli.ts";
import { startServer } from "./support/start-server.ts";
import { TmuxScreen } from "./support/tmux-screen.ts";

const REPORT = "I would like a research report about gold please";
const DEMO = ["--speed", "200", "--seed", "7"];

/** The documents of a folder of its own. */
function dataDir(): readonly string[] {
  return ["--data-dir", join(testFolder(), "data")];
}

async function documentOf(dir: readonly string[], name: string): Promise<{ document: Document; blocks: BlockState[] }> {
  const { stdout, stderr } = await runCli(["documents", name, "--json", ...dir]);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as { document: Document; blocks: BlockState[] };
}

/** What a document says, newest texts, by block. */
async function textsOf(dir: readonly string[], name: string): Promise<ReadonlyMap<string, string>> {
  const { blocks } = await documentOf(dir, name);
  return new Map(
    blocks.map(({ block, proposals }) => {
      const text = proposals.findLast((each) => each.kind === "text");
      return [block.id, text?.content ?? block.current ?? ""];
    }),
  );
}

function chunksOf(lines: string): Chunk[] {
  return lines
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Chunk);
}

/** What was told of the document's blocks, put together as a client does; the planned headings are written anew. */
function told(chunks: readonly Chunk[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const ofDocument = new Set(chunks.filter((each) => each.document_id !== undefined).map((each) => each.block_ids));
  for (const { block_ids, content, base } of chunks) {
    if (!ofDocument.has(block_ids)) continue;
    texts.set(block_ids, base === undefined ? (texts.get(block_ids) ?? "") + content : content);
  }
  return texts;
}

describe("ask in a pipe", () => {
  it("[ASK-15] the answer is on stdout; what waits, and how to accept it, on stderr", async () => {
    const dir = dataDir();
    const { code, stdout, stderr } = await runCli(["ask", REPORT, "--document", "Gold", ...DEMO, ...dir]);
    expect({ code }).toEqual({ code: 0 });
    expect(stdout).toContain("── demo/ada · “Introduction”\n");
    expect(stderr).toMatch(/^New document “Gold” \(d[\w-]{12}\)\n· Planned /);
    expect(stderr).toMatch(/\n8 changes wait:\n {2}new text “Introduction”, demo\/ada\n/);
    expect(stderr).toMatch(/\nTo accept all of it: {2}llm-chat documents Gold --accept all\n$/);

    const listed = await runCli(["documents", ...dir]);
    expect(listed.stdout).toMatch(/^TITLE +BLOCKS +WAITING +CHANGED +ID\nGold +8 +8 +today \d\d:\d\d +d[\w-]{12}\n$/);
    const before = await runCli(["documents", "gold", ...dir]);
    expect(before).toMatchObject({ code: 0, stdout: "# Gold\n" });
    expect(before.stderr).toMatch(
      /8 blocks have changes that wait: .* --proposals shows them, --accept ask goes through them, --accept all takes them/,
    );
    const accepted = await runCli(["documents", "Gold", "--accept", "all", ...dir]);
    expect(accepted).toMatchObject({ code: 0, stdout: "", stderr: "Accepted: 8.\n" });
    const after = await runCli(["documents", "Gold", ...dir]);
    expect(after).toMatchObject({ code: 0, stderr: "" });
    expect(after.stdout).toMatch(/^# Gold\n\n## Introduction\n\n\S/);
    expect(after.stdout).toMatch(/\*\*Gold in figures \(examples\)\*\*\n\n\| Year \|/);
  });

  it("[ASK-12] the question is piped in; without a document it is an answer, and nothing waits", async () => {
    const dir = dataDir();
    const { code, stdout, stderr } = await runCli(["ask", "-", ...DEMO, ...dir], {}, "What is gold?\n");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/gold/i);
    expect((await runCli(["documents", ...dir])).stdout).toMatch(/^No documents yet/);
    const next = await runCli(["ask", "and silver?", "--chat", "last", ...DEMO, ...dir]);
    expect(next).toMatchObject({ code: 0, stderr: "" });
  });

  it("[ASK-16] --json has the chunks on stdout and nothing else, and they are what is stored", async () => {
    const dir = dataDir();
    const { code, stdout, stderr } = await runCli(["ask", REPORT, "--document", "Gold", "--json", ...DEMO, ...dir]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const chunks = chunksOf(stdout);
    expect(chunks.filter((each) => each.new_doc)).toHaveLength(1);
    expect(told(chunks)).toEqual(await textsOf(dir, "Gold"));
  });

  it("[ASK-17] all is accepted and written to a file, where that is asked for; a file that is there is left", async () => {
    const dir = dataDir();
    const out = join(testFolder(), "gold.html");
    const args = ["ask", REPORT, "--document", "Gold", "--accept", "all", "--output", out, ...DEMO, ...dir];
    const { code, stderr } = await runCli(args);
    expect({ code }).toEqual({ code: 0 });
    expect(stderr).toMatch(/Accepted: 8\.\n$/);
    expect(readFileSync(out, "utf8")).toMatch(/<h1>Gold<\/h1>[\s\S]*<h2>Introduction<\/h2>/);
    const again = await runCli(args);
    expect(again).toMatchObject({ code: 2, stdout: "" });
    expect(again.stderr).toMatch(/gold\.html is there already; --force writes over it/);
    const blocks = await documentOf(dir, "Gold");
    expect(blocks.blocks).toHaveLength(8);
  });

  it("[ASK-18] several models discuss it, their talk is logged, and the first of them writes", async () => {
    const dir = dataDir();
    const logs = join(testFolder(), "talks");
    const models = ["-m", "demo/ada,demo/boole", "--log-dir", logs];
    const args = ["ask", REPORT, "--document", "Gold", ...models, ...DEMO, ...dir];
    const { code, stdout, stderr } = await runCli(args);
    expect({ code }).toEqual({ code: 0 });
    expect(stdout).toMatch(/^\*\*Ada\*\* \(demo\/ada\) and \*\*Boole\*\* \(demo\/boole\) discuss this in the room/);
    expect(stdout).toMatch(/── Boole \(demo\/boole\)\n\S/);
    expect(stderr).toMatch(/changes wait:\n {2}new text “Introduction”, Ada \(demo\/ada\)\n/);
    const [log = ""] = readdirSync(logs);
    const records = recordsOf(readFileSync(join(logs, log), "utf8"));
    expect(new Set(records.filter(({ type }) => type === "chat").map(({ user }) => user))).toEqual(
      new Set(["Ada", "Boole"]),
    );
  });

  it("[ASK-19] --quiet says nothing", async () => {
    const args = ["ask", REPORT, "--document", "Gold", "--quiet", ...DEMO, ...dataDir()];
    expect(await runCli(args)).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });
});

describe("what cannot be asked", () => {
  it.each<[string, string[], RegExp]>([
    [
      "an unknown model",
      ["ask", "hi", "-m", "opnai/x", "--document", "Gold"],
      /unknown model "opnai\/x"; did you mean "openai"/,
    ],
    ["a model without its key", ["ask", "hi", "-m", "openai"], /needs a key: set OPENAI_API_KEY/],
    ["nothing", ["ask", "--document", "Gold"], /nothing is asked: stdin is empty/],
    ["an unknown mode", ["ask", "hi", "--mode", "agnet"], /--mode: "agnet" is not one of chat, agent/],
    ["a chat that is not there", ["ask", "hi", "--chat", "c1"], /--chat: there is no chat yet/],
    [
      "a file without a document",
      ["ask", "hi", "--output", "x.md"],
      /--output is for a document: name one with --document/,
    ],
    ["a folder that is not there", ["ask", "hi", "--document", "Gold", "--output", "no/x.md"], /there is no folder no/],
    ["a document that is not there", ["documents", "Gold"], /there is no document "Gold"/],
    ["all documents at once", ["documents", "--delete"], /--delete is for one document/],
    ["another database", ["documents", "--database", "mysql://x"], /a database is given as postgresql:/],
  ])("[ASK-11] %s: exit code 2, one line that says how, and nothing is made", async (_what, args, line) => {
    const dir = dataDir();
    const own = args.includes("--database") ? args : [...args, ...dir];
    const { code, stdout, stderr } = await runCli(own);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^llm-chat: [^\n]+\n$/);
    expect(stderr).toMatch(line);
    expect((await runCli(["documents", ...dir])).stdout).toMatch(/^No documents yet/);
  });

  const brokenServer = async () => {
    const server = createServer((_request, response) => {
      response.writeHead(401, { "content-type": "application/json" });
      response.end('{"error":{"message":"that key is none\\u001b[2J"}}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    return ["-m", "x", "--base-url", `http://127.0.0.1:${port}/v1`];
  };

  it("[ASK-5] [ASK-17] what waits is not accepted after a failure", async () => {
    const dir = dataDir();
    await runCli(["ask", REPORT, "--document", "Gold", ...DEMO, ...dir]);
    const broken = await brokenServer();
    const failed = await runCli(["ask", "hi", "--document", "Gold", "--accept", "all", ...broken, ...dir]);
    expect(failed).toMatchObject({ code: 3, stderr: expect.stringMatching(/^llm-chat: [^\n]*LLM_CHAT_API_KEY/m) });
    expect(failed.stderr).toContain("8 changes wait:");
    expect((await runCli(["documents", ...dir])).stdout).toMatch(/\nGold +8 +8 /);
  });

  it("[ASK-5] a model that fails: exit code 3, one line with the fix, and how to try again", async () => {
    const args = ["ask", "hi", ...(await brokenServer()), ...dataDir()];
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toMatch(
      /^llm-chat: [^\n\u001b]*LLM_CHAT_API_KEY[^\n\u001b]*\nTo try again: {2}llm-chat ask --chat \S+ "go on"\n$/,
    );
  });
});

describe("documents", () => {
  it("[ASK-20] two of one title are told apart by their ids, and one is deleted with --yes only", async () => {
    const dir = dataDir();
    await runCli(["ask", REPORT, "--document", "Gold", ...DEMO, ...dir]);
    const [first] = (await runCli(["documents", "--json", ...dir])).stdout.split("\n");
    const { id } = JSON.parse(first ?? "") as Document;
    const { run, url } = await startServer([...dir]);
    const made = await fetch(`${url}/api/documents`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"title":"Gold"}',
    });
    expect(made.status).toBe(201);
    run.child.kill("SIGTERM");
    await run.ended;
    const several = await runCli(["documents", "Gold", ...dir]);
    expect(several.stderr).toMatch(/2 documents are called "Gold": name one by its id instead/);
    const kept = await runCli(["documents", id, "--delete", ...dir]);
    expect(kept).toMatchObject({ code: 2, stderr: expect.stringMatching(/has 8 blocks, .* add --yes/) });
    const gone = await runCli(["documents", id, "--delete", "--yes", ...dir]);
    expect(gone).toMatchObject({ code: 0, stdout: "“Gold” is deleted, with 8 blocks.\n" });
    expect((await documentOf(dir, "Gold")).blocks).toEqual([]);
  });

  it.skipIf(inject("postgres") === "")("[ASK-21] in PostgreSQL as in a file", async () => {
    const dir = ["--database", await freshDatabase()];
    const asked = await runCli(["ask", REPORT, "--document", "Gold", "--accept", "all", ...DEMO, ...dir]);
    expect(asked).toMatchObject({ code: 0, stderr: expect.stringMatching(/Accepted: 8\.\n$/) });
    const printed = await runCli(["documents", "Gold", "--format", "html"], { LLM_CHAT_DATABASE: dir[1] ?? "" });
    expect(printed).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("<h2>Introduction</h2>") });
  });

  it("[ASK-21] beside a server on the same data directory: what the one has written the other shows", async () => {
    const dir = dataDir();
    const { url } = await startServer([...dir]);
    const { code } = await runCli(["ask", REPORT, "--document", "Gold", "--accept", "all", ...DEMO, ...dir]);
    expect(code).toBe(0);
    const { documents } = (await (await fetch(`${url}/api/documents`)).json()) as { documents: Document[] };
    expect(documents.map(({ title }) => title)).toEqual(["Gold"]);
    const answer = await fetch(`${url}/api/documents/${documents[0]?.id}`);
    const { blocks } = (await answer.json()) as { blocks: { id: string; current: string }[] };
    const texts = await textsOf(dir, "Gold");
    expect(new Map(blocks.map((block) => [block.id, block.current]))).toEqual(texts);
  });
});

describe("ask that is stopped", () => {
  const SLOW = ["--speed", "4", "--seed", "7"];

  it("[ASK-22] Ctrl-C pauses: what was shown is stored, and the chat goes on", async () => {
    const dir = dataDir();
    const { child, until, ended } = startCli(["ask", REPORT, "--document", "Gold", ...SLOW, ...dir]);
    await until((stdout) => stdout.includes("── demo/ada · “Introduction”\n"));
    child.kill("SIGINT");
    const { code, signal, stdout, stderr } = await ended;
    expect({ code, signal }).toEqual({ code: 130, signal: null });
    expect(stderr).toMatch(/What was written stays\. To go on: {2}llm-chat ask --chat c[\w-]{12} "go on"\n$/);
    const [, written = ""] = stdout.split("── demo/ada · “Introduction”\n");
    const { blocks } = await documentOf(dir, "Gold");
    const text = blocks[0]?.proposals[0];
    expect(text).toMatchObject({ kind: "text", status: "cut" });
    expect(text?.kind === "text" && text.content).toContain(written.trim());
    const on = await runCli(["ask", "go on", "--chat", "last", ...DEMO, ...dir]);
    expect(on).toMatchObject({ code: 0 });
    const after = await documentOf(dir, "Gold");
    expect(after.blocks.length).toBeGreaterThanOrEqual(blocks.length);
  });

  it("[ASK-23] kill -9 in the middle: what was shown is in the document", async () => {
    const dir = dataDir();
    const { child, until, ended } = startCli(["ask", REPORT, "--document", "Gold", "--json", ...SLOW, ...dir]);
    // In the middle of a paragraph.
    await until((lines) => lines.split('"content":"').length > 60);
    child.kill("SIGKILL");
    const { signal, stdout } = await ended;
    expect(signal).toBe("SIGKILL");
    const whole = stdout.slice(0, stdout.lastIndexOf("\n") + 1);
    const shown = told(chunksOf(whole));
    expect(shown.size).toBeGreaterThan(3);
    const stored = await textsOf(dir, "Gold");
    for (const [id, text] of shown) expect(stored.get(id)?.startsWith(text), `${id}: ${text}`).toBe(true);
    const printed = await runCli(["documents", "Gold", "--proposals", ...dir]);
    expect(printed.stdout).toMatch(/^# Gold\n\n## Introduction\n/);
    const accepted = await runCli(["documents", "Gold", "--accept", "all", ...dir]);
    expect(accepted.stderr).toMatch(/^Accepted: \d+\.\n$/);
  });

  it("[ASK-24] a reader who has seen enough ends it, and that is no failure", async () => {
    const dir = dataDir();
    const { child, until, ended } = startCli(["ask", REPORT, "--document", "Gold", ...SLOW, ...dir]);
    await until((stdout) => stdout.includes("## Introduction"));
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, signal: null });
  });

  it("[ASK-24] nor is it one where the answer ends at the same moment", async () => {
    const { child, until, ended } = startCli(["ask", "What is gold?", "--speed", "50", "--seed", "7", ...dataDir()]);
    await until((stdout) => stdout !== "");
    child.stdout?.destroy();
    const { code, stderr } = await ended;
    expect(stderr).not.toContain("StoreError");
    expect(code).toBe(0);
  });
});

describe.skipIf(!inject("tmux"))("ask at a terminal of 80 by 24", () => {
  const open = (...args: readonly string[]) => TmuxScreen.open({ columns: 80, rows: 24, args: ["ask", ...args] });
  const isAsking = (rows: readonly string[]) => rows.some((row) => row.startsWith("a accept  r revert"));

  it("[ASK-25] each change is shown with its keys: accept, revert, skip, accept all", async () => {
    const dir = dataDir();
    const screen = await open(REPORT, "--document", "Gold", ...DEMO, ...dir);
    const rows = await screen.until(isAsking);
    expect(rows.some((row) => row.startsWith("── 8 to look at · new text “Introduction” · demo/ada"))).toBe(true);
    expect(rows.findLast((row) => row !== "")).toBe("a accept  r revert  s skip  A accept all  q quit  >");
    await screen.press("a");
    await screen.until((all) => all.some((row) => row.startsWith("── 7 to look at")));
    await screen.press("r");
    await screen.until((all) => all.some((row) => row.startsWith("── 6 to look at")));
    await screen.press("s");
    await screen.until((all) => all.some((row) => row.startsWith("── 5 to look at")));
    await screen.press("A");
    expect(await screen.end()).toMatch(
      /> A\nAccepted: 5\.\n1 change waits\. To accept all of it: {2}llm-chat documents Gold --accept all\nexit=0\n/,
    );
    const { blocks } = await documentOf(dir, "Gold");
    expect(blocks.map(({ block, proposals }) => [block.current !== null, proposals.length])).toEqual([
      [true, 0],
      [false, 1],
      ...Array.from({ length: 5 }, () => [true, 0]),
    ]);
  });

  it("[ASK-25] a change of a text shows the words that go and come, in colours", async () => {
    const dir = dataDir();
    await runCli(["ask", REPORT, "--document", "Gold", "--accept", "all", ...DEMO, ...dir]);
    const screen = await open("make the introduction shorter", "--document", "Gold", ...DEMO, ...dir);
    const rows = await screen.until(isAsking);
    expect(rows.some((row) => row.startsWith("── 1 to look at · change “Introduction”"))).toBe(true);
    // Struck, in the colour of what goes.
    expect(await screen.styled()).toMatch(/\u001b\[(?:9;38;5;167|9m\u001b\[38;5;167)m/);
    await screen.press("r");
    expect(await screen.end()).toMatch(/Reverted\.\nexit=0\n/);
  });

  it("[ASK-9] Ctrl-C while it is written pauses; at the keys it leaves what is left", async () => {
    const dir = dataDir();
    const screen = await open(REPORT, "--document", "Gold", "--speed", "4", "--seed", "7", ...dir);
    await screen.until((all) => all.some((row) => row.includes("## Introduction")));
    await screen.press("C-c");
    expect(await screen.end()).toMatch(/What was written stays\. To go on: {2}llm-chat ask --chat[\s\S]*exit=130\n/);
    const again = await open("go on", "--chat", "last", ...DEMO, ...dir);
    await again.until(isAsking);
    await again.press("C-c");
    expect(await again.end()).toMatch(/exit=130\n/);
    const { blocks } = await documentOf(dir, "Gold");
    expect(blocks.some(({ proposals }) => proposals.length > 0)).toBe(true);
  });

  it("[ASK-28] documents --accept ask goes through what waits, at a terminal only", async () => {
    const dir = dataDir();
    await runCli(["ask", REPORT, "--document", "Gold", "--accept", "none", ...DEMO, ...dir]);
    const args = ["documents", "Gold", "--accept", "ask", ...dir];
    expect(await runCli(args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--accept all takes") as string,
    });
    const screen = await TmuxScreen.open({ columns: 80, rows: 24, args });
    await screen.until(isAsking);
    await screen.press("a");
    await screen.until((all) => all.some((row) => row.startsWith("── 7 to look at")));
    await screen.press("q");
    expect(await screen.end()).toMatch(/exit=0\n/);
    const { blocks } = await documentOf(dir, "Gold");
    expect(blocks.map(({ proposals }) => proposals.length).slice(0, 2)).toEqual([0, 1]);
  });

  it("[ASK-26] where keys cannot be read one by one, a line that begins with one does", async () => {
    const dir = dataDir();
    const args = ["ask", REPORT, "--document", "Gold", ...DEMO, ...dir];
    const screen = await TmuxScreen.open({ columns: 80, rows: 24, args, env: { TERM: "dumb" } });
    await screen.until(isAsking);
    await screen.type("accept");
    await screen.press("Enter");
    await screen.until((all) => all.some((row) => row.startsWith("── 7 to look at")));
    await screen.press("s", "Enter");
    await screen.until((all) => all.some((row) => row.startsWith("── 6 to look at")));
    await screen.press("C-c");
    expect(await screen.end()).toMatch(/exit=130\n/);
  });
});
