import { execFileSync } from "node:child_process";
import { appendFile, chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeHost } from "../../../test/fakes/cli-host.ts";
import type { LogWorld } from "../log-files.ts";
import { stats } from "./stats.ts";
import { verify } from "./verify.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const SAMPLE = path.join(ROOT, "logs/sample.jsonl");
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "llm-chat-"));
  await copyFile(SAMPLE, path.join(folder, "good.jsonl"));
});
afterEach(() => rm(folder, { recursive: true }));

const nobody = { on: () => {}, off: () => {}, exit: () => {} };
const worldWith = (input: string): LogWorld => ({
  process: nobody,
  stdout: nobody,
  stdin: Readable.from([Buffer.from(input)]),
});

async function run(command: typeof verify, files: readonly string[], options: object = {}, input = "") {
  const host = fakeHost({ cwd: folder });
  const code = await command(files, { ...options }, host, worldWith(input));
  return { code, out: host.out(), err: host.err() };
}

/** The sample with one line changed. */
async function changed(name: string, line: number, change: (text: string) => string): Promise<void> {
  const lines = (await readFile(SAMPLE, "utf8")).split("\n");
  const before = lines[line - 1] ?? "";
  lines[line - 1] = change(before);
  expect(lines[line - 1]).not.toBe(before);
  await writeFile(path.join(folder, name), lines.join("\n"));
}

describe("[VERIFY-20] a named pipe", () => {
  const pipe = () => {
    const file = path.join(folder, "pipe.jsonl");
    execFileSync("mkfifo", [file]);
    return file;
  };

  it("is read to the end of whoever writes to it", async () => {
    const file = pipe();
    const verdict = run(verify, ["pipe.jsonl"]);
    await writeFile(file, await readFile(SAMPLE));
    expect(await verdict).toMatchObject({ code: 0, err: "" });
  });

  it("to which nobody writes is left at Ctrl-C", async () => {
    pipe();
    const handlers = new Map<string, () => void>();
    const process = { ...nobody, on: (name: string, handler: () => void) => handlers.set(name, handler) };
    const code = verify(["pipe.jsonl"], {}, fakeHost({ cwd: folder }), { ...worldWith(""), process });
    handlers.get("SIGINT")?.();
    expect(await code).toBe(130);
  });
});

