import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { Items } from "../../../test/fakes/timeline-items.ts";
import { ViewStore } from "./view-store.ts";

function watched() {
  const clock = new ManualClock();
  const store = new ViewStore(clock);
  let told = 0;
  const unsubscribe = store.subscribe(() => told++);
  return { clock, store, items: new Items(), unsubscribe, told: () => told };
}

describe("ViewStore", () => {
  it("tells its watchers at most 24 times a second, at least 20, however much comes", async () => {
    const { clock, store, items, told } = watched();
    store.push(items.session("Topic", ["Ada"]));
    for (let ms = 0; ms < 2_000; ms += 5) {
      store.push(items.thinks("Ada", "word "));
      await clock.advance(5);
    }
    expect(told()).toBeGreaterThanOrEqual(40);
    expect(told()).toBeLessThanOrEqual(52);
  });

  it("tells at once after a pause, and keeps its snapshot until then", async () => {
    const { clock, store, items, told } = watched();
    store.push(items.session("Topic", ["Ada"]));
    const before = store.getSnapshot();
    expect(before.topic).toBe("");
    await clock.advance(0);
    expect(told()).toBe(1);
    expect(store.getSnapshot().topic).toBe("Topic");
    expect(store.getSnapshot()).toBe(store.getSnapshot());
  });

  it("runs no timer before the conversation and after its end, and one a second between", async () => {
    const { clock, store, items, told } = watched();
    expect(clock.pending).toBe(0);
    store.push(items.session("Topic", ["Ada"]));
    await clock.advance(0);
    expect(clock.pending).toBe(1);
    const before = told();
    await clock.advance(5_000);
    expect(told() - before).toBe(5);
    store.push(items.ended("quit"));
    await clock.advance(100);
    expect(clock.pending).toBe(0);
  });

  it("runs no timer when nobody watches, and then has the latest view", async () => {
    const { clock, store, items, unsubscribe } = watched();
    store.push(items.session("Topic", ["Ada"]));
    unsubscribe();
    expect(clock.pending).toBe(0);
    store.push(items.says("Ada", "hello"));
    expect(clock.pending).toBe(0);
    expect(store.getSnapshot().conversation.length).toBe(1);
  });
});
