import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellWidth, truncate } from "./cell-width.ts";
import { GrowingWrap, wrap } from "./wrap.ts";

const texts = fc
  .array(
    fc.constantFrom(
      "a",
      "word",
      " ",
      "  ",
      "\n",
      "漢",
      "字。",
      "ｶ",
      "😀",
      "👨‍👩‍👧",
      "e\u0301",
      "🇨🇭",
      "longerword",
      "한글",
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

describe("wrap", () => {
  it("breaks at spaces and drops the space it broke at", () => {
    expect(wrap("the quick brown fox", 9)).toEqual(["the quick", "brown fox"]);
  });

  it("breaks inside a word only when it is longer than a line", () => {
    expect(wrap("a incomprehensible b", 6)).toEqual(["a", "incomp", "rehens", "ible b"]);
  });

  it("keeps empty lines and the indentation of a line", () => {
    expect(wrap("a\n\n  b\n", 10)).toEqual(["a", "", "  b", ""]);
  });

  it("counts cells, not characters, and breaks between wide characters", () => {
    expect(wrap("漢字漢字漢字", 5)).toEqual(["漢字", "漢字", "漢字"]);
    expect(wrap("👨‍👩‍👧👨‍👩‍👧", 2)).toEqual(["👨‍👩‍👧", "👨‍👩‍👧"]);
  });

  it("does not begin a line with a closing mark", () => {
    expect(wrap("漢字漢字。", 8)).toEqual(["漢字漢", "字。"]);
  });

  it("never makes a line wider than asked, but for a lone grapheme that is wider, and loses only spaces", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 24 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines)
          if (line.length > 11 || cellWidth(line) > 2) expect(cellWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(/[ \n]/g, ""));
      }),
    );
  });

  it("wraps a text that grows as it wraps the whole", () => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 8 }), fc.integer({ min: 1, max: 24 }), (parts, width) => {
        const growing = new GrowingWrap();
        let text = "";
        for (const part of parts) {
          text += part;
          const lines = growing.update(text, width).map((line) => text.slice(line.start, line.end));
          expect(lines).toEqual(wrap(text, width));
        }
      }),
    );
  });

  it("starts over when the width changes or the text is another", () => {
    const growing = new GrowingWrap();
    growing.update("some words here", 6);
    expect(growing.update("some words here", 10)).toHaveLength(2);
    expect(growing.update("other", 10)).toHaveLength(1);
  });

  it("is not slowed down by endless combining marks", () => {
    expect(wrap(`a${"\u0301".repeat(50_000)}`, 10).length).toBeLessThan(300);
  });
});

describe("truncate", () => {
  it("cuts by cells and shows that it did", () => {
    expect(truncate("abcdef", 4)).toBe("abc…");
    expect(truncate("漢字漢字", 6)).toBe("漢字…");
    expect(truncate("漢字", 4)).toBe("漢字");
  });
});
