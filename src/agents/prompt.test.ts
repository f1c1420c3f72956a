import { describe, expect, it } from "vitest";
import { firstInstruction, systemPrompt } from "./prompt.ts";
import { AGENT_ACTIONS } from "./tools.ts";

describe("systemPrompt", () => {
  it("says who is who, how to speak and listen, and what only this agent is told", () => {
    const text = systemPrompt({
      name: "Ada",
      others: ["Bob", "Eve"],
      persona: "A poet.",
      knowledge: "The butler.",
      goal: "Win.",
    });
    for (const part of [
      "You are Ada",
      "Bob, Eve",
      "A poet.",
      "The butler.",
      "Win.",
      "append",
      "push",
      "check",
      "undo",
      "reset",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("talking_stick");
    expect(text.length).toBeLessThan(2_500);
  });

  it("leaves out what is not given, and speaks of the stick only where it is needed", () => {
    const text = systemPrompt({ name: "Ada", others: [], persona: " ", floor: "stick", appendLimit: 50 });
    expect(text).not.toContain("Who you are");
    expect(text).toContain("talking_stick");
    expect(text).toContain("50 characters");
  });

  it("names no action that does not exist", () => {
    const named = systemPrompt({ name: "Ada", others: [], floor: "stick" }).match(/\b[a-z]+_[a-z]+\b/g) ?? [];
    for (const name of named) expect(AGENT_ACTIONS.has(name)).toBe(true);
  });
});

describe("firstInstruction", () => {
  it("gives the topic, and the words of the user in place of the usual ones", () => {
    expect(firstInstruction({ topic: "Bees" })).toMatch(/^The topic: Bees\n/);
    expect(firstInstruction({ topic: "Bees", message: "Talk." })).toBe("The topic: Bees\nTalk.");
    expect(firstInstruction({ message: "Talk." })).toBe("Talk.");
  });
});
