import { describe, expect, it } from "vitest";
import { BoundedMap } from "./bounded-map.ts";

describe("[VERIFY-1] a bounded map", () => {
  it.each([1, 10, 800])("of %d keeps as many of the newest entries, and not many more", (most) => {
    const map = new BoundedMap<number, string>(most);
    for (let key = 1; key <= 5 * most + 3; key++) {
      map.set(key, `${key}`);
      expect(map.size).toBeLessThanOrEqual(most + most / 8);
      for (const kept of [key, key - most + 1]) if (kept > 0) expect(map.get(kept)).toBe(`${kept}`);
    }
    expect(map.has(1)).toBe(false);
    expect([...map].map(([key]) => key)).toEqual([...map].map(([key]) => key).toSorted((one, other) => one - other));
  });
});
