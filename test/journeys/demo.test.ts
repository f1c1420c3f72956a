import { describe, expect, it } from "vitest";
import { logProblems, ofType, timeless } from "./support/log-checks.ts";
import { recordsOf, runCli } from "./support/run-cli.ts";

const demo = (...more: string[]) => runCli(["--seed", "7", "--speed", "200", ...more, "Should we colonise Mars?"]);

describe("a demo without a key", () => {
  it("[DEMO-1] talks to its end: every call answered, no message crossed, nothing missing in the log", async () => {
    const { code, stdout, stderr, log } = await demo("--plain");
    expect(code).toBe(0);
    const { records } = log;
    expect(logProblems(records)).toEqual([]);
    expect(records.at(-1)).toMatchObject({ type: "session_end", metadata: { reason: "all_waiting", exit_code: 0 } });
    expect(records[0]).toMatchObject({ content: "Should we colonise Mars?", metadata: { seed: 7, speed: 200 } });
    const chats = ofType(records, "chat");
    expect(chats.length).toBeGreaterThan(5);
    expect(new Set(chats.map(({ user }) => user))).toEqual(new Set(["Ada", "Boole", "Curie"]));
    // What makes it worth looking at: refusals and second thoughts.
    expect(records).toContainEqual(expect.objectContaining({ type: "tool_response", reason: "unseen_messages" }));
    for (const { user, content } of chats) expect(stdout).toContain(`${user.padEnd(6)} | ${content.split("\n")[0]}`);
    expect(stdout).toContain("No API key is set");
    expect(stderr).toContain("Ended: everybody was waiting");
    expect(stderr).toContain(`Log: ${log.path}`);
  });

  it("[DEMO-2] is the same with the same seed, whatever the speed, and another with another", async () => {
    const [fast, slow, other] = await Promise.all([
      demo("--plain"),
      runCli(["--plain", "--seed", "7", "--speed", "50", "Should we colonise Mars?"]),
      demo("--plain", "--seed", "8"),
    ]);
    expect(slow.stdout).toBe(fast.stdout);
    expect(timeless(slow.log.records)).toEqual(timeless(fast.log.records));
    expect(other.stdout).not.toBe(fast.stdout);
  });
});

describe("what is shown", () => {
  it("[CLI-1] --json: the records of the log, and nothing else", async () => {
    const { stdout, log } = await demo("--json", "--max-messages", "4");
    expect(stdout).toBe(log.text);
    expect(recordsOf(stdout).length).toBeGreaterThan(50);
  });

  it("[CLI-2] --quiet: nothing, and the log is written all the same", async () => {
    const { stdout, stderr, log } = await demo("--quiet", "--max-messages", "4");
    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
    expect(logProblems(log.records)).toEqual([]);
  });

  it("[CLI-3] into a pipe no control sequence, with FORCE_COLOR or --color colours", async () => {
    const args = ["--seed", "7", "--speed", "200", "--max-messages", "1", "Tea"];
    const [piped, forced, asked, refused] = await Promise.all([
      runCli(args),
      runCli(args, { FORCE_COLOR: "1" }),
      runCli([...args, "--color"]),
      runCli([...args, "--no-color"], { FORCE_COLOR: "1" }),
    ]);
    expect((piped.stdout + piped.stderr).replaceAll("\n", "")).toMatch(/^\P{Cc}+$/u);
    expect(forced.stdout).toContain("\x1b[38;5;");
    expect(asked.stdout).toBe(forced.stdout);
    expect(refused.stdout).toBe(piped.stdout);
  });
});
