import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppendList } from "../../src/logging/append-list.ts";
import { countBelow, ListIndex } from "./list-index.ts";

interface Row {
  readonly value: number;
}

const always = () => true;
const isEven = ({ value }: Row) => value % 2 === 0;
const listOf = (...values: readonly number[]) =>
  values.reduce<AppendList<Row>>((list, value) => list.append({ value }), AppendList.EMPTY);

describe("the index of the rows that are shown", () => {
  it("[PAGE-11] looks at each row once as the list grows", () => {
    const seen: number[] = [];
    const index = new ListIndex<Row>(({ value }) => seen.push(value) > 0 && value % 2 === 0);
    let list = listOf(2, 3);
    expect(index.follow(list, always)).toBe(true);
    list = list.append({ value: 4 });
    index.follow(list, always);
    index.follow(list, always);
    expect(index.positions).toEqual([0, 2]);
    expect(seen).toEqual([2, 3, 4]);
  });

  it("[PAGE-11] begins anew with another list, and with the same one gone back", () => {
    const index = new ListIndex(isEven);
    const list = listOf(2, 4, 6);
    index.follow(list, always);
    const before = index.positions;
    index.follow(listOf(1, 2, 3, 4), always);
    expect(index.positions).toEqual([1, 3]);
    index.follow(listOf(2), always);
    expect(index.positions).toEqual([0]);
    expect(before).toEqual([0, 1, 2]);
  });

  it("[PAGE-13] goes through a long list in pieces", () => {
    const index = new ListIndex(isEven);
    const list = listOf(...Array.from({ length: 1_000 }, (_, value) => value));
    let pieces = 0;
    while (!index.follow(list, () => pieces++ % 2 === 0)) expect(index.positions.length).toBeLessThan(500);
    expect(pieces).toBeGreaterThan(4);
    expect(index.positions).toHaveLength(500);
  });

  it("[PAGE-13] lets go of rows that the list has let go of", () => {
    const index = new ListIndex(isEven);
    const list = listOf(2, 3, 4, 6);
    index.follow(list, always);
    index.follow(list.newest(2).append({ value: 8 }), always);
    expect(index.positions).toEqual([2, 3, 4]);
    const late = new ListIndex(isEven);
    expect(late.follow(list.newest(2), always)).toBe(true);
    expect(late.positions).toEqual([2, 3]);
  });

  it("[PAGE-11] counts what is below a place", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), fc.nat(60), (values, place) => {
        const positions = values.toSorted((left, right) => left - right);
        expect(countBelow(positions, place)).toBe(positions.filter((value) => value < place).length);
      }),
    );
  });
});
