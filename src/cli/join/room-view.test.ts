import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../../chatroom/index.ts";
import { newRoomView, type RoomItem, type RoomView, roomReducer, WRITING_MS, writersOf } from "./room-view.ts";

const START = Date.UTC(2026, 0, 15, 10, 30);

/** Events of a room that come one a second. */
class Talk {
  #seq: number;

  constructor(seq = 0) {
    this.#seq = seq;
  }

  skip(count: number): void {
    this.#seq += count;
  }

  #event(body: Record<string, unknown>): RoomItem {
    const seq = ++this.#seq;
    const at = START + seq * 1_000;
    const event = { seq, timestamp: new Date(at).toISOString(), ...body };
    return { type: "event", event: event as unknown as RoomEvent, at };
  }

  says = (sender: string, content: string) =>
    this.#event({ type: "message", message_id: "m", sender_id: "u", sender, content, push_id: "", expected_seq: null });
  comes = (participant: string) => this.#event({ type: "joined", participant, participant_id: "u", unread_after: 0 });
  goes = (participant: string) => this.#event({ type: "left", participant });
  waits = (participant: string, seconds: number) => this.#event({ type: "waiting", participant, seconds });
  stick = (participant: string, action: string) => this.#event({ type: "stick", participant, action, epoch: 1 });
}

const fold = (...items: RoomItem[]): RoomView => items.reduce(roomReducer, newRoomView("Me"));
const texts = (view: RoomView) => [...view.lines].map(({ kind, sender, text }) => `${kind} ${sender}: ${text}`);

describe("[PERSON-6] the conversation", () => {
  it("has messages, one's own marked, notices and notes, with their time", () => {
    const talk = new Talk();
    const view = fold(
      talk.comes("Me"),
      talk.says("Ada", "hi"),
      talk.says("Me", "hi"),
      { type: "note", text: "a word", at: START },
      talk.goes("Ada"),
    );
    expect(texts(view)).toEqual([
      "notice : Me has joined the room.",
      "message Ada: hi",
      "message Me: hi",
      "note : a word",
      "notice : Ada has left the room.",
    ]);
    expect([...view.lines].map(({ own }) => own)).toEqual([false, false, true, false, false]);
    expect(view.lines.at(1)?.at).toBe(START + 2_000);
    expect(view.messages).toBe(2);
  });

  it("leaves out what stands beside it: who waits, and where the stick goes", () => {
    const talk = new Talk();
    const view = fold(
      talk.waits("Ada", 8),
      ...["claimed", "granted", "released", "expired"].map((action) => talk.stick("Ada", action)),
      talk.stick("Me", "granted"),
      talk.stick("Me", "expired"),
    );
    expect(texts(view)).toEqual([
      "notice : Ada has claimed the talking stick and wants to speak.",
      "notice : Me held the talking stick for too long; it has been taken back.",
    ]);
  });

  it("says what is missing, from one's own arrival on", () => {
    const talk = new Talk();
    const items = [talk.says("Ada", "long ago")];
    talk.skip(7);
    items.push(talk.says("Ada", "before"), talk.comes("Me"), talk.says("Ada", "first"));
    talk.skip(3);
    items.push(talk.says("Ada", "later"));
    expect(texts(fold(...items)).filter((text) => text.startsWith("note"))).toEqual([
      "note : 3 events of the room were missed: it no longer keeps them.",
    ]);
    const anew = roomReducer(fold(...items), new Talk().says("Ada", "hi"));
    expect(texts(anew).slice(-2)).toEqual([
      "note : The room has begun anew: the server has nothing of what was said before.",
      "message Ada: hi",
    ]);
  });
});

describe("[PERSON-7] somebody", () => {
  it("waits from the notice until they speak, write or go", () => {
    const talk = new Talk(10);
    const waiting = fold(talk.waits("Ada", 2), talk.waits("Bob", 8));
    // Notices 11 and 12 came 11 and 12 s after the start.
    expect([...waiting.waiting]).toEqual([
      ["Ada", START + 9_000],
      ["Bob", START + 4_000],
    ]);
    expect([...roomReducer(waiting, talk.says("Ada", "hi")).waiting.keys()]).toEqual(["Bob"]);
    expect([...roomReducer(waiting, talk.goes("Ada")).waiting.keys()]).toEqual(["Bob"]);
    const writes: RoomItem = { type: "composing", username: "Ada", at: START };
    expect([...roomReducer(waiting, writes).waiting.keys()]).toEqual(["Bob"]);
  });

  it("writes for 6 s after each sign of it, until they have spoken; oneself is not told", () => {
    const talk = new Talk();
    const writes = (username: string, at: number): RoomItem => ({ type: "composing", username, at });
    const view = fold(writes("Ada", START), writes("Bob", START + 3_000), writes("Me", START));
    expect(writersOf(view, START + WRITING_MS - 1)).toEqual(["Ada", "Bob"]);
    expect(writersOf(view, START + WRITING_MS)).toEqual(["Bob"]);
    expect(writersOf(roomReducer(view, talk.says("Bob", "done")), START + 1)).toEqual(["Ada"]);
    const later = roomReducer(view, { type: "tick", at: START + WRITING_MS });
    expect([...later.writing.keys()]).toEqual(["Bob"]);
  });

  it("does not write any more where the sign of it comes after the message", () => {
    const talk = new Talk();
    const said = talk.says("Ada", "hi");
    const sign = (after: number): RoomItem => ({ type: "composing", username: "Ada", at: START + 1_000 + after });
    expect(fold(said, sign(100)).writing.size).toBe(0);
    expect(fold(said, sign(500)).writing.size).toBe(1);
  });

  it("has a colour from when they were first seen, also when others have gone", () => {
    const talk = new Talk();
    const view = fold(
      { type: "present", participants: ["Ada", "Me"] },
      talk.comes("Bob"),
      talk.goes("Ada"),
      talk.says("Eve", "hi"),
    );
    expect(view.known).toEqual(["Ada", "Me", "Bob", "Eve"]);
  });
});
