import { describe, expect, it } from "vitest";
import { StreamWrap } from "./stream-wrap.ts";

function wrapped(width: number, ...parts: readonly string[]): string {
  const wrap = new StreamWrap(width);
  return parts.map((part) => wrap.push(part)).join("") + wrap.flush();
}

describe("text that grows", () => {
  it("[ASK-3] is broken between words, wherever it is cut", () => {
    const text = "one two three\n  four five  six 金金金金 x";
    const lines = "one two\nthree\n  four\nfive  six\n金金金金\nx";
    expect(wrapped(9, text)).toBe(lines);
    const letters = Array.from(text);
    expect(wrapped(9, ...letters)).toBe(lines);
    expect(wrapped(Infinity, ...letters)).toBe(text);
  });

  it("[ASK-3] a word longer than a line stays whole", () => {
    expect(wrapped(4, "a", "bcdefgh", " i")).toBe("abcdefgh\ni");
  });
});
