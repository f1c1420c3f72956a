import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countCharacters, firstCharacters, lastCharacters } from "./characters.ts";

const FAMILY = "👨‍👩‍👧‍👦";
const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
const characters = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);

/** Text of pieces that stick to their neighbours: marks, joiners, flags, halves of surrogate pairs, CR and LF. */
const sticky = fc
  .array(
    fc.constantFrom(
      "a",
      " ",
      "\r",
      "\n",
      "é",
      "e\u0301",
      "\u0301",
      "漢",
      "한",
      "\u1112",
      "🇩",
      "🇪",
      "👍🏽",
      FAMILY,
      "\u200d",
      "\ud83d",
      "\ude00",
      "\u0600",
      "1",
      "क्ष",
      "สำ",
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(""));

describe("characters", () => {
  it("[DRAFT-2] counts what a person sees as one as one", () => {
    expect(countCharacters("")).toBe(0);
    expect(countCharacters("abc")).toBe(3);
    expect(countCharacters("a\r\nb")).toBe(3);
    expect(countCharacters("e\u0301")).toBe(1);
    expect(countCharacters(`${FAMILY}🇩🇪👍🏽`)).toBe(3);
    expect(countCharacters("漢字")).toBe(2);
  });

  it("[DRAFT-2] the first characters of any text are the beginning of its characters", () => {
    fc.assert(
      fc.property(sticky, fc.nat(70), (text, limit) => {
        expect(firstCharacters(text, limit)).toBe(characters(text).slice(0, limit).join(""));
      }),
    );
  });

  it("[DRAFT-6] the last characters of any text are the end of its characters", () => {
    fc.assert(
      fc.property(sticky, fc.integer({ min: 1, max: 70 }), (text, limit) => {
        expect(lastCharacters(text, limit)).toBe(characters(text).slice(-limit).join(""));
      }),
    );
  });

  it("[DRAFT-6] a flag at the beginning of the end is whole, however long the row of flags before it", () => {
    const text = "🇩🇪".repeat(1_000) + "a";
    expect(lastCharacters(text, 3)).toBe("🇩🇪🇩🇪a");
    expect(lastCharacters("\r\n" + "a".repeat(99), 100)).toBe("\r\n" + "a".repeat(99));
  });
});
