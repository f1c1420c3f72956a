import { describe, expect, it } from "vitest";
import { type Edit, EMPTY_EDITOR, edit } from "./line-editor.ts";

/** What is left, with `|` where the cursor is. */
function after(...edits: (Edit | string)[]): string {
  const editor = edits.reduce(
    (before, change) => edit(before, typeof change === "string" ? { type: "insert", text: change } : change),
    EMPTY_EDITOR,
  );
  return `${editor.before}|${editor.after}`;
}

describe("edit", () => {
  it("inserts where the cursor is", () => {
    expect(after("held", { type: "left" }, "l", { type: "home" }, "o ", { type: "end" }, "!")).toBe("o helld!|");
  });

  it("moves and deletes by what a person sees as one character", () => {
    expect(after("a👨‍👩‍👧é", { type: "left" }, { type: "left" })).toBe("a|👨‍👩‍👧é");
    expect(after("a👨‍👩‍👧", { type: "backspace" })).toBe("a|");
    expect(after("👨‍👩‍👧b", { type: "home" }, { type: "right" }, { type: "delete" })).toBe("👨‍👩‍👧|");
  });

  it("moves and deletes by words", () => {
    expect(after("one two  ", { type: "delete_word" })).toBe("one |");
    expect(after("one two", { type: "word_left" }, { type: "word_left" })).toBe("|one two");
    expect(after("one two", { type: "home" }, { type: "word_right" })).toBe("one| two");
  });

  it("deletes to either end, and does nothing at the ends", () => {
    expect(after("one two", { type: "word_left" }, { type: "delete_before" })).toBe("|two");
    expect(after("one two", { type: "word_left" }, { type: "delete_after" })).toBe("one |");
    expect(
      after("a", { type: "right" }, { type: "delete" }, { type: "home" }, { type: "left" }, { type: "backspace" }),
    ).toBe("|a");
  });
});
