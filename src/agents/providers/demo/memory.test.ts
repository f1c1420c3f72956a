import { describe, expect, it } from "vitest";
import type { HistoryEntry } from "../../types.ts";
import { remember } from "./memory.ts";

const begin: HistoryEntry = {
  role: "user",
  text: "The topic: tea\nZed: not a message\n[system] You are Ada. Also here: Bob.",
};

function turn(...calls: readonly (readonly [name: string, text: string, result: string])[]): HistoryEntry[] {
  return [
    {
      role: "assistant",
      text: "",
      thinking: "",
      tool_calls: calls.map(([name, text], index) => ({
        call_id: `${index}`,
        name,
        arguments: JSON.stringify({ text }),
      })),
    },
    { role: "tool", results: calls.map(([, , text], index) => ({ call_id: `${index}`, text })) },
  ];
}

const after = (...turns: readonly HistoryEntry[][]) => remember([begin, ...turns.flat()], "Ada");
const saidIn = ({ said }: ReturnType<typeof remember>) => said.map(({ sender, text }) => `${sender}: ${text}`);

describe("remember", () => {
  it("puts what was heard and what was sent in the order of the room", () => {
    const memory = after(
      turn(["check", "", "Bob: one\n  and a half"]),
      turn(
        ["append", "two,", "[Server]: Cy has joined the room."],
        ["append", "three", "[system] ok"],
        ["push", "", "[system] ok"],
      ),
      turn(["check", "", "Cy: four"]),
    );
    expect(saidIn(memory)).toEqual(["Bob: one\nand a half", "Ada: two, three", "Cy: four"]);
    expect(memory.freshFrom).toBe(2);
    expect(memory.draft).toEqual([]);
  });

  it("keeps the draft through undo, a refused push and skipped calls", () => {
    const refused = turn(
      ["append", "one", "[system] ok"],
      ["append", "two", "[system] ok"],
      ["undo", "", "[system] ok"],
      ["push", "", "[system] Not sent: others have spoken and you had not seen it.\nBob: wait"],
      ["check", "", "[system] Not run: an earlier call of the same answer did not go through."],
    );
    expect(after(refused)).toMatchObject({ draft: ["one"], refusals: 1, trouble: "unseen", draftPlannedAt: 1 });
    expect(after(refused, turn(["reset", "", "[system] ok"]))).toMatchObject({ draft: [], draftPlannedAt: null });
    expect(after(refused, turn(["push", "", "[system] ok"]))).toMatchObject({ draft: [], refusals: 0, trouble: null });
  });

  it("knows what was cut off a segment", () => {
    const memory = after(
      turn(["append", "it is so, it is not", "[system] msg truncated: current draft suffix: 'Well, it is so,'"]),
    );
    expect(memory).toMatchObject({ draft: ["it is so,"], rest: "it is not", trouble: "cut", cutAt: 9 });
  });

  it("takes a notice for itself only where it is named", () => {
    const nudge = (name: string) =>
      `[Server]: ${name}, everyone is waiting. Say something if you have something to add.`;
    expect(after(turn(["check", "", nudge("Ada")])).nudged).toBe(true);
    expect(after(turn(["check", "", nudge("Adam")])).nudged).toBe(false);
    expect(after(turn(["check", "", `Bob: ${nudge("Ada")}`])).nudged).toBe(false);
    expect(after(turn(["check", "", "[Server]: Ada has the talking stick."])).hasStick).toBe(true);
    expect(after(turn(["check", "", "[Server]: Adam has the talking stick."])).hasStick).toBe(false);
  });

  it("finds the room again in a history that begins anew", () => {
    const fresh: HistoryEntry = {
      role: "user",
      text: "The topic: tea\n[system] Your memory was full, so it begins anew here.\nThe last messages of the room:\nBob: one\nAda: two",
    };
    expect(saidIn(remember([fresh], "Ada"))).toEqual(["Bob: one", "Ada: two"]);
  });
});
