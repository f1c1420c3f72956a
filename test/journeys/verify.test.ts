import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli, startCli } from "./support/run-cli.ts";

describe("llm-chat verify and stats", () => {
  it("[VERIFY-20] [STATS-7] prove and count what the program has just logged, also out of a pipe", async () => {
    const talk = await runCli(["--plain", "--seed", "3", "--speed", "200", "--floor", "stick", "-n", "4", "Tea?"]);
    const proven = await runCli(["verify", talk.log.path]);
    expect([proven.code, proven.stderr]).toEqual([0, ""]);
    expect(proven.stdout).toContain(`${talk.log.path}: ok\n`);
    expect(proven.stdout).toMatch(/The stick was granted \d+ times, to one at a time\./);
    const figures = await runCli(["stats", "--json", talk.log.path]);
    expect(JSON.parse(figures.stdout)).toMatchObject({ floor: "stick", crossed: 0, ended: "all_waiting" });
  });

  it("[VERIFY-2] a log that kill -9 has cut off is proven as far as it goes", async () => {
    const talk = startCli(["--plain", "--seed", "4", "--speed", "20", "Tea?"]);
    await talk.until((stdout) => stdout.split("\n").length > 20);
    talk.child.kill("SIGKILL");
    await talk.ended;
    const { code, stdout } = await runCli(["verify", talk.log.path]);
    expect(code).toBe(0);
    expect(stdout).toContain("It has no session_end: it was cut off, or is still being written.");
  });

  it("[VERIFY-20] a forged log is not: each break is named, exit code 1", async () => {
    const talk = await runCli(["--plain", "--seed", "5", "--speed", "200", "--max-messages", "4", "Tea?"]);
    const lines = talk.log.text.split("\n");
    const line = lines.findIndex((text) => text.includes('"type":"chat"'));
    const forged = join(talk.log.path, "../forged.jsonl");
    writeFileSync(forged, lines.with(line, (lines[line] ?? "").replace('"content":"', '"content":"Not ')).join("\n"));
    const { code, stdout } = await runCli(["verify", forged]);
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`forged\\.jsonl:${line + 1}: draft: what \\w+ said is not its draft`));
  });
});
