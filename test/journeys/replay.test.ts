import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { cleanEnv, PROGRAM, ROOT, runCli, startCli, testFolder } from "./support/run-cli.ts";
import { frameProblems, TmuxScreen } from "./support/tmux-screen.ts";

const SAMPLE = join(ROOT, "logs/sample.jsonl");
const open = (columns: number, rows: number, ...args: readonly string[]) =>
  TmuxScreen.open({ columns, rows, args: ["replay", ...args] });
/** What its frame has that a conversation's has not. */
const REPLAY = { badge: "replay", extraRows: 1 };
const bar = (rows: readonly string[]) => rows.at(-2) ?? "";

describe.skipIf(!inject("tmux"))("a log on the full screen", { timeout: 60_000 }, () => {
  it.each([
    [80, 24],
    [60, 20],
  ])("[REPLAY-20] [REPLAY-22] is played, sought and searched at %ix%i", async (columns, rows) => {
    const screen = await open(columns, rows, SAMPLE, "--speed", "4");
    const first = await screen.until((each) => /▶ 00:0[1-9] \/ 02:56 {2}4×/.test(bar(each)));
    expect(first[0]).toContain(" replay  Should we colonise Mars?");
    expect(frameProblems(first, columns, REPLAY)).toEqual([]);
    await screen.press("Space");
    await screen.until((each) => bar(each).includes("‖ paused"));
    await screen.press("g", "]", "]");
    await screen.until((each) => bar(each).includes("line 40"));
    await screen.press("m");
    const marked = await screen.until((each) => bar(each).includes("line 67"));
    expect(marked.at(-1)).toMatch(/^ Curie was refused a push/);
    expect(frameProblems(marked, columns, REPLAY)).toEqual([]);
    await screen.press("Right");
    await screen.until((each) => bar(each).includes("‖ paused 00:29"));
    await screen.press("/");
    await screen.type("seventeen");
    await screen.press("Enter");
    await screen.until((each) => /“seventeen” in line \d+/.test(each.at(-1) ?? ""));
    await screen.press("G");
    const end = await screen.until((each) => bar(each).includes("02:56 / 02:56"));
    expect(end[0]).toContain("ended");
    expect(frameProblems(end, columns, REPLAY)).toEqual([]);
    await screen.press("?");
    await screen.until((each) => each.some((row) => row.includes("5 s back and on")));
    await screen.press("q");
    const after = await screen.end();
    expect(after).toContain("exit=0");
    expect(after).not.toContain("Left at");
    expect(await screen.state("alternate_on")).toBe("0");
  });

  it("[REPLAY-32] Ctrl-C ends it with 130, and with the way back to where it was", async () => {
    const screen = await open(80, 24, SAMPLE, "--from", "1:00");
    await screen.until((each) => bar(each).includes("▶ 01:0"));
    await screen.press("C-c");
    const after = await screen.end();
    expect(after).toMatch(/^Left at 01:0\d\. Go on: llm-chat replay \S+sample\.jsonl --from 01:0\d$/m);
    expect(after).toContain("exit=130");
    expect(await screen.state("alternate_on")).toBe("0");
    expect(await screen.state("cursor_flag")).toBe("1");
  });

  it("[REPLAY-30] a folder is chosen from", async () => {
    const folder = testFolder();
    copyFileSync(SAMPLE, join(folder, "mars.jsonl"));
    writeFileSync(join(folder, "empty.jsonl"), "");
    const screen = await open(80, 24, folder);
    await screen.until((each) => each.some((row) => /^▸ .*Ada, Boole, Curie +Should we colonise Mars/.test(row)));
    await screen.type("mars");
    await screen.until((each) => each[0]?.includes("1 of 2") === true);
    await screen.press("Enter");
    await screen.until((each) => bar(each).includes("▶ 00:0"));
    await screen.press("q");
    expect(await screen.end()).toContain("exit=0");
  });

  it("[REPLAY-27] several are played in turn, and the title says which", async () => {
    const folder = testFolder();
    copyFileSync(SAMPLE, join(folder, "one.jsonl"));
    copyFileSync(SAMPLE, join(folder, "two.jsonl"));
    const screen = await open(80, 24, join(folder, "one.jsonl"), join(folder, "two.jsonl"), "--from", "100%");
    await screen.until((each) => each[0]?.includes(" replay 1/2 ") === true && bar(each).includes("next in"));
    const next = await screen.until(
      (each) => each[0]?.includes(" replay 2/2 ") === true && bar(each).includes("▶ 00:0"),
    );
    expect(next[0]).toContain("two.jsonl");
  });
});

