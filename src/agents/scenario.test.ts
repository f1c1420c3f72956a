import { describe, expect, it } from "vitest";
import { readScenario } from "./scenario.ts";

const problemsOf = (data: unknown) => {
  const result = readScenario(data);
  return result.ok ? [] : result.problems;
};

describe("readScenario", () => {
  it("takes everything a scenario can say", () => {
    const scenario = {
      topic: "Tea",
      msg: "Be brief.",
      constant_msg: "Go on.",
      agents: [
        { name: "Ada", model: "demo/ada", persona: "Exact.", knowledge: "A secret.", goal: "Win.", reasoning: "low" },
      ],
      floor: "stick",
      append_limit: 200,
      interrupt: "eager",
      plain_text: "ignore",
      limits: { messages: 5, turns: 0, minutes: 1.5, tokens: 1000, cost_usd: 0.5, nudges: 0 },
      reasoning: "high",
      max_output_tokens: 1000,
      seed: 7,
      speed: 50,
    };
    expect(readScenario(scenario)).toEqual({ ok: true, value: scenario });
  });

  it("joins a list of things an agent knows, a line each", () => {
    const result = readScenario({ agents: [{ name: "Ada", knowledge: ["It rained.", "The door was open."] }] });
    expect(result.ok && result.value.agents?.[0]?.knowledge).toBe("It rained.\nThe door was open.");
  });

  it("names the place of an unknown key, and the key that was probably meant", () => {
    expect(
      problemsOf({ topc: "Tea", agents: [{ name: "Ada" }, { name: "Bob", persna: "x" }], limits: { mesages: 3 } }),
    ).toEqual([
      'agents[1]: unknown key "persna"; did you mean "persona"?',
      'limits: unknown key "mesages"; did you mean "messages"?',
      'unknown key "topc"; did you mean "topic"?',
    ]);
  });

  it("lists the known keys where none is near", () => {
    expect(problemsOf({ limits: { zzz: 3 } })[0]).toContain("known are messages, turns, minutes");
  });

  it("says what a value must be", () => {
    expect(problemsOf({ floor: "closed", append_limit: 0, agents: [{ model: 5 }], speed: 0 })).toEqual([
      "agents[0].model: must be text (put it in quotes)",
      "floor: must be one of open, stick",
      "append_limit: must be a whole number from 1 to 100000",
      "speed: must be more than 0",
    ]);
  });

  it("refuses two agents of one name, and a file that is no object", () => {
    expect(problemsOf({ agents: [{ name: "Ada" }, { name: "Ada" }] })).toEqual([
      'agents: two of them are called "Ada"',
    ]);
    expect(problemsOf("just words")).toHaveLength(1);
    expect(problemsOf(null)).toHaveLength(1);
  });
});
