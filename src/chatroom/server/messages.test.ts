import { afterEach, describe, expect, it } from "vitest";
import { type AppStage, closeApps, openApp, refusal } from "../../../test/fakes/app-stage.ts";
import { DeferredJournal } from "../../../test/fakes/deferred-journal.ts";
import { settle } from "../../../test/fakes/manual-clock.ts";
import type { RoomStore } from "../journal/room-store.ts";
import { LIMITS } from "../protocol.ts";

afterEach(closeApps);

const said = (...contents: string[]) => contents.map((content) => ({ type: "message", content }));

/** `username` is refused as often as lends it the floor. */
async function lendFloor(app: AppStage, username: string) {
  for (let n = 0; n < LIMITS.refusalsBeforeFloor; n++) {
    const { status } = await app.post("/send", { username, message: "late", expected_seq: 0 });
    expect(status).toBe(409);
  }
  expect(app.lobby.host.floorHolder).toBe(username);
}

/** A store whose one journal can be made to fail. */
function breakable() {
  const journal = new DeferredJournal();
  const store: RoomStore = {
    list: async () => [],
    open: async (_room, floor) => ({ journal, floor }),
    close: async () => {},
  };
  return { journal, store };
}

describe("POST /send", () => {
  it("[HTTP-9] sends to everybody, and names the message", async () => {
    const app = await openApp();
    await app.meet("Ada", "Bob");
    const { status, body } = await app.post("/send", { username: "Ada", message: "hi" });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      message_id: "msg-3",
      seq: 3,
      timestamp: "2026-01-15T10:30:00.000Z",
      last_seq: 3,
    });
    expect((await app.get("/messages")).body["messages"]).toMatchObject(said("hi"));
  });

  it("[HTTP-9] without expected_seq it goes out whatever has been said", async () => {
    const app = await openApp();
    await app.meet("Ada", "Bob");
    await app.post("/send", { username: "Bob", message: "first" });
    expect(await app.post("/send", { username: "Ada", message: "second" })).toMatchObject({ status: 200 });
  });

  it("[HTTP-9] two identical messages in a row are two; with one push id they are one", async () => {
    const app = await openApp();
    await app.meet("Ada");
    const send = (more: object) => app.post("/send", { username: "Ada", message: "hi", ...more });
    expect((await send({})).body["seq"]).toBe(2);
    expect((await send({})).body["seq"]).toBe(3);
    const first = await send({ push_id: "p" });
    const second = await send({ push_id: "p" });
    expect(second.body).toEqual(first.body);
    expect(app.lobby.host.lastSeq).toBe(4);
  });

  it("[HTTP-10] with expected_seq it is refused where another has spoken since, and brings what was said", async () => {
    const app = await openApp();
    await app.meet("Ada", "Bob");
    await app.post("/send", { username: "Ada", message: "one" });
    await app.post("/send", { username: "Ada", message: "two" });
    await app.post("/send", { username: "Bob", message: "mine" });
    await app.post("/send", { username: "Ada", message: "three" });
    const { status, body } = await app.post("/send", { username: "Bob", message: "hi", expected_seq: 3 });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      success: false,
      reason: "unseen_messages",
      messages: said("two", "three"),
      last_seq: 6,
      error: { code: "unseen_messages" },
    });
    const again = await app.post("/send", { username: "Bob", message: "hi", expected_seq: 6 });
    expect(again).toMatchObject({ status: 200, body: { seq: 7 } });
  });

  it("[HTTP-10] notices and one's own messages do not count", async () => {
    const app = await openApp();
    await app.meet("Ada");
    const { body } = await app.post("/send", { username: "Ada", message: "one", expected_seq: 1 });
    await app.meet("Bob");
    const next = await app.post("/send", { username: "Ada", message: "two", expected_seq: body["seq"] });
    expect(next).toMatchObject({ status: 200 });
  });

  it("[HTTP-10] a newcomer that has seen nothing is shown what is unread to it, not all there is", async () => {
    const app = await openApp();
    await app.meet("Ada");
    for (let n = 1; n <= 30; n++) await app.post("/send", { username: "Ada", message: `m${n}` });
    await app.meet("Bob");
    const { body } = await app.post("/send", { username: "Bob", message: "hi", expected_seq: 0 });
    const { length } = body["messages"] as object[];
    expect(length).toBe(LIMITS.newcomerMessages);
    expect(body["messages"]).toMatchObject(said(...Array.from({ length }, (_, index) => `m${index + 11}`)));
    expect(body["last_seq"]).toBe(32);
  });

  it("[HTTP-10] more than one answer should carry comes in parts, none of it lost", async () => {
    const app = await openApp();
    await app.meet("Bob", "Ada");
    for (let n = 1; n <= 15; n++) await app.lobby.host.push(ofAda(`${n} `.padEnd(100_000, "x"), n));
    const seen: string[] = [];
    for (let expected_seq = 2, status = 409; status === 409; ) {
      const answer = await app.post("/send", { username: "Bob", message: "hi", expected_seq });
      ({ status } = answer);
      if (status === 200) break;
      expect(answer.text.length).toBeLessThan(1_100_000);
      const { messages, last_seq } = answer.body as { messages: { content: string }[]; last_seq: number };
      seen.push(...messages.map(({ content }) => content.trim().split(" ")[0] ?? ""));
      expected_seq = last_seq;
    }
    expect(seen).toEqual(Array.from({ length: 15 }, (_, index) => String(index + 1)));
  });

  it("[HTTP-10] while another has the floor: floor_lent", async () => {
    const app = await openApp();
    await app.meet("Ada", "Bob", "Cid");
    await app.post("/send", { username: "Ada", message: "one" });
    await lendFloor(app, "Bob");
    const { status, body } = await app.post("/send", { username: "Cid", message: "hi", expected_seq: 4 });
    expect({ status, body }).toMatchObject({ status: 409, body: { reason: "floor_lent", messages: [] } });
  });

  it("[HTTP-14] a broadcast waits for the floor; a caller that goes away gives the wait up", async () => {
    const app = await openApp();
    await app.meet("Ada", "Bob");
    await app.post("/send", { username: "Ada", message: "one" });
    await lendFloor(app, "Bob");
    const gone = new AbortController();
    const waiting = app.post("/send", { username: "Ada", message: "given up" }, { signal: gone.signal });
    const patient = app.post("/send", { username: "Ada", message: "patient" });
    await settle();
    gone.abort();
    expect(await waiting).toMatchObject({ status: 409, body: { reason: "floor_lent" } });
    expect(await app.post("/send", { username: "Bob", message: "at last", expected_seq: 3 })).toMatchObject({
      status: 200,
    });
    expect(await patient).toMatchObject({ status: 200, body: { seq: 5 } });
    expect((await app.get("/messages")).body["messages"]).toMatchObject(said("one", "at last", "patient"));
  });

  it("[HTTP-10] in a stick room only its holder sends, also without expected_seq", async () => {
    const app = await openApp({ floor: "stick" });
    await app.meet("Ada", "Bob");
    await app.post("/talking_stick", { username: "Ada" });
    const refused = await app.post("/send", { username: "Bob", message: "hi" });
    expect(refused).toMatchObject({ status: 409, body: { reason: "stick_needed", messages: [] } });
    expect(await app.post("/send", { username: "Ada", message: "hi" })).toMatchObject({ status: 200 });
    expect(await app.post("/send", { username: "Ada", message: "hi" })).toMatchObject({ status: 409 });
  });

  it("[HTTP-10] what the room does not allow: 422 content_policy", async () => {
    const app = await openApp({ allows: (content) => !content.includes("rude") });
    await app.meet("Ada");
    const refused = await app.post("/send", { username: "Ada", message: "rude" });
    expect(refused).toMatchObject({ status: 422, body: { reason: "content_policy", messages: [] } });
  });

  it("[HTTP-10] a room that cannot store: 503 room_read_only; reading goes on, and nothing of the inside is told", async () => {
    const { journal, store } = breakable();
    const app = await openApp({ store });
    const joined = app.post("/register", { username: "Ada" });
    await settle();
    journal.release();
    await joined;
    const sending = app.post("/send", { username: "Ada", message: "lost" });
    await settle();
    journal.break();
    expect(await sending).toMatchObject({ status: 503, body: { reason: "room_read_only" } });
    for (const [path, more] of [
      ["/send", { message: "more" }],
      ["/talking_stick", {}],
      ["/nudge", {}],
      ["/check_event", {}],
    ] as const) {
      const { status, text } = await app.post(path, { username: "Ada", ...more });
      expect({ path, status }).toEqual({ path, status: 503 });
      expect(text).toContain("room_read_only");
      expect(text).not.toContain("the disk is full");
    }
    expect(await app.post("/register", { username: "Bob" })).toMatchObject(refusal("room_read_only"));
    for (const path of ["/composing", "/release", "/unregister"]) {
      expect(await app.post(path, { username: "Ada" }), path).toMatchObject({ status: 200 });
    }
    expect(await app.get("/messages?notices=true")).toMatchObject({ status: 200, body: { last_seq: 1 } });
  });

  it.each([
    ["", "blank"],
    [" \n\t\u3000", "blank"],
    ["x".repeat(100_001), "100000"],
    [null, "message"],
    [7, "message"],
    [["hi"], "message"],
    [undefined, "message"],
  ])("[HTTP-11] %j cannot be sent", async (message, words) => {
    const app = await openApp();
    await app.meet("Ada");
    const { status, body } = await app.post("/send", { username: "Ada", message });
    expect({ status, body }).toMatchObject(refusal("invalid_request"));
    expect((body["error"] as { message: string }).message).toContain(words);
  });

  it.each(["x".repeat(100_000), "👩🏽‍🚀".repeat(20_000), "\ud800 lone, \u0000, \u2028 and \u202e", '{"__proto__": 1}'])(
    "[HTTP-11] what can be sent comes out as it was",
    async (message) => {
      const app = await openApp();
      await app.meet("Ada");
      expect(await app.post("/send", { username: "Ada", message })).toMatchObject({ status: 200 });
      expect((await app.get("/messages")).body["messages"]).toMatchObject(said(message));
    },
  );

  it.each([
    ["expected_seq", -1],
    ["expected_seq", 1.5],
    ["expected_seq", 1e300],
    ["expected_seq", "3"],
    ["expected_seq", true],
    ["push_id", ""],
    ["push_id", 7],
    ["push_id", "x".repeat(201)],
    ["username", {}],
    ["username", undefined],
  ])("[HTTP-5] %s cannot be %j", async (field, value) => {
    const app = await openApp();
    await app.meet("Ada");
    const { status, body } = await app.post("/send", { username: "Ada", message: "hi", [field]: value });
    expect({ status, body }).toMatchObject(refusal("invalid_request"));
    expect((body["error"] as { message: string }).message).toContain(field);
  });
});

