import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginOf, endOf, isMarkdown, jointOf, nameText } from "./display-text.ts";

describe("text for the page", () => {
  it("[PAGE-12] is clipped at a word, and says how much is hidden", () => {
    expect(beginOf("one two three", 8)).toEqual({ text: "one two", hidden: 6 });
    expect(beginOf("x".repeat(20), 9)).toEqual({ text: "x".repeat(9), hidden: 11 });
    expect(beginOf("short")).toEqual({ text: "short", hidden: 0 });
    expect(endOf("one two three", 5)).toEqual({ text: "three", hidden: 8 });
  });

  it("[PAGE-12] holds nothing that is obeyed, wherever it is cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, most) => {
        const shown = beginOf(text, most).text + endOf(text, most).text + nameText(text);
        expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
    expect(nameText("")).toBe("(no name)");
    expect(nameText("a\nb")).toBe("a⏎b");
  });

  it("[PAGE-12] is no markdown where a parser would choke on it", () => {
    expect(isMarkdown("# A *message*\n\n- with\n  - a list\n\n> > quoted twice")).toBe(true);
    expect(isMarkdown(`${">".repeat(40)} deep`)).toBe(false);
    expect(isMarkdown(`${"- ".repeat(40)} deep`)).toBe(false);
    expect(isMarkdown("[".repeat(100))).toBe(false);
    expect(isMarkdown("x".repeat(30_000))).toBe(false);
  });

  it("[PAGE-1] puts a space between segments where their script has spaces", () => {
    expect([jointOf("a", "b"), jointOf("a ", "b"), jointOf("a", ", b"), jointOf("", "b")]).toEqual([" ", "", "", ""]);
    expect(jointOf("你", "好")).toBe("");
  });
});
