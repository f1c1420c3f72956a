import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeHost } from "../../../test/fakes/cli-host.ts";
import type { StopReason } from "../../agents/types.ts";
import type { CliHost } from "../host.ts";
import type { RunConversation, RunPlan } from "../run-plan.ts";
import { type RunInput, run } from "./run.ts";

const input = (more: Partial<RunInput> = {}): RunInput => ({
  topic: ["Tea", "or", "coffee?"],
  literal: [],
  options: {},
  commands: ["models", "doctor", "help"],
  ...more,
});

/** A conversation that only notes what it was given. */
function conversation(end: StopReason = "quit") {
  const calls: { plan: RunPlan; host: CliHost }[] = [];
  const converse: RunConversation = (plan, host) => {
    calls.push({ plan, host });
    return Promise.resolve(end);
  };
  return { calls, converse };
}

describe("run", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "llm-chat-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each<[StopReason, number]>([
    ["all_waiting", 0],
    ["quit", 0],
    ["agents_failed", 3],
    ["max_messages", 10],
    ["max_turns", 11],
    ["max_minutes", 12],
    ["max_tokens", 13],
    ["max_cost", 14],
    ["loop", 15],
    ["interrupted", 130],
    ["terminated", 143],
  ])("ends with the exit code of its reason: %s is %i", async (reason, code) => {
    const { converse, calls } = conversation(reason);
    expect(await run(input(), fakeHost(), converse)).toBe(code);
    expect(calls[0]?.plan.topic).toBe("Tea or coffee?");
  });

  it("takes words behind -- as topic, whatever they look like", async () => {
    const { converse, calls } = conversation();
    await run(input({ topic: [], literal: ["models"] }), fakeHost(), converse);
    await run(input({ topic: ["on"], literal: ["--help"] }), fakeHost(), converse);
    expect(calls.map(({ plan }) => plan.topic)).toEqual(["models", "on --help"]);
  });

  it("takes a mistyped command for a topic only where more is said", async () => {
    const { converse, calls } = conversation();
    await expect(run(input({ topic: ["modles"] }), fakeHost(), converse)).rejects.toThrow('did you mean "models"?');
    await run(input({ topic: ["modles", "of", "ships"] }), fakeHost(), converse);
    await run(input({ topic: ["philosophy"] }), fakeHost(), converse);
    expect(calls).toHaveLength(2);
  });

  it("hides the key of a variable whose name does not say that it is one", async () => {
    await writeFile(path.join(folder, "mine.yaml"), "models:\n  mine: {provider: openai, model: x, key_env: MY_BOX}\n");
    const { converse, calls } = conversation();
    const options = { config: "mine.yaml", model: ["mine"] };
    await run(input({ options }), fakeHost({ cwd: folder, env: { MY_BOX: "plainwords0123" } }), converse);
    expect(calls[0]?.plan.secrets()).toEqual(["plainwords0123"]);
  });

  it("uses the keys of the env file, and hides them where something goes wrong", async () => {
    await writeFile(path.join(folder, "keys"), "OPENAI_API_KEY=key-0123456789\n");
    const options = { envFile: "keys", model: ["openai/gpt-6-sol"] };
    const { converse, calls } = conversation();
    await run(input({ options }), fakeHost({ cwd: folder }), converse);
    expect(calls[0]?.plan.secrets()).toEqual(["key-0123456789"]);
    expect(calls[0]?.host.env["OPENAI_API_KEY"]).toBe("key-0123456789");

    const host = fakeHost({ cwd: folder });
    const fails = () => Promise.reject(new Error("refused key-0123456789"));
    expect(await run(input({ options: { ...options, debug: true } }), host, fails)).toBe(1);
    expect(host.err()).toContain("refused [redacted]");
    expect(host.err()).not.toContain("0123456789");
  });

  it("starts nothing where the plan fails", async () => {
    const { converse, calls } = conversation();
    const host = fakeHost();
    expect(await run(input({ options: { model: ["nobody/x"] } }), host, converse)).toBe(2);
    expect(host.err()).toMatch(/^llm-chat: unknown model "nobody\/x"[^\n]*\n$/);
    expect(calls).toEqual([]);
  });
});
