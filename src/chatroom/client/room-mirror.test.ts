import { describe, expect, it } from "vitest";
import { failureOf } from "../../../test/fakes/failure-of.ts";
import { message } from "../../../test/fakes/odd-server.ts";
import type { RoomEvent } from "../protocol.ts";
import { RoomMirror, type RoomStart } from "./room-mirror.ts";

const timestamp = "2026-01-15T10:30:00.000Z";
const joined = (seq: number, participant: string): RoomEvent => ({
  type: "joined",
  seq,
  timestamp,
  participant,
  participant_id: `user-${seq}`,
  unread_after: 0,
});

function begun(start: Partial<RoomStart> = {}): RoomMirror {
  const mirror = new RoomMirror();
  const stick = { holder: null, queue: [], epoch: 0 };
  mirror.begin({ after: 4, asOf: 6, policy: "stick", participants: ["Ada"], stick, ...start });
  return mirror;
}

describe("RoomMirror", () => {
  it("[REMOTE-2] what the state has already is kept to be read, and changes nothing", () => {
    const mirror = begun();
    mirror.add(joined(5, "Gone"));
    mirror.add({ type: "left", seq: 6, timestamp, participant: "Gone" });
    mirror.add(joined(7, "Bob"));
    mirror.add({ type: "stick", seq: 8, timestamp, action: "granted", participant: "Bob", epoch: 1 });
    expect(mirror.participants).toEqual(["Ada", "Bob"]);
    expect(mirror.stick).toMatchObject({ holder: "Bob", epoch: 1 });
    expect(mirror.eventsAfter(0).map(({ seq }) => seq)).toEqual([5, 6, 7, 8]);
    expect(() => mirror.add(message(10))).toThrow("event 10 does not follow 8");
  });

  it("[REMOTE-3] says when a seq has arrived; a room that begins anew keeps nobody waiting", async () => {
    const mirror = begun();
    const { signal } = new AbortController();
    const order: string[] = [];
    const wait = (seq: number) => mirror.reached(seq, signal).then(() => order.push(`${seq}`));
    const all = [wait(6), wait(5), wait(4), wait(100)];
    mirror.add(message(5));
    await Promise.all(all.slice(1, 3));
    mirror.add(message(6));
    await all[0];
    expect(order.toSorted()).toEqual(["4", "5", "6"]);
    mirror.begin({ after: 0, asOf: 0, policy: "open", participants: [], stick: mirror.stick });
    await all[3];
  });

  it("[REMOTE-8] waiting ends with the signal, and says why", async () => {
    const mirror = begun();
    const ended = new AbortController();
    const waiting = failureOf(mirror.reached(9, ended.signal));
    ended.abort(new Error("the connection is given up"));
    expect(await waiting).toMatchObject({ message: expect.stringContaining("the connection is given up") });
    await expect(mirror.reached(9, ended.signal)).rejects.toThrow("the connection is given up");
    await mirror.reached(4, ended.signal);
  });

  it("[REMOTE-13] forgets what is long ago", () => {
    const mirror = begun({ after: 0, asOf: 0 });
    for (let seq = 1; seq <= 12_000; seq++) mirror.add(message(seq));
    const kept = mirror.eventsAfter(0);
    expect(kept).toHaveLength(10_000);
    expect(kept[0]?.seq).toBe(2_001);
    for (let seq = 12_001; seq <= 12_200; seq++) mirror.add(message(seq, "x".repeat(100_000)));
    expect(mirror.eventsAfter(0)).toHaveLength(80);
  });
});
