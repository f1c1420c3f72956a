import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, runCli } from "./support/run-cli.ts";

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };

describe("--help and --version", () => {
  it("[START-3] are answered alone and beside other options", async () => {
    const [help, short, beside, number] = await Promise.all([
      runCli(["--help"]),
      runCli(["-h"]),
      runCli(["--plain", "--help"]),
      runCli(["--version"]),
    ]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toMatch(/^Usage: llm-chat \[options\] \[topic…\]\n/);
    expect(short.stdout).toBe(help.stdout);
    expect(beside.stdout).toBe(help.stdout);
    expect(number).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("a wrong command line", () => {
  it.each<[string, string[], RegExp]>([
    ["an unknown option", ["--bogus", "Tea"], /--bogus/],
    ["an option without its value", ["--seed"], /--seed/],
    ["a value out of range", ["-n", "0", "Tea"], /--agents: 0 is not a whole number from 1/],
    ["two ways of showing", ["--json", "--plain", "Tea"], /--plain and --json exclude each other/],
    ["an unknown provider", ["--model", "opnai/gpt", "Tea"], /unknown model "opnai\/gpt".*did you mean "openai"/],
    ["a model without its key", ["--model", "openai/gpt-6-sol", "Tea"], /needs a key: set OPENAI_API_KEY/],
    ["an address that is none", ["--base-url", "nowhere", "--model", "x", "Tea"], /--base-url: "nowhere"/],
    ["a file that is not there", ["--scenario", "nope.yaml"], /nope\.yaml/],
    ["a folder that is not there", ["--exp-dir", "nope"], /--exp-dir: there is no folder nope/],
    ["a mistyped command", ["modles"], /did you mean "models"/],
  ])("[CLI-8] %s: exit code 2 and one line that names it", async (_what, args, line) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^llm-chat: [^\n]+\n$/);
    expect(stderr).toMatch(line);
  });

  it("[CLI-9] shows a stack trace to those who ask with --debug only", async () => {
    const { code, stderr } = await runCli(["--debug", "--scenario", "nope.yaml"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^ +at /m);
  });
});

describe("the other commands", () => {
  it("[CLI-10] models and doctor say what is there, as text and as JSON", async () => {
    const [models, json, doctor] = await Promise.all([
      runCli(["models"], { OPENAI_API_KEY: "Zq7-secret-value-of-the-test" }),
      runCli(["models", "--json"], { OPENAI_API_KEY: "Zq7-secret-value-of-the-test" }),
      runCli(["doctor"]),
    ]);
    expect(models.stdout).toMatch(/openai +yes +OPENAI_API_KEY is set/);
    expect(models.stdout).toMatch(/anthropic +no +.*ANTHROPIC_API_KEY/);
    expect(JSON.parse(json.stdout)).toContainEqual(expect.objectContaining({ provider: "openai", ready: true }));
    expect(doctor.stdout).toContain("Node");
    for (const { stdout, stderr } of [models, json, doctor]) expect(stdout + stderr).not.toContain("Zq7");
  });
});
