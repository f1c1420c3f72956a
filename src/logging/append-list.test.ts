import { describe, expect, it } from "vitest";
import { AppendList } from "./append-list.ts";

function listOf(count: number): AppendList<number> {
  let list: AppendList<number> = AppendList.EMPTY;
  for (let index = 0; index < count; index++) list = list.append(index);
  return list;
}

describe("AppendList", () => {
  it.each([0, 1, 255, 256, 257, 512, 1000])("holds %i items in order, over chunk borders", (count) => {
    const list = listOf(count);
    expect(list.length).toBe(count);
    expect([...list]).toEqual(Array.from({ length: count }, (_, index) => index));
  });

  it("reads from both ends, and nothing beyond them", () => {
    const list = listOf(600);
    expect([list.at(0), list.at(255), list.at(256), list.at(599)]).toEqual([0, 255, 256, 599]);
    expect([list.at(-1), list.at(-600)]).toEqual([599, 0]);
    expect([list.at(600), list.at(-601)]).toEqual([undefined, undefined]);
    expect(AppendList.EMPTY.at(-1)).toBeUndefined();
  });

  it("leaves earlier states as they were, also when two lists grow from one", () => {
    const base = listOf(256);
    const one = base.append(1);
    const two = base.append(2).append(3);
    expect([base.length, one.length, two.length]).toEqual([256, 257, 258]);
    expect([one.at(-1), two.at(-2), two.at(-1)]).toEqual([1, 2, 3]);
  });

  it("keeps the newest 65,536 at least, and twice that at most; each keeps its index", () => {
    const list = listOf(300_000);
    const kept = [...list];
    expect(list.length).toBe(300_000);
    expect(kept.length).toBeGreaterThanOrEqual(65_536);
    expect(kept.length).toBeLessThanOrEqual(131_072);
    expect([kept[0], kept.at(-1)]).toEqual([list.start, 299_999]);
    expect([list.at(list.start), list.at(list.start - 1), list.at(-1), list.at(300_000)]).toEqual([
      list.start,
      undefined,
      299_999,
      undefined,
    ]);
    const newest = list.newest(1_000);
    expect([newest.length, newest.start, newest.at(-1), newest.at(newest.start)]).toEqual([
      300_000, 299_000, 299_999, 299_000,
    ]);
    expect([...listOf(10).newest(30)]).toHaveLength(10);
    expect(newest.append(1).at(-1)).toBe(1);
    expect(list.at(-1)).toBe(299_999);
  });
});
