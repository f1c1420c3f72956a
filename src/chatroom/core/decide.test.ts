import { describe, expect, it } from "vitest";
import type { EventBody, FloorPolicy, RoomEvent } from "../protocol.ts";
import { type Decision, decide, type PushCommand, type RoomCommand } from "./decide.ts";
import { countRefusal, emptyFloor } from "./floor.ts";
import { apply, emptyRoom } from "./room.ts";

/** A room to which commands are put one after the other. */
function roomOf(policy: FloorPolicy, ...names: string[]) {
  const room = emptyRoom(policy);
  const floor = emptyFloor();
  const put = (command: RoomCommand): Decision => {
    const decision = decide(room, floor, command);
    if (decision.type !== "accepted") return decision;
    for (const body of decision.events) {
      const event: RoomEvent = { seq: room.lastSeq + 1, timestamp: "2026-01-15T10:30:45.123Z", ...body };
      apply(room, event);
    }
    return decision;
  };
  for (const name of names) put({ type: "join", name });
  return { room, floor, put };
}

const push = (participant: string, more: Partial<PushCommand> = {}): PushCommand => ({
  type: "push",
  participant,
  content: "hi",
  push_id: `push of ${participant}`,
  expected_seq: null,
  epoch: null,
  ...more,
});

const eventsOf = (decision: Decision): readonly EventBody[] => (decision.type === "accepted" ? decision.events : []);
const idOf = (decision: Decision) =>
  eventsOf(decision).map((event) => event.type === "joined" && event.participant_id)[0];

describe("push", () => {
  it("[PUSH-2] is refused exactly where another's message has a higher seq than the sender was shown", () => {
    const { room, put } = roomOf("open", "Ada", "Bob");
    put(push("Ada"));
    const { lastSeq } = room;
    expect(put(push("Bob", { expected_seq: lastSeq - 1 }))).toEqual({ type: "refused", reason: "unseen_messages" });
    expect(put(push("Ada", { expected_seq: 0, push_id: "second" }))).toMatchObject({ type: "accepted" });
    expect(put(push("Bob", { expected_seq: lastSeq }))).toEqual({ type: "refused", reason: "unseen_messages" });
    expect(put(push("Bob", { expected_seq: lastSeq + 1 }))).toMatchObject({ type: "accepted" });
  });

  it("[PUSH-6] is answered with its first result when it comes again, even where it would be refused now", () => {
    const { put } = roomOf("open", "Ada", "Bob");
    put(push("Ada", { expected_seq: 2 }));
    put(push("Bob"));
    expect(put(push("Ada", { expected_seq: 2 }))).toMatchObject({
      type: "repeated",
      sent: { push_id: "push of Ada", message_id: "msg-3", seq: 3 },
    });
    put({ type: "leave", participant: "Ada" });
    expect(put(push("Ada", { expected_seq: 2 }))).toMatchObject({ type: "repeated" });
    expect(put(push("Bob", { push_id: "push of Ada" }))).toMatchObject({ type: "accepted" });
  });

  it("[JOIN-1] of somebody who is not in the room is misuse", () => {
    const { put } = roomOf("open", "Ada");
    expect(() => put(push("Eve"))).toThrow(/Eve is not in the room; login first/);
  });

  it("[STICK-6] under an epoch that is over is refused, though its sender holds the stick again", () => {
    const { room, put } = roomOf("stick", "Ada", "Bob");
    put({ type: "claim", participant: "Ada" });
    const late = push("Ada", { epoch: room.stick.epoch });
    put({ type: "expire" });
    expect(put(late)).toEqual({ type: "refused", reason: "stick_needed" });
    put({ type: "claim", participant: "Ada" });
    expect(put(late)).toEqual({ type: "refused", reason: "stick_needed" });
    expect(put({ ...late, epoch: room.stick.epoch })).toMatchObject({ type: "accepted" });
  });

  it("[STICK-1] of the holder releases the stick and grants it to the next in the same step", () => {
    const { room, put } = roomOf("stick", "Ada", "Bob", "Cyd");
    put({ type: "claim", participant: "Ada" });
    put({ type: "claim", participant: "Cyd" });
    put({ type: "claim", participant: "Bob" });
    const events = eventsOf(put(push("Ada", { epoch: 1 })));
    expect(
      events.map((event) => (event.type === "stick" ? `${event.action} ${event.participant}` : event.type)),
    ).toEqual(["message", "released Ada", "granted Cyd"]);
    expect(room.stick).toEqual({ holder: "Cyd", epoch: 2, queue: ["Bob"] });
  });

  it("[FLOOR-3] one that would be refused a third time waits where the floor is lent, and so does a broadcast", () => {
    const { floor, put } = roomOf("open", "Ada", "Bob");
    for (let n = 0; n < 3; n++) countRefusal(floor, "Ada", 0);
    expect(put(push("Bob", { expected_seq: 2 }))).toEqual({ type: "refused", reason: "floor_lent" });
    expect(put(push("Bob"))).toEqual({ type: "wait_for_floor" });
    countRefusal(floor, "Bob", 0);
    expect(put(push("Bob", { expected_seq: 2 }))).toEqual({ type: "refused", reason: "floor_lent" });
    countRefusal(floor, "Bob", 0);
    expect(put(push("Bob", { expected_seq: 2 }))).toEqual({ type: "wait_for_floor" });
    expect(put(push("Ada", { expected_seq: 2 }))).toMatchObject({ type: "accepted" });
  });
});

