import { describe, expect, it } from "vitest";
import { span } from "./line.ts";
import { type Anchor, type Paragraphs, scrollBy, scrollToTop, windowOf } from "./scroll.ts";

/** Paragraphs of the given numbers of lines, each line named `item.line`. */
function paragraphs(...counts: number[]): Paragraphs & { asked: Set<number> } {
  const asked = new Set<number>();
  return {
    asked,
    length: counts.length,
    lines(index) {
      asked.add(index);
      return Array.from({ length: counts[index] ?? 0 }, (_, line) => [span(`${index}.${line}`)]);
    },
  };
}

function seen(list: Paragraphs, height: number, anchor: Anchor): string[] {
  const { lines, below } = windowOf(list, height, anchor);
  const texts = lines.map((line) => line[0]?.text ?? "");
  return below > 0 ? [...texts, `+${below}`] : texts;
}

describe("a pane's window", () => {
  const list = paragraphs(2, 0, 3, 1);

  it("shows the end, and asks only for paragraphs in sight", () => {
    const long = paragraphs(...Array.from({ length: 10_000 }, () => 2));
    expect(seen(long, 4, null)).toEqual(["9998.0", "9998.1", "9999.0", "9999.1"]);
    expect(long.asked.size).toBeLessThanOrEqual(3);
  });

  it("shows what there is when it is less than the pane", () => {
    expect(seen(list, 10, null)).toEqual(["0.0", "0.1", "2.0", "2.1", "2.2", "3.0"]);
    expect(seen(paragraphs(), 3, null)).toEqual([]);
  });

  it("shows a new line with the first step up, and says how many follow", () => {
    expect(seen(list, 3, null)).toEqual(["2.1", "2.2", "3.0"]);
    const up = scrollBy(list, 3, null, -1);
    expect(seen(list, 3, up)).toEqual(["2.0", "2.1", "+2"]);
    expect(seen(list, 3, scrollBy(list, 3, up, -1))).toEqual(["0.1", "2.0", "+3"]);
  });

  it("stops at the top, and follows the end again when it comes back to it", () => {
    const top = scrollBy(list, 3, null, -100);
    expect(seen(list, 3, top)).toEqual(["0.0", "0.1", "+4"]);
    expect(scrollToTop(list, 3)).toEqual(top);
    expect(scrollBy(list, 3, top, -5)).toEqual(top);
    let anchor = top;
    for (let step = 0; step < 3; step++) anchor = scrollBy(list, 3, anchor, 1);
    expect(anchor).toBeNull();
    expect(scrollBy(list, 3, null, 1)).toBeNull();
    expect(scrollBy(list, 10, null, -3)).toBeNull();
  });

  it("stays where it is while the list grows", () => {
    const anchor = scrollBy(list, 3, null, -1);
    expect(seen(paragraphs(2, 0, 3, 1, 4, 4), 3, anchor)).toEqual(["2.0", "2.1", "+10"]);
  });

  it("survives a list or a paragraph that became shorter", () => {
    expect(seen(paragraphs(2), 3, { item: 7, line: 4 })).toEqual(["0.0", "0.1"]);
    expect(seen(paragraphs(2, 1, 5), 3, { item: 1, line: 9 })).toEqual(["0.1", "1.0", "+5"]);
  });
});
