import { describe, expect, it } from "vitest";
import type { RoomEvent } from "./protocol.ts";
import { KEEP_ALL, RecentEvents } from "./recent-events.ts";

const notice = (seq: number): RoomEvent => ({ seq, timestamp: "", type: "nudge", participant: "Ada" });
const message = (seq: number, content: string): RoomEvent => ({
  ...{ seq, timestamp: "", type: "message", message_id: "", sender_id: "", sender: "Ada" },
  ...{ content, push_id: "", expected_seq: null },
});
const seqs = (events: readonly RoomEvent[]) => events.map(({ seq }) => seq);

describe("RecentEvents", () => {
  it("[ROOM-13] keeps all where nothing else is said, and gives what comes after a seq", () => {
    const recent = new RecentEvents(KEEP_ALL);
    expect([recent.lastSeq, recent.oldestSeq, recent.after(0)]).toEqual([0, 1, []]);
    for (let seq = 1; seq <= 5; seq++) recent.add(notice(seq));
    expect(seqs(recent.after(0))).toEqual([1, 2, 3, 4, 5]);
    expect(seqs(recent.after(3))).toEqual([4, 5]);
    expect(seqs(recent.after(1, 2))).toEqual([2, 3]);
    expect(recent.after(5)).toEqual([]);
    expect(recent.after(99)).toEqual([]);
  });

  it("[ROOM-13] keeps the newest events where they are too many, over and over", () => {
    const recent = new RecentEvents({ events: 3, characters: Infinity });
    for (let seq = 1; seq <= 5_000; seq++) recent.add(notice(seq));
    expect(recent.oldestSeq).toBe(4_998);
    expect(seqs(recent.after(0))).toEqual([4_998, 4_999, 5_000]);
    expect(seqs(recent.after(4_999))).toEqual([5_000]);
  });

  it("[ROOM-13] keeps as many characters as are allowed, and always the newest event", () => {
    const recent = new RecentEvents({ events: Infinity, characters: 10 });
    for (let seq = 1; seq <= 4; seq++) recent.add(message(seq, "12345"));
    expect(seqs(recent.after(0))).toEqual([3, 4]);
    recent.add(message(5, "x".repeat(50)));
    expect(seqs(recent.after(0))).toEqual([5]);
    recent.add(notice(6));
    expect(seqs(recent.after(0))).toEqual([6]);
  });
});
