import { describe, expect, it } from "vitest";
import { settle } from "../../test/fakes/manual-clock.ts";
import { WorkQueue } from "./work-queue.ts";

describe("steps that follow each other", () => {
  it("[PAGE-9] are done one after the other, as often as they were asked for, within reason", async () => {
    const queue = new WorkQueue();
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    for (let step = 0; step < 20; step++) {
      queue.add(() => {
        begun.push(step);
        return new Promise<void>((resolve) => ends.push(resolve));
      });
    }
    expect(begun).toEqual([0]);
    for (let end = 0; end < 20; end++) {
      ends[end]?.();
      await settle();
    }
    expect(begun).toHaveLength(13);
    expect(begun).toEqual(begun.toSorted((left, right) => left - right));
  });

  it("[PAGE-9] are forgotten where something else was asked for", async () => {
    const queue = new WorkQueue();
    const begun: number[] = [];
    queue.add(() => Promise.resolve(begun.push(1)));
    queue.add(() => Promise.resolve(begun.push(2)));
    queue.clear();
    await settle();
    queue.add(() => Promise.resolve(begun.push(3)));
    await settle();
    expect(begun).toEqual([1, 3]);
  });
});
