import { describe, expect, it } from "vitest";
import { readTopic } from "./topic.ts";

describe("readTopic", () => {
  it.each([
    ["Should we ban cars from the city centre?", "banning cars from the city centre"],
    ["Should every office have a nap room?", "a nap room"],
    ["Should remote work be the default?", "remote work"],
    ["How do we make meetings shorter?", "making meetings shorter"],
    ["Will AI replace programmers?", "AI replacing programmers"],
    ["What is the best way to learn Rust?", "the best way to learn Rust"],
    ["What should we have for lunch?", "the question of what to have for lunch"],
    ["Design a REST API for a library", "designing a REST API"],
    ["Let's discuss the four-day working week", "the four-day working week"],
    ["Is it OK to lie?", "lying"],
    ["the meaning of life", "the meaning of life"],
    ["pizza", "pizza"],
  ])("makes a noun phrase of %j", (text, thing) => {
    expect(readTopic(text).thing).toBe(thing);
  });

  it.each([
    ["Tabs or spaces?", ["tabs", "spaces"]],
    ["tea vs coffee", ["tea", "coffee"]],
    ["Is it better to rent or to buy a house?", ["renting", "buying a house"]],
  ])("sees the two sides of %j", (text, options) => {
    expect(readTopic(text).options).toEqual(options);
  });

  it.each(["猫は犬より賢いか", "Soll man Autos aus der Stadt verbieten?", "لماذا نحلم؟"])(
    "quotes %s, which it cannot take apart",
    (text) => {
      expect(readTopic(text).thing).toMatch(/^“.{5,}”$/u);
    },
  );

  it.each([
    "",
    "   \n",
    "?!",
    "\u0000\u001b[2J",
    "x".repeat(100_000),
    "👩‍👩‍👧‍👦".repeat(5_000),
    "{who} {thing} $& \\",
    "or or or",
  ])("makes something short and printable of anything", (text) => {
    const { thing, options } = readTopic(text);
    for (const phrase of [thing, ...(options ?? [])]) {
      expect(phrase).toMatch(/\S/u);
      expect(phrase).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect([...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(phrase)].length).toBeLessThanOrEqual(
        80,
      );
    }
  });
});
