import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { logProblems, ofType } from "./support/log-checks.ts";
import { runCli, testFolder } from "./support/run-cli.ts";
import { openVendors, type Step } from "./support/vendor-stage.ts";

const KEY = { OPENAI_API_KEY: "Zq7-secret-value-of-the-test" };
const demo = (...limit: string[]) => runCli(["--plain", "--seed", "7", "--speed", "200", ...limit, "Mars"]);

describe("limits", () => {
  it.each<[string[], number, string]>([
    [["--max-messages", "3"], 10, "max_messages"],
    [["--max-turns", "5"], 11, "max_turns"],
    [["--max-minutes", "0.3"], 12, "max_minutes"],
    [["--max-tokens", "9000"], 13, "max_tokens"],
  ])("[LIMIT-1] %j ends it with exit code %i", async (limit, code, reason) => {
    const ended = await demo(...limit);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(`(${limit[0]})`);
    const { records } = ended.log;
    expect(logProblems(records)).toEqual([]);
    expect(records.at(-1)).toMatchObject({ type: "session_end", metadata: { reason, exit_code: code } });
    const [start, end] = [records[0], records.at(-1)].map((record) => Date.parse(record?.timestamp ?? ""));
    expect(ofType(records, "chat").length).toBeLessThanOrEqual(reason === "max_messages" ? 3 : 30);
    expect(ofType(records, "usage").length).toBeLessThanOrEqual(reason === "max_turns" ? 5 : 99);
    // The demo's own minutes, not those of the person who waits for it.
    if (reason === "max_minutes") expect((end ?? 0) - (start ?? 0)).toBe(18_000);
  });

  it("[LIMIT-2] --max-cost is never passed, over all agents together", async () => {
    const spent = (usages: readonly { readonly input: number; readonly output: number }[]) =>
      usages.reduce((sum, { input, output }) => sum + (input * 30 + output * 150) / 1e6, 0);
    const prices = ["ada", "boole", "curie"].flatMap((name) => ["--price", `demo/${name}=30/150`]);
    const { code, stderr, log } = await demo("--max-cost", "0.9", "--max-output-tokens", "1000", ...prices);
    expect(code).toBe(14);
    expect(stderr).toContain("(--max-cost)");
    const usages = ofType(log.records, "usage").map(({ usage }) => usage);
    expect(spent(usages)).toBeLessThanOrEqual(0.9);
    // Nor is it so careful that the money is of no use.
    expect(spent(usages)).toBeGreaterThan(0.4);
    const logged = usages.reduce((sum, { cost_usd }) => sum + (cost_usd ?? Number.NaN), 0);
    expect(logged).toBeCloseTo(spent(usages), 9);
    expect(stderr).toMatch(new RegExp(`^total .*\\$${logged.toFixed(2)}$`, "m"));
  });

  it("[LIMIT-2] --max-cost is kept with models behind HTTP too", async () => {
    const more = (_: unknown, turn: number): Step => [["append", { text: `More, ${turn}.` }], ["push"]];
    const stage = await openVendors({ responses: Array.from({ length: 40 }, more) });
    const prices = ["openai/gpt-6-sol", "anthropic/claude-opus-5-5", "openrouter/some/model"];
    const limits = ["--max-cost", "0.4", "--max-output-tokens", "50"];
    const args = [...stage.args, ...limits, ...prices.flatMap((model) => ["--price", `${model}=20/100`]), "Tea"];
    const { code, log } = await runCli(args, stage.env);
    const usages = ofType(log.records, "usage").map(({ usage }) => usage);
    const spent = usages.reduce((sum, { cost_usd }) => sum + (cost_usd ?? Number.NaN), 0);
    expect(code).toBe(14);
    expect(spent).toBeLessThanOrEqual(0.4);
    expect(spent).toBeGreaterThan(0.2);
  });

  it("[LIMIT-3] --max-cost with a model of unknown price is refused, with the flag that sets one", async () => {
    const { code, stdout, stderr } = await runCli(["--max-cost", "1", "-m", "openai/no-such-model", "Mars"], KEY);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      /^llm-chat: the price of openai\/no-such-model is unknown, .*--price openai\/no-such-model=/,
    );
  });
});

describe("a folder of personas", () => {
  it("[CLI-11] --exp-dir: everybody in it talks", async () => {
    const folder = join(testFolder(), "office");
    mkdirSync(folder);
    for (const [username, interest] of [
      ["Jim", "pranks"],
      ["Dwight", "beets"],
      ["Ángela", "cats, 猫"],
    ] as const)
      writeFileSync(join(folder, `${username}.json`), JSON.stringify({ username, interest }));
    const { code, stdout, log } = await demo("--exp-dir", folder);
    expect([0, 10]).toContain(code);
    expect(logProblems(log.records)).toEqual([]);
    for (const name of ["Jim", "Dwight", "Ángela"]) expect(stdout).toMatch(new RegExp(`^${name} +\\| [^»~<>]`, "m"));
  });
});
