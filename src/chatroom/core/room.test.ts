import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChatError } from "../errors.ts";
import type { EventBody, RoomEvent } from "../protocol.ts";
import { decide, type RoomCommand } from "./decide.ts";
import { emptyFloor } from "./floor.ts";
import { apply, emptyRoom, lastMessageOfOthers, type RoomState, unreadAfter } from "./room.ts";

const timestamp = "2026-01-15T10:30:45.123Z";
const at = (seq: number, body: EventBody): RoomEvent => ({ seq, timestamp, ...body });
const said = (seq: number, sender: string): RoomEvent =>
  at(seq, {
    type: "message",
    message_id: `msg-${seq}`,
    sender_id: sender,
    sender,
    content: "",
    push_id: `${seq}`,
    expected_seq: null,
  });
const fold = (policy: "open" | "stick", events: readonly RoomEvent[]): RoomState =>
  events.reduce(apply, emptyRoom(policy));

const name = fc.constantFrom("Ada", "Bob", "ada", "Al", "AI", "ai");
const command: fc.Arbitrary<RoomCommand> = fc.oneof(
  fc.record({ type: fc.constant("join" as const), name }),
  fc.record({ type: fc.constant("leave" as const), participant: name }),
  fc.record({ type: fc.constant("claim" as const), participant: name }),
  fc.record({ type: fc.constant("release" as const), participant: name }),
  fc.record({ type: fc.constant("expire" as const) }),
  fc.record({ type: fc.constant("waiting" as const), participant: name, seconds: fc.nat(64) }),
  fc.record({ type: fc.constant("nudge" as const), participant: name }),
  fc.record({ type: fc.constant("announce" as const), content: fc.string() }),
  fc.record({
    type: fc.constant("push" as const),
    participant: name,
    content: fc.string(),
    push_id: fc.nat(20).map((n) => `push-${n}`),
    expected_seq: fc.option(fc.nat(40)),
    epoch: fc.option(fc.integer({ min: 1, max: 5 })),
  }),
);

describe("a room", () => {
  it("[ROOM-1] is a fold: the events of any commands, read again from a journal, make the same room", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("open" as const, "stick" as const),
        fc.array(command, { maxLength: 80 }),
        (policy, commands) => {
          const room = emptyRoom(policy);
          const events: RoomEvent[] = [];
          for (const one of commands) {
            try {
              const decision = decide(room, emptyFloor(), one);
              if (decision.type !== "accepted") continue;
              for (const body of decision.events) {
                const event = at(room.lastSeq + 1, body);
                apply(room, event);
                events.push(event);
              }
            } catch (error) {
              if (!(error instanceof ChatError)) throw error;
            }
          }
          const read = JSON.parse(JSON.stringify(events)) as RoomEvent[];
          expect(fold(policy, read)).toEqual(room);
          const ids = [...room.participants.values()].map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          const { holder, queue } = room.stick;
          for (const one of [...queue, ...(holder === null ? [] : [holder])])
            expect(room.participants.has(one)).toBe(true);
          expect(new Set(queue).size).toBe(queue.length);
          expect(policy === "stick" && holder === null && queue.length > 0).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("[ROOM-2] a gap in the journal is no room", () => {
    expect(() => fold("open", [said(1, "Ada"), said(3, "Ada")])).toThrow(/does not follow 1/);
  });

  it("[PUSH-2] knows the last message of the others for everybody", () => {
    const senders = fc.array(fc.constantFrom("Ada", "Bob", "Cyd"), { maxLength: 12 });
    fc.assert(
      fc.property(senders, fc.constantFrom("Ada", "Bob", "Eve"), (sent, who) => {
        const room = fold(
          "open",
          sent.map((sender, n) => said(n + 1, sender)),
        );
        expect(lastMessageOfOthers(room, who)).toBe(sent.findLastIndex((sender) => sender !== who) + 1);
      }),
    );
  });

  it("[JOIN-2] a newcomer's unread messages begin with the last 20, or with the first", () => {
    const messages = (count: number) => Array.from({ length: count }, (_, n) => said(n + 1, "Ada"));
    expect(unreadAfter(fold("open", []))).toBe(0);
    expect(unreadAfter(fold("open", messages(5)))).toBe(0);
    expect(unreadAfter(fold("open", messages(20)))).toBe(0);
    expect(unreadAfter(fold("open", messages(25)))).toBe(5);
  });
});
