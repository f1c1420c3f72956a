import { describe, expect, it } from "vitest";
import { AGENT_ACTIONS, AGENT_TOOLS, expectedArguments, parseArguments } from "./tools.ts";
import type { Action } from "../chatroom/actions.ts";

const action = (name: string): Action => {
  const found = AGENT_ACTIONS.get(name);
  if (!found) throw new Error(`no action ${name}`);
  return found;
};

describe("tools", () => {
  it("are the actions but login, each with the schema of its arguments", () => {
    expect(AGENT_TOOLS.map(({ name }) => name)).toEqual([
      "check",
      "talking_stick",
      "append",
      "undo",
      "push",
      "reset",
      "preview",
    ]);
    expect(AGENT_TOOLS.find(({ name }) => name === "append")?.parameters).toMatchObject({
      type: "object",
      properties: { text: { type: "string" } },
      required: ["text"],
    });
    expect(AGENT_TOOLS.find(({ name }) => name === "push")?.parameters).toMatchObject({
      type: "object",
      properties: {},
    });
  });

  it("say what they expect", () => {
    expect(expectedArguments(action("append"))).toBe("{text: string}");
    expect(expectedArguments(action("check"))).toBe("{timeout?: number}");
    expect(expectedArguments(action("push"))).toBe("{}");
  });

  it("take no text as no arguments, and an object that came as a string", () => {
    expect(parseArguments(action("push"), " ")).toEqual({ ok: true, value: {} });
    expect(parseArguments(action("append"), '"{\\"text\\":\\"a\\"}"')).toEqual({ ok: true, value: { text: "a" } });
  });

  it("refuse what is nested so deep that nobody could write it down again", () => {
    const deep = (levels: number) => `{"text":"[[[","more":${"[".repeat(levels)}${"]".repeat(levels)}}`;
    expect(parseArguments(action("append"), deep(50))).toEqual({ ok: true, value: { text: "[[[" } });
    expect(parseArguments(action("append"), deep(50_000)).ok).toBe(false);
    expect(parseArguments(action("append"), JSON.stringify(deep(50_000))).ok).toBe(false);
  });

  it.each(["{", "[]", "null", '"text"', "7", "{}", '{"text":1}', '{"text":null}'])(
    "refuse %s as arguments of append",
    (written) => {
      expect(parseArguments(action("append"), written).ok).toBe(false);
    },
  );
});
