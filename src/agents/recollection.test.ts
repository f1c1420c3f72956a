import { describe, expect, it } from "vitest";
import type { MessageEvent } from "../chatroom/protocol.ts";
import { Recollection } from "./recollection.ts";

const message = (seq: number, content = `m${seq}`): MessageEvent => ({
  seq,
  timestamp: "2026-01-15T10:30:00.000Z",
  type: "message",
  message_id: `id${seq}`,
  sender_id: "b",
  sender: "Bob",
  content,
  push_id: `p${seq}`,
  expected_seq: null,
});

describe("Recollection", () => {
  it("gives the last messages the agent was shown, once each, oldest first", () => {
    const recollection = new Recollection();
    for (let seq = 1; seq <= 500; seq++) {
      recollection.note(message(seq));
      recollection.note(message(seq));
    }
    const last = recollection.last(490).map(({ seq }) => seq);
    expect(last).toEqual(Array.from({ length: 20 }, (_, index) => 471 + index));
  });

  it("never grows beyond what a small context takes", () => {
    const recollection = new Recollection();
    for (let seq = 1; seq <= 20; seq++) recollection.note(message(seq, "x".repeat(50_000)));
    const last = recollection.last(20);
    expect(last.at(-1)?.seq).toBe(20);
    expect(last.reduce((sum, { content }) => sum + content.length, 0)).toBeLessThanOrEqual(6_000);
  });
});
