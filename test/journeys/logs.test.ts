import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { logText, teaTalk } from "../fakes/log-folder.ts";
import { cleanEnv, PROGRAM, ROOT, runCli, testFolder } from "./support/run-cli.ts";

const SAMPLE = join(ROOT, "logs/sample.jsonl");

describe("llm-chat logs and export", () => {
  it("[LOGS-1] list and search what a run has logged", async () => {
    const folder = testFolder();
    mkdirSync(join(folder, "logs"));
    writeFileSync(join(folder, "logs/tea.jsonl"), logText(teaTalk()));
    const [list, found] = await Promise.all([
      runCli(["logs", join(folder, "logs")]),
      runCli(["logs", "--log-dir", join(folder, "logs"), "--search", "awake"]),
    ]);
    expect(list).toMatchObject({ code: 0, stderr: "" });
    expect(list.stdout).toMatch(/01:04 +3 +Ada, Bob +Tea or coffee\? +tea\.jsonl\n$/);
    expect(found.stdout).toContain("  13  Bob: Coffee keeps **me** awake.\n");
  });

  it("[EXPORT-5] hand a log over through a pipe", async () => {
    const { code, stdout, stderr } = await runCli(["export", SAMPLE, "--format", "jsonl"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout === readFileSync(SAMPLE, "utf8")).toBe(true);
  });

  it.each(["logs", "export"])("[CLI-6] %s: ends without a word where the reader has gone", async (command) => {
    const folder = testFolder();
    // More than a pipe holds.
    const file = join(folder, "long.jsonl");
    writeFileSync(file, readFileSync(SAMPLE, "utf8").repeat(20));
    for (let number = 0; number < 400; number++) symlinkSync("long.jsonl", join(folder, `${number}.jsonl`));
    const options = command === "logs" ? [folder, "--json"] : [file, "--format", "txt", "--thinking"];
    const child = spawn(process.execPath, [PROGRAM, command, ...options], {
      env: cleanEnv(folder),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdout.once("data", () => child.stdout.destroy());
    const [code] = await once(child, "close");
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("[CLI-8] say what is wrong with a command line", async () => {
    const { code, stdout, stderr } = await runCli(["export", SAMPLE]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^llm-chat: say in which form: --format[^\n]+\n$/);
  });
});