describe("a log as plain lines", { timeout: 60_000 }, () => {
  it("[REPLAY-28] in a pipe it is played once, without a control sequence", async () => {
    const { code, stdout, stderr } = await runCli(["replay", SAMPLE, "--max-delay", "0"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n").length).toBeGreaterThan(200);
    expect(stdout).toMatch(/^system \| Should we colonise Mars\?\n/);
    expect(stdout).toMatch(/system \| ended: all_waiting\n$/);
    expect(stdout).not.toContain("\x1b");
    const colored = await runCli(["replay", "--log-file", SAMPLE, "--max-delay", "0", "--color"]);
    expect(colored.stdout).toContain("\x1b[38;5;");
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("[REPLAY-32] %s ends it with %i, and without a word", async (signal, code) => {
    const { until, child, ended } = startCli(["replay", SAMPLE]);
    await until((stdout) => stdout.includes("system | Should we"));
    child.kill(signal);
    expect(await ended).toMatchObject({ code, signal: null, stderr: "" });
  });

  it("[REPLAY-28] where nothing comes, since it began after the end, that is told", async () => {
    const { code, stdout, stderr } = await runCli(["replay", SAMPLE, "--from", "5:00"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toBe("llm-chat: --from 05:00 is after the end: the replay is 02:56 long\n");
  });

  it("[REPLAY-32] a reader that has seen enough ends it, without a word", async () => {
    const command = `"${process.execPath}" "${PROGRAM}" replay "${SAMPLE}" --speed 64 2>err | head -2; cat err`;
    const folder = testFolder();
    const shell = spawn("sh", ["-c", command], {
      cwd: folder,
      env: cleanEnv(folder),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let stdout = "";
    shell.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    await new Promise((resolve) => shell.once("close", resolve));
    expect(stdout.split("\n")).toHaveLength(3);
  });

  it("[REPLAY-28] of any length, in the memory of a short one", async () => {
    const path = join(testFolder(), "long.jsonl");
    writeFileSync(path, readFileSync(SAMPLE, "utf8").repeat(400));
    const { code, stdout, stderr } = await runCli(["replay", path, "--max-delay", "0"], {
      NODE_OPTIONS: "--max-old-space-size=32",
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.match(/ended: all_waiting/g)).toHaveLength(400);
  });

  it("[REPLAY-28] hostile, broken and endless lines are told or shown harmless, and played past", async () => {
    const folder = testFolder();
    const path = join(folder, "bad.jsonl");
    const record = (content: string) =>
      JSON.stringify({ format: "v3", timestamp: "2026-01-15T10:30:00.000Z", type: "system", user: "system", content });
    const lines = [
      record("first"),
      "{",
      Buffer.from([0xff, 0xfe, 0x0a]),
      record("\x1b[2J\x1b]0;owned\x07evil"),
      `{"format":"v3","content":"${"x".repeat(50_000_000)}"}`,
      record("last"),
      '{"format":"v3","ti',
    ];
    writeFileSync(
      path,
      Buffer.concat(lines.map((line) => (typeof line === "string" ? Buffer.from(`${line}\n`) : line))).subarray(0, -1),
    );
    const { code, stdout, stderr } = await runCli(["replay", path, "--speed", "64"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "system | first\nsystem | evil\nsystem | last\n" });
    expect(stderr).toMatch(/bad\.jsonl, line 2: not JSON\n/);
    expect(stderr).toMatch(/line 3: not (valid UTF-8|JSON)/);
    expect(stderr).toMatch(/line 5: longer than 8388608 bytes, skipped\n/);
    expect(stderr).toMatch(/line 7: cut off: the file ends in the middle of it\n$/);
  });

  it("[REPLAY-30] [REPLAY-31] what cannot be played is one line and exit code 2", async () => {
    const folder = testFolder();
    mkdirSync(join(folder, "none"));
    writeFileSync(join(folder, "empty.jsonl"), "");
    writeFileSync(join(folder, "README.md"), "# No log\n");
    for (const [args, line] of [
      [["replay", join(folder, "gone.jsonl")], /cannot read \S+gone\.jsonl: there is no such file or directory/],
      [["replay", join(folder, "none")], /there is no log in \S+none/],
      [["replay", join(folder, "empty.jsonl")], /empty\.jsonl holds no record: it is empty/],
      [["replay", join(folder, "README.md")], /README\.md holds no record: it is no log of a conversation/],
      [["replay"], /there is no folder logs here: name a FILE/],
      [["replay", SAMPLE, "--from", "noon"], /--from "noon": write seconds/],
    ] as const) {
      const { code, stdout, stderr } = await runCli(args);
      expect({ code, stdout }, args.join(" ")).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(line);
      expect(stderr.match(/\n/g)).toHaveLength(1);
    }
    const logs = join(folder, "logs");
    mkdirSync(logs);
    copyFileSync(SAMPLE, join(logs, "sample.jsonl"));
    const { code, stdout, stderr } = await runCli(["replay", logs]);
    expect(code).toBe(2);
    expect(stdout).toMatch(
      /FILE +BEGAN[\s\S]*sample\.jsonl .* 02:13 +20 +Ada, Boole, Curie +Should we colonise Mars\?/,
    );
    expect(stderr).toMatch(/which of them\? Name a file: llm-chat replay \S+sample\.jsonl\n/);
  });
});
