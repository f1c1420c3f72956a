import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { logProblems, ofType } from "./support/log-checks.ts";
import { ROOT, runCli } from "./support/run-cli.ts";

const EXAMPLES = readdirSync(join(ROOT, "examples")).filter((name) => /\.(ya?ml|json)$/.test(name));

describe("the examples", () => {
  it.each(EXAMPLES)("%s comes to its end on the demo, and everybody has spoken", async (name) => {
    const { code, stderr, log } = await runCli([
      ...["--scenario", join(ROOT, "examples", name)],
      ...["--quiet", "--seed", "7", "--speed", "500"],
    ]);
    expect(stderr).toBe("");
    expect([0, 10]).toContain(code);
    const { records } = log;
    expect(logProblems(records)).toEqual([]);
    const agents = records[0]?.type === "session_start" ? records[0].metadata["agents"] : [];
    const names = (agents as { name: string }[]).map((agent) => agent.name);
    expect(new Set(ofType(records, "chat").map(({ user }) => user))).toEqual(new Set(names));
  });
});
