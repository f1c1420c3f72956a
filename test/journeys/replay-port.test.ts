import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { watch } from "../fakes/viewer-stage.ts";
import { type CliRun, ROOT, runCli, startCli, testFolder } from "./support/run-cli.ts";

const OFFICE = join(ROOT, "test/fixtures/logs/office-v1.jsonl");
/** As fast as a replay goes: each record a tenth of a second after the one before, and that 64 times as fast. */
const FAST = ["--slowdown", "0", "--speed", "64"];

async function served(...args: readonly string[]): Promise<{ run: CliRun; url: string }> {
  const run = startCli(["replay", ...args, "--port", "0"]);
  let url = "";
  await run.until((stdout) => {
    url = /^ {2}page +(http:\S+)$/m.exec(stdout)?.[1] ?? "";
    return url !== "";
  });
  return { run, url };
}

describe("[REPLAY-13] a served replay", () => {
  it("plays an old log to viewers for ever, with senders, and answers of several lines put together", async () => {
    const { run, url } = await served(OFFICE, ...FAST);
    const viewer = await watch(url);
    await viewer.until(
      (frames) => frames.filter((frame) => JSON.stringify(frame).includes("Lunch at noon?")).length > 6,
    );
    const [welcome] = viewer.frames;
    expect(welcome).toMatchObject({ type: "welcome", message: "Connected to Chat Log Server", mode: "replay" });
    const contents = viewer.messages.map(({ parsed_content }) => parsed_content as Record<string, unknown>);
    expect(contents).toContainEqual({
      type: "thinking",
      user: "Dwight",
      content: expect.stringMatching(/^I should say hello\.\n/),
    });
    expect(contents).toContainEqual(expect.objectContaining({ type: "tool_call", user: "Jim", function: "append" }));
    expect(contents).toContainEqual({
      type: "chat",
      user: "Dwight",
      from: "Pam",
      content: "hello everybody,\nI brought cake",
    });
    expect(contents).toContainEqual(expect.objectContaining({ type: "system", user: "Dwight", from: "Server" }));
    run.child.kill("SIGINT");
    expect(await viewer.closed).toBe(1001);
    expect(await run.ended).toMatchObject({ code: 130, stderr: "" });
  });

  it("gives its page the whole log, so that it goes where its person wants", async () => {
    const { url } = await served(OFFICE, ...FAST);
    const viewer = await watch(url, "?records");
    await viewer.until((frames) => frames.some(({ type }) => type === "restart"));
    expect(viewer.frames[0]).toMatchObject({ log: "/log" });
    const bytes = readFileSync(OFFICE);
    const whole = await fetch(`${url}/log`);
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes);
    const part = await fetch(`${url}/log`, { headers: { range: "bytes=10-19" } });
    expect([part.status, await part.text()]).toEqual([206, bytes.subarray(10, 20).toString()]);
  });

  it("plays once where that is asked for, tells of lines that are none, and reads what is added meanwhile", async () => {
    const folder = testFolder();
    const log = join(folder, "talk.jsonl");
    copyFileSync(OFFICE, log);
    writeFileSync(log, "no json\n", { flag: "a" });
    const { run, url } = await served(log, "--no-loop", "--slowdown", "0", "--speed", "8");
    const viewer = await watch(url, "?records");
    expect(viewer.frames[0]).toMatchObject({ type: "welcome", log: "/log", loop: false });
    writeFileSync(
      log,
      `${JSON.stringify({ timestamp: "2025-06-18T14:05:00", user: "Jim", content: "Jim | added" })}\n`,
      { flag: "a" },
    );
    expect(await viewer.closed).toBe(1001);
    const { code, stderr } = await run.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^llm-chat: .*talk\.jsonl, line 30: not JSON\n$/);
    expect(viewer.frames).toContainEqual({ type: "problem", line: 30, problem: "not JSON" });
    expect(JSON.stringify(viewer.frames)).toContain("added");
  });

  it("cannot begin where there is no log, or no port", async () => {
    const { url } = await served(OFFICE);
    const taken = await runCli(["replay", OFFICE, "--port", new URL(url).port]);
    expect(taken).toMatchObject({ code: 2, stdout: "" });
    expect(taken.stderr).toMatch(
      /^llm-chat: the port \d+ of 127\.0\.0\.1 is in use already; choose another with --port/,
    );
    const missing = await runCli(["replay", "nowhere.jsonl", "--port", "0"]);
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.stderr).toMatch(/nowhere\.jsonl: there is no such file/);
  });
});
