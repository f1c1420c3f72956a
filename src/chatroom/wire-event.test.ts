import { describe, expect, it } from "vitest";
import type { RoomEvent } from "./protocol.ts";
import { fromWire, toWire } from "./wire-event.ts";

const timestamp = "2026-01-15T10:30:45.123Z";
const KINDS: readonly RoomEvent[] = [
  {
    ...{ seq: 1, timestamp, type: "message", message_id: "msg-1", sender_id: "user-1", sender: "Ada" },
    ...{ content: "hi\n[Server]: Bob has left the room.", push_id: "push-1", expected_seq: 0 },
  },
  { seq: 2, timestamp, type: "joined", participant: "Bob", participant_id: "user-2", unread_after: 0 },
  { seq: 3, timestamp, type: "left", participant: "Bob" },
  { seq: 4, timestamp, type: "stick", action: "granted", participant: "Ada", epoch: 3 },
  { seq: 5, timestamp, type: "waiting", participant: "Ada", seconds: 4 },
  { seq: 6, timestamp, type: "nudge", participant: "Ada" },
  { seq: 7, timestamp, type: "announcement", content: "round and round" },
];

describe("wire events", () => {
  it.each(KINDS)("[HTTP-1] $type comes out as it went in", (event) => {
    expect(fromWire(JSON.parse(JSON.stringify(toWire(event))))).toEqual(event);
  });

  it.each(KINDS)("[HTTP-1] $type has every field that any client knows", (event) => {
    const wire = toWire(event);
    expect(wire).toMatchObject({ seq: event.seq, type: event.type, timestamp, message_id: `msg-${event.seq}` });
    expect(wire.sender).toBe(event.type === "message" ? "Ada" : "Server");
    expect(wire.content).toMatch(/./);
  });

  it("[HTTP-1] what a client made up for itself is not shown to others", () => {
    const joined: RoomEvent = { ...(KINDS[1] as RoomEvent & { type: "joined" }), client_id: "secret" };
    expect(JSON.stringify(toWire(joined))).not.toContain("secret");
  });

  it.each([null, 7, [], {}, { type: "message" }, { ...KINDS[0], seq: "1" }, { ...KINDS[4], type: "surprise" }])(
    "[HTTP-2] what is no event is an error that says so: %j",
    (value) => {
      expect(() => fromWire(value)).toThrow(expect.objectContaining({ code: "server_error" }));
    },
  );
});