describe("GET /messages", () => {
  async function talk(count: number, keep?: { events: number; characters: number }) {
    const app = await openApp(keep ? { keep } : {});
    await app.meet("Ada");
    for (let n = 1; n <= count; n++) await app.post("/send", { username: "Ada", message: `m${n}` });
    return app;
  }

  it("[HTTP-12] pages from the oldest on; more says whether there is more", async () => {
    const app = await talk(5);
    const first = await app.get("/messages?limit=3");
    expect(first.body).toMatchObject({ messages: said("m1", "m2", "m3"), more: true, last_seq: 6, oldest_seq: 1 });
    const second = await app.get("/messages?after=4&limit=3");
    expect(second.body).toMatchObject({ messages: said("m4", "m5"), more: false });
    expect((await app.get("/messages?after=6")).body).toMatchObject({ messages: [], more: false });
    expect((await app.get("/messages?after=3&limit=3")).body).toMatchObject({ more: false });
  });

  it("[HTTP-12] notices come along where they are asked for", async () => {
    const app = await talk(1);
    const { body } = await app.get("/messages?notices=true");
    expect(body["messages"]).toMatchObject([{ type: "joined", sender: "Server" }, { type: "message" }]);
    expect((await app.get("/messages?notices=false")).body["messages"]).toHaveLength(1);
  });

  it("[HTTP-12] a cursor older than what is kept, or of a room that began anew, is answered with resync", async () => {
    const app = await talk(10, { events: 4, characters: 1_000 });
    const kept = { messages: said("m7", "m8", "m9", "m10"), oldest_seq: 8, last_seq: 11 };
    expect((await app.get("/messages?after=3")).body).toMatchObject({ ...kept, resync: true });
    expect((await app.get("/messages?after=12")).body).toMatchObject({ ...kept, resync: true });
    for (const query of ["", "?after=7"]) {
      const { body } = await app.get(`/messages${query}`);
      expect(body).toMatchObject(kept);
      expect(body).not.toHaveProperty("resync");
    }
    expect((await app.get("/messages?after=11")).body).toMatchObject({ messages: [] });
  });

  it("[HTTP-12] one page is never too much for one answer, and never nothing", async () => {
    const app = await openApp();
    await app.meet("Ada");
    for (let n = 1; n <= 12; n++) await app.lobby.host.push(ofAda("x".repeat(300_000), n));
    const { body, text } = await app.get("/messages?limit=1000");
    expect(body["more"]).toBe(true);
    expect(body["messages"]).toHaveLength(3);
    expect(text.length).toBeLessThan(1_100_000);
  });

  it.each([
    "after=-1",
    "after=x",
    "after=1.5",
    "after=1e3",
    "after=99999999999999999",
    "limit=0",
    "limit=1001",
    "limit=x",
    "notices=maybe",
  ])("[HTTP-12] %s makes no sense", async (query) => {
    const app = await openApp();
    expect(await app.get(`/messages?${query}`)).toMatchObject(refusal("invalid_request"));
  });
});

function ofAda(content: string, n: number) {
  return { type: "push", participant: "Ada", content, push_id: `p${n}`, expected_seq: null, epoch: null } as const;
}