describe("join", () => {
  it("[NAME-2] of a name like one in the room is refused, and says which", () => {
    const { put } = roomOf("open", "Alice", "ADA");
    expect(() => put({ type: "join", name: "AIice" })).toThrow(/cannot be told from Alice/);
    expect(() => put({ type: "join", name: "Ada" })).toThrow(/cannot be told from ADA/);
  });

  it("[NAME-4] who comes back has its id again; no two in the room have one", () => {
    const { put } = roomOf("open");
    const ada = idOf(put({ type: "join", name: "Ada" }));
    const bob = idOf(put({ type: "join", name: "Bob" }));
    expect(new Set([ada, bob]).size).toBe(2);
    put({ type: "leave", participant: "Ada" });
    put({ type: "leave", participant: "Bob" });
    expect(idOf(put({ type: "join", name: "bob" }))).toBe(bob);
    expect(idOf(put({ type: "join", name: "ADA" }))).toBe(ada);
  });

  it("[NAME-4] a name that is like two others, which differ, takes neither's place for good", () => {
    const { put } = roomOf("open", "Al", "ai");
    put({ type: "leave", participant: "Al" });
    put({ type: "leave", participant: "ai" });
    put({ type: "join", name: "AI" });
    expect(() => put({ type: "join", name: "Al" })).toThrow(/cannot be told from AI/);
    put({ type: "leave", participant: "AI" });
    const one = idOf(put({ type: "join", name: "Al" }));
    const other = idOf(put({ type: "join", name: "ai" }));
    const third = idOf(put({ type: "join", name: "Bob" }));
    expect(new Set([one, other, third]).size).toBe(3);
  });
});

describe("other commands", () => {
  it("[ROOM-6] about somebody who is not in the room do nothing", () => {
    const { put } = roomOf("stick", "Ada");
    for (const command of [
      { type: "leave", participant: "Eve" },
      { type: "nudge", participant: "Eve" },
      { type: "waiting", participant: "Eve", seconds: 2 },
      { type: "release", participant: "Eve" },
      { type: "expire" },
    ] as const) {
      expect(put(command)).toEqual({ type: "accepted", events: [] });
    }
  });

  it("[ROOM-7] an announcement is an event of the room itself", () => {
    const { put } = roomOf("open");
    expect(eventsOf(put({ type: "announce", content: "round in circles" }))).toEqual([
      { type: "announcement", content: "round in circles" },
    ]);
  });
});
