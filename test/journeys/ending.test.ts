import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { logProblems } from "./support/log-checks.ts";
import { cleanEnv, PROGRAM, recordsOf, startCli, testFolder } from "./support/run-cli.ts";

const DEMO = ["--seed", "7", "--speed", "20", "Should we colonise Mars?"];
const linesOf = (text: string) => text.split("\n").slice(0, -1);

describe("a kill in the middle", () => {
  it.each([5, 40, 90])("[LOG-1] leaves a log of whole lines: all that was over by line %i of stdout", async (count) => {
    const run = startCli(["--json", ...DEMO]);
    await run.until((stdout) => linesOf(stdout).length >= count);
    run.child.kill("SIGKILL");
    const { signal, stdout } = await run.ended;
    expect(signal).toBe("SIGKILL");
    // Only the last line may be cut, and then it is no line yet.
    const kept = linesOf(run.log.text);
    expect(recordsOf(run.log.text)).toHaveLength(kept.length);
    const shown = linesOf(stdout);
    const both = Math.min(kept.length, shown.length);
    expect(kept.slice(0, both)).toEqual(shown.slice(0, both));
    // The log is written at the end of each turn of the event loop: what it lacks is of the last instants.
    const lost = recordsOf(`${shown.slice(both).join("\n")}\n`.trimStart());
    expect(new Set(lost.map(({ timestamp }) => timestamp)).size).toBeLessThanOrEqual(2);
  });
});

describe("a signal", () => {
  it.each([
    ["SIGINT", 130, "interrupted"],
    ["SIGTERM", 143, "terminated"],
    ["SIGHUP", 143, "terminated"],
  ] as const)("[CLI-4] %s ends it in good order with exit code %i", async (signal, code, reason) => {
    const run = startCli(["--plain", ...DEMO]);
    await run.until((stdout) => stdout.includes("> push"));
    run.child.kill(signal);
    const ended = await run.ended;
    expect(ended).toMatchObject({ code, signal: null });
    expect(ended.stdout).toMatch(new RegExp(`ended: ${reason}\n$`));
    expect(ended.stderr).toContain(`Ended: ${reason}`);
    expect(ended.stderr).toContain(`Log: ${run.log.path}`);
    const { records } = run.log;
    expect(logProblems(records)).toEqual([]);
    expect(records.at(-1)).toMatchObject({ type: "session_end", metadata: { reason, exit_code: code } });
  });

  it("[CLI-5] that comes twice ends it all the same, without a stack trace", async () => {
    const run = startCli(["--plain", ...DEMO]);
    await run.until((stdout) => stdout.includes("> push"));
    run.child.kill("SIGINT");
    run.child.kill("SIGINT");
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(recordsOf(run.log.text).length).toBeGreaterThan(10);
  });
});

describe("output that nobody takes", () => {
  it("[CLI-6] a reader that has seen enough ends it, without a word about pipes", async () => {
    const run = startCli(["--plain", ...DEMO]);
    await run.until((stdout) => stdout.includes("\n"));
    run.child.stdout?.destroy();
    const { code, stderr } = await run.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Ended: you quit\.\n/);
    expect(stderr).not.toMatch(/EPIPE|^ +at /m);
    expect(logProblems(run.log.records)).toEqual([]);
  });

  it("[CLI-6] nor does it matter that errors cannot be told either", () => {
    const command = `"${process.execPath}" "${PROGRAM}" --no-websocket --plain --speed 20 Tea 2>&1 | head -1; echo "\${PIPESTATUS[0]}"`;
    const folder = testFolder();
    const { stdout } = spawnSync("bash", ["-c", command], { cwd: folder, env: cleanEnv(folder), encoding: "utf8" });
    expect(stdout).toBe("system | Tea\n0\n");
  });

  it.runIf(process.platform === "linux")("[CLI-7] a full disk is a failure, said in one line", () => {
    const folder = testFolder();
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, "--no-websocket", "--plain", ...DEMO], {
      cwd: folder,
      env: cleanEnv(folder),
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stderr).toContain("llm-chat: unexpected failure: the output cannot be written: ENOSPC");
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
