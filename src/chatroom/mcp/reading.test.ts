import { describe, expect, it } from "vitest";
import { settle } from "../../../test/fakes/manual-clock.ts";
import type { MessageEvent } from "../protocol.ts";
import type { ActionResult, ChatSession } from "../session.ts";
import { Reading } from "./reading.ts";

const message = (seq: number): MessageEvent => ({
  seq,
  timestamp: "2026-01-15T10:30:00.000Z",
  type: "message",
  message_id: `msg-${seq}`,
  sender_id: "user-1",
  sender: "Ada",
  content: `message ${seq}`,
  push_id: `push-${seq}`,
  expected_seq: null,
});

/** A session that has returned everything up to `seen`. */
function reading(seen: number) {
  const session = { seen };
  const result = (...seqs: number[]): ActionResult => {
    session.seen = seqs.at(-1) ?? session.seen;
    return { status: 1, messages: seqs.map(message) };
  };
  return { read: new Reading(session as unknown as ChatSession), session, result };
}

describe("what a host's model has read", () => {
  it("[MCP-6] is all that was returned, where every call is answered", async () => {
    const { read, result } = reading(3);
    expect(read.begin()).toBe(3);
    read.answer(result(4, 5));
    await settle();
    expect(read.begin()).toBe(5);
  });

  it("[MCP-6] is what earlier answers showed, while a call is unanswered", async () => {
    const { read, result } = reading(3);
    read.begin();
    const first = result(4);
    expect(read.begin()).toBe(3);
    read.answer(first);
    // In the same piece as the answer: its host cannot have read that.
    expect(read.begin()).toBe(3);
    await settle();
    expect(read.begin()).toBe(4);
  });

  it("[MCP-6] catches up with what the session was told through another wire, once nothing is unanswered", async () => {
    const { read, session, result } = reading(0);
    read.begin();
    session.seen = 9;
    read.answer(result());
    await settle();
    expect(read.begin()).toBe(9);
  });

  it("[MCP-5] is not what went to a call that was given up: the next answer brings it", async () => {
    const { read, result } = reading(3);
    read.begin();
    read.drop(result(4));
    expect(read.begin()).toBe(3);
    expect(read.answer(result(5)).messages.map(({ seq }) => seq)).toEqual([4, 5]);
    await settle();
    expect(read.begin()).toBe(5);
  });

  it("[MCP-5] goes on after a call that failed", () => {
    const { read, session } = reading(3);
    read.begin();
    read.drop(null);
    session.seen = 4;
    expect(read.begin()).toBe(4);
  });
});
