import { describe, expect, it } from "vitest";
import { HEARD, THOUGHTS, VOICES } from "./phrases/thoughts.ts";
import { ALL_LINES, fill, fits, recognise, THREADS } from "./phrase-book.ts";

const SLOTS = {
  who: "Ann",
  third: "Bob",
  other: "Cy",
  thing: "tea",
  a: "tea",
  b: "rum",
  quote: "words",
  clip: "a sentence",
  handle: "the price",
  deal: "a deal",
  deal2: "a second deal",
};

describe("the phrases", () => {
  it("are many", () => {
    expect(ALL_LINES.length).toBeGreaterThan(250);
    expect(Object.values(THOUGHTS).flat().length).toBeGreaterThan(100);
  });

  it("are told apart by their anchors: a filled line is recognised as itself and as nothing else", () => {
    for (const line of ALL_LINES) expect(recognise(fill(line.text, SLOTS)), line.text).toEqual([line]);
  });

  it("can all be filled, to the last slot", () => {
    const texts = [
      ...ALL_LINES.map(({ text }) => text),
      ...HEARD,
      ...Object.values(THOUGHTS).flat(),
      ...Object.values(VOICES).flat(),
    ];
    for (const text of texts) {
      expect(fits(text, SLOTS), text).toBe(true);
      expect(fill(text, SLOTS)).not.toMatch(/[{}]/u);
    }
  });

  it("have no thread without all of its roles", () => {
    for (const thread of THREADS) {
      for (const role of ["for", "against", "ask", "answer", "doubt", "defend", "add", "settle"] as const) {
        expect(thread[role].length, `${thread.key} ${role}`).toBeGreaterThan(0);
      }
    }
  });

  it("take a value as text: braces in it are not filled again", () => {
    expect(fill("{who}, hello.", { who: "{thing}", thing: "no" })).toBe("{thing}, hello.");
  });
});