describe("llm-chat verify", () => {
  it("[VERIFY-20] says of a good log what is proven, and exits with 0", async () => {
    const { code, out, err } = await run(verify, ["good.jsonl"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out.split("\n")[0]).toBe("good.jsonl: ok");
    expect(out).toContain("  20 messages, each pushed with everything before it seen (crossed: 0).\n");
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("[VERIFY-20] names each break with file, line and rule, then the verdict, and exits with 1", async () => {
    await changed("bad.jsonl", 24, (text) => text.replace('"expected_seq":3', '"expected_seq":99'));
    const { code, out } = await run(verify, ["bad.jsonl", "good.jsonl"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^bad\.jsonl:24: causality: Curie claims to have been shown seq 99/);
    expect(out).toContain("bad.jsonl: not proven: 1 violation in 455 lines (causality 1)\n");
    // The rest of it holds.
    expect(out).toContain("  123 calls of actions, each answered once.\n");
    expect(out.split("bad.jsonl: not proven")[1]?.split("good.jsonl")[0]).not.toContain("everything before it seen");
    expect(out.trimEnd().split("\n").at(-1)).toBe("2 logs: 1 ok, 1 not proven.");
  });

  it("[VERIFY-20] what cannot be read, or is no log, is said in a line, exit code 2; the others are checked all the same", async () => {
    await writeFile(path.join(folder, "empty"), "");
    await writeFile(path.join(folder, "letter"), "Dear Ada,\n\nhow are you?\n");
    await mkdir(path.join(folder, "folder"));
    const { code, out, err } = await run(verify, ["missing", "empty", "letter", "folder", "good.jsonl"]);
    expect(code).toBe(2);
    expect(err.split("\n")).toEqual([
      "llm-chat: cannot read missing: there is no such file or directory",
      "llm-chat: cannot read empty: it is empty",
      "llm-chat: letter is no log of a conversation: none of its lines is a record",
      "llm-chat: cannot read folder: it is a directory",
      "",
    ]);
    expect(out).toContain("good.jsonl: ok\n");
    expect(out).toContain("5 logs: 1 ok, 4 not readable.\n");
  });

  it.skipIf(process.getuid?.() === 0)("[VERIFY-20] a file without permission is not readable", async () => {
    await chmod(path.join(folder, "good.jsonl"), 0);
    expect((await run(verify, ["good.jsonl"])).err).toBe("llm-chat: cannot read good.jsonl: no permission\n");
  });

  it("[VERIFY-20] - is stdin", async () => {
    const { code, out } = await run(verify, ["-"], {}, await readFile(SAMPLE, "utf8"));
    expect(code).toBe(0);
    expect(out).toMatch(/^stdin: ok\n/);
    await expect(run(verify, ["-", "-"])).rejects.toThrow("stdin can be read once");
  });

  it("[VERIFY-2] [VERIFY-19] a cut last line is a note, one in the middle a break whose consequences are counted", async () => {
    const text = await readFile(SAMPLE, "utf8");
    const cut = text.slice(0, text.length - 100);
    const short = await run(verify, ["-"], {}, cut);
    expect(short.code).toBe(0);
    expect(short.out).toContain("  Its last line, 455, was not written to its end.\n");
    await changed("bad.jsonl", 24, (line) => line.slice(0, 90));
    const { code, out } = await run(verify, ["bad.jsonl"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^bad\.jsonl:24: format: not JSON\nbad\.jsonl: not proven: 1 violation/);
    expect(out).toContain("may come of the lines that could not be read.");
    expect(out).not.toContain("none missing");
  });

  it("[VERIFY-20] prints the first hundred breaks of a log", async () => {
    await appendFile(path.join(folder, "good.jsonl"), "nonsense\n".repeat(250));
    const { code, out } = await run(verify, ["good.jsonl"]);
    expect(code).toBe(1);
    expect(out.match(/^good\.jsonl:\d+: format/gm)).toHaveLength(100);
    expect(out).toContain("good.jsonl: … and 150 more violations");
  });

  it("[VERIFY-21] --json: an object a log", async () => {
    await changed("bad.jsonl", 24, (text) => text.replace('"sender_id":"user-3"', '"sender_id":"user-1"'));
    const { code, out, err } = await run(verify, ["bad.jsonl", "good.jsonl", "missing"], { json: true });
    expect([code, err]).toEqual([2, ""]);
    const [bad, good, missing] = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(bad).toMatchObject({
      file: "bad.jsonl",
      ok: false,
      violations: [{ line: 24, rule: "sender" }],
      more_violations: 0,
    });
    expect(good).toMatchObject({
      ok: true,
      format: "v3",
      lines: 455,
      violations: [],
      proof: { messages: 20, crossed: 0, calls_answered: 123 },
    });
    expect(missing).toEqual({
      file: "missing",
      ok: false,
      error: "cannot read missing: there is no such file or directory",
    });
  });

  it("[VERIFY-22] a hostile log steers no terminal", async () => {
    await changed("bad.jsonl", 24, (text) =>
      text.replace('"user":"Curie"', '"user":"\\u001b]0;pwned\\u0007\\u009b2J\\nEve"'),
    );
    const { out } = await run(verify, ["bad.jsonl"]);
    expect(out.replaceAll("\n", "")).toMatch(/^\P{Cc}+$/u);
    const { out: json } = await run(verify, ["bad.jsonl"], { json: true });
    expect(json.replaceAll("\n", "")).toMatch(/^\P{Cc}+$/u);
  });
});

describe("llm-chat stats", () => {
  it("[STATS-7] fits 80 columns, and names units", async () => {
    const { code, out } = await run(stats, ["good.jsonl"]);
    expect(code).toBe(0);
    expect(out).toContain("Should we colonise Mars?\n2026-11-21 01:23 UTC, 02:13 long\n");
    expect(out).toContain("20 messages (9.0 a minute), 571 words; 57 model calls, 120k tokens, $0\n");
    expect(out).toContain("9 pushes refused, 0 crossed; fairness (Jain): messages 1.00, words 0.97\n");
    expect(out).toMatch(/^Ada +7 +35% +147 +7 +11 s +12 s +11 s$/m);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("[STATS-7] --json: an object a log, times in ms", async () => {
    const { out } = await run(stats, ["good.jsonl", "missing"], { json: true });
    const [first, missing] = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({ messages: 20, crossed: 0, duration_ms: 133_869, cost_usd: 0, ended: "all_waiting" });
    expect(first?.["speakers"]).toHaveLength(3);
    expect(missing).toEqual({ file: "missing", error: "cannot read missing: there is no such file or directory" });
  });

  it("[STATS-8] says how many lines could not be read; what is no log is refused", async () => {
    await changed("bad.jsonl", 30, () => "{");
    const { code, out } = await run(stats, ["bad.jsonl"]);
    expect(code).toBe(0);
    expect(out).toContain("1 line could not be read");
    await writeFile(path.join(folder, "letter"), "Dear Ada,\n");
    const refused = await run(stats, ["letter", "good.jsonl"]);
    expect(refused.code).toBe(2);
    expect(refused.err).toBe("llm-chat: letter is no log of a conversation: none of its lines is a record\n");
    expect(refused.out).toContain("20 messages");
  });

  it("[STATS-2] a price that is not known is said", async () => {
    const text = (await readFile(SAMPLE, "utf8")).replaceAll('"cost_usd":0', '"cost_usd":null');
    const { out } = await run(stats, ["-"], {}, text);
    expect(out).toContain("cost unknown");
    expect(out).not.toContain("$0");
  });
});
