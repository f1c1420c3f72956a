import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { fakeHost } from "../../test/fakes/cli-host.ts";
import { parseOptions } from "./options.ts";
import { makePlan } from "./plan.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../examples");
const FILES = readdirSync(FOLDER).filter((name) => /\.(ya?ml|json)$/.test(name));
const planOf = (file: string, model: string[] = []) =>
  makePlan(
    parseOptions([], { scenario: file, model }),
    fakeHost({ cwd: FOLDER, env: { OPENAI_API_KEY: "key-0123456789" } }),
  );

describe("examples", () => {
  it("are there", () => {
    expect(FILES).toEqual(
      expect.arrayContaining(["debate.yaml", "murder-party.yaml", "api-design.yaml", "quiet-room.yaml"]),
    );
  });

  it.each(FILES)("%s runs without a key, with agents that all have a name of their own", async (file) => {
    const { agents, topic, limits } = await planOf(file);
    expect(agents.length).toBeGreaterThanOrEqual(2);
    expect(new Set(agents.map(({ provider }) => provider.wire))).toEqual(new Set(["demo"]));
    expect(topic).not.toBe("");
    expect(limits.messages).toBeLessThanOrEqual(100);
  });

  it.each(FILES)("%s runs with other models by --model alone", async (file) => {
    const { agents } = await planOf(file, ["openai/gpt-6-sol"]);
    expect(new Set(agents.map(({ displayModel }) => displayModel))).toEqual(new Set(["openai/gpt-6-sol"]));
  });

  it("the murder party has one murderer, and everybody knows something", async () => {
    const { agents } = await planOf("murder-party.yaml");
    expect(agents.filter(({ knowledge }) => knowledge?.includes("You are the murderer"))).toHaveLength(1);
    expect(agents.every(({ knowledge, goal }) => knowledge !== null && goal !== null)).toBe(true);
  });
});
