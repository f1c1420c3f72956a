import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../chatroom/index.ts";
import { RoomFeed } from "./room-feed.ts";

const event = (seq: number): RoomEvent => ({ seq, timestamp: "", type: "nudge", participant: "Ada" });

function listen() {
  const feed = new RoomFeed();
  const heard: number[] = [];
  feed.subscribe(({ seq }) => heard.push(seq));
  return { heard, hear: (...seqs: number[]) => seqs.forEach((seq) => feed.hear(event(seq))) };
}

describe("RoomFeed", () => {
  it("[VENUE-1] what two seats hear is told once, in order, whoever is first", () => {
    const { heard, hear } = listen();
    hear(5, 5, 6, 7, 6, 7, 8);
    expect(heard).toEqual([5, 6, 7, 8]);
  });

  it("[VENUE-1] who came later and is ahead waits for the one that is behind", () => {
    const { heard, hear } = listen();
    hear(1, 2, 5, 6);
    expect(heard).toEqual([1, 2]);
    hear(3, 4);
    expect(heard).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("[VENUE-1] a seat that is gone for good does not silence the others", () => {
    const { heard, hear } = listen();
    hear(1);
    for (let seq = 10; seq <= 10 + RoomFeed.patience; seq++) hear(seq);
    expect(heard[1]).toBe(10);
    expect(heard.length).toBe(RoomFeed.patience + 2);
  });
});
