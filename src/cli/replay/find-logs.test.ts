import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { fakeHost } from "../../../test/fakes/cli-host.ts";
import { logText, tenSecondTalk } from "../../../test/fakes/replay-stage.ts";
import { choiceTable } from "./choice-table.ts";
import { findLogs } from "./find-logs.ts";
import { logOpener } from "./open-log.ts";
import { ProgressLine } from "../progress-line.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "llm-chat-logs-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function find(paths: readonly string[], cwd: string) {
  const { stderr, clock } = fakeHost();
  return findLogs(paths, { cwd, line: new ProgressLine({ stderr, clock }), signal: new AbortController().signal });
}

const TALK = logText(tenSecondTalk());

describe("[REPLAY-31] which logs", () => {
  it("are the files that are named, in their order", async () => {
    const cwd = folder();
    for (const name of ["b.jsonl", "a.jsonl"]) writeFileSync(join(cwd, name), TALK);
    expect(await find(["b.jsonl", "a.jsonl"], cwd)).toEqual({ kind: "files", files: ["b.jsonl", "a.jsonl"] });
  });

  it("are one of a folder, by what is known of each; without a name, of logs/", async () => {
    const cwd = folder();
    mkdirSync(join(cwd, "logs"));
    writeFileSync(join(cwd, "logs", "talk.jsonl"), TALK);
    writeFileSync(join(cwd, "logs", "empty.jsonl"), "");
    writeFileSync(join(cwd, "logs", "notes.txt"), "no log");
    for (const paths of [[], ["logs"]]) {
      const found = await find(paths, cwd);
      expect(found).toMatchObject({ kind: "folder", dir: "logs" });
      const choices = found.kind === "folder" ? found.choices : [];
      expect(choices.map(({ path }) => path)).toEqual(["logs/talk.jsonl", "logs/empty.jsonl"]);
      expect(choices[0]).toMatchObject({
        topic: "Tea or coffee?",
        agents: ["Ada", "Bob"],
        messages: 20,
        problem: null,
      });
      expect(choices[1]?.problem).not.toBeNull();
      expect(choiceTable(choices)).toMatch(
        /FILE +BEGAN +LENGTH +MESSAGES +AGENTS +TOPIC\nlogs\/talk.jsonl .* 03:20 +20 +Ada, Bob +Tea or coffee\?/,
      );
    }
  });

  it("are all of a folder where other things are named beside it", async () => {
    const cwd = folder();
    mkdirSync(join(cwd, "old"));
    writeFileSync(join(cwd, "old", "talk.jsonl"), TALK);
    writeFileSync(join(cwd, "new.jsonl"), TALK);
    expect(await find(["old", "new.jsonl"], cwd)).toEqual({ kind: "files", files: ["old/talk.jsonl", "new.jsonl"] });
  });

  it("say in a sentence what is not there", async () => {
    const cwd = folder();
    await expect(find([], cwd)).rejects.toThrow("there is no folder logs here: name a FILE, or a folder with logs");
    await expect(find(["gone.jsonl"], cwd)).rejects.toThrow(
      "cannot read gone.jsonl: there is no such file or directory",
    );
    mkdirSync(join(cwd, "none"));
    await expect(find(["none"], cwd)).rejects.toThrow("there is no log in none");
  });
});

describe("[REPLAY-31] a file that is no log", () => {
  it.each([
    ["", "holds no record: it is empty"],
    ["\n\n", "holds no record: it is no log of a conversation"],
    ["# README\n\nSome words.", "holds no record: it is no log of a conversation"],
    [`{"name": "llm-chat"}\n`, "holds no record: it is no log of a conversation"],
    ["\x00\xff\xfe\x01".repeat(1_000), "holds no record: it is no log of a conversation"],
  ])("%j is refused", async (text, reason) => {
    const path = join(folder(), "file.jsonl");
    writeFileSync(path, text);
    await expect(logOpener({})(path, { onProgress: () => {}, signal: new AbortController().signal })).rejects.toThrow(
      `${path} ${reason}`,
    );
  });

  it("but a single record without a line end is one", async () => {
    const path = join(folder(), "file.jsonl");
    writeFileSync(path, TALK.split("\n")[1] ?? "");
    const recording = await logOpener({})(path, { onProgress: () => {}, signal: new AbortController().signal });
    expect(recording.duration).toBe(0);
    await recording.close();
  });
});
