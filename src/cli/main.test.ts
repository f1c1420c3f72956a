import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type FakeHostOptions, fakeHost } from "../../test/fakes/cli-host.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { main } from "./main.ts";
import { VERSION } from "./version.ts";

async function call(line: string | string[], options: FakeHostOptions = {}) {
  const host = fakeHost(options);
  const code = await main(typeof line === "string" ? line.split(" ").filter(Boolean) : line, host);
  return { code, out: host.out(), err: host.err() };
}

describe("--help and --version", () => {
  it("names every option, with examples, the environment and the exit codes", async () => {
    const { code, out, err } = await call("--help");
    expect([code, err]).toEqual([0, ""]);
    for (const option of [
      "model",
      "agents",
      "persona",
      "scenario",
      "exp-dir",
      "msg",
      "constant-msg",
      "base-url",
      "floor",
    ]) {
      expect(out).toContain(`--${option} <`);
    }
    for (const option of [
      "append-limit",
      "interrupt",
      "plain-text",
      "log-dir",
      "seed",
      "speed",
      "price",
      "reasoning",
    ]) {
      expect(out).toContain(`--${option} <`);
    }
    for (const limit of ["messages", "turns", "minutes", "tokens", "cost", "nudges", "output-tokens"]) {
      expect(out).toContain(`--max-${limit} <`);
    }
    for (const part of [
      "--plain ",
      "--json ",
      "--quiet ",
      "--env-file",
      "--config",
      "--debug",
      "Examples:",
      "Environment:",
    ]) {
      expect(out).toContain(part);
    }
    for (const [, meaning] of EXIT_CODES) expect(out).toContain(meaning);
  });

  it("fits a terminal of 80 columns", async () => {
    const { out } = await call("--help", { terminal: { columns: 80, rows: 24 } });
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("loads commander, and nothing else that would cost time", () => {
    expect(packagesOf(path.join(import.meta.dirname, "main.ts"))).toEqual(new Set(["commander"]));
  });

  it("helps with a command too", async () => {
    expect((await call("help doctor")).out).toContain("llm-chat doctor");
    expect((await call("models --help")).out).toContain("which providers are ready");
    expect((await call("ask --help")).out).toMatch(/a accept, r revert.*Examples:/s);
  });

  it("prints the version", async () => {
    expect(await call("--version")).toEqual({ code: 0, out: `${VERSION}\n`, err: "" });
  });
});

describe("what was typed wrongly is one line with the fix, and exit code 2", () => {
  it.each([
    ["--modle x", "unknown option '--modle' (Did you mean --model?)"],
    ["modles", 'unknown command "modles": did you mean "models"? To talk about it anyway: llm-chat -- modles'],
    ["doctro --quiet", 'unknown command "doctro": did you mean "doctor"?'],
    ["hi --model", "argument missing"],
    ["hi --max-cost lots", '--max-cost: "lots" is not a number'],
    ["hi --model openai/gpt-6-sol", "openai/gpt-6-sol needs a key: set OPENAI_API_KEY"],
    ["hi --scenario none.yaml", "--scenario: there is no file none.yaml"],
    ["hi --env-file none", "--env-file: there is no file none"],
    ["models --jsn", "unknown option '--jsn' (Did you mean --json?)"],
    ["models extra", "too many arguments"],
  ])("%s", async (line, message) => {
    const { code, out, err } = await call(line);
    expect(err).toContain(message);
    expect(err).toMatch(/^llm-chat: [^\n]+\n$/);
    expect([code, out]).toEqual([2, ""]);
  });

  it("shows no key that the environment or an env file holds", async () => {
    const { err } = await call(["hi", "-m", "sk-0123456789/x"], { env: { OPENAI_API_KEY: "sk-0123456789" } });
    expect(err).toContain('unknown model "[redacted]/x"');
  });
});

/** The packages that `file` loads before it does anything, by way of its own imports too; types and JSON are free. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  seen.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gm);
  const packages = new Set<string>();
  for (const [, target = ""] of imports) {
    const local = path.resolve(path.dirname(file), target);
    if (!target.startsWith(".")) packages.add(target);
    else if (target.endsWith(".ts") && !seen.has(local)) for (const name of packagesOf(local, seen)) packages.add(name);
  }
  return packages;
}
