import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { failureOf } from "../../../test/fakes/failure-of.ts";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { answerJson, frame, message, OddServer, openStream } from "../../../test/fakes/odd-server.ts";
import { ServedRoom } from "../../../test/fakes/served-room.ts";
import { StatusLog } from "../../../test/fakes/status-log.ts";
import type { RoomEvent } from "../protocol.ts";
import { lookUpRoom } from "./look-up-room.ts";
import { RemoteSession } from "./remote-session.ts";

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function openOdd() {
  const server = await OddServer.open();
  cleanUps.push(() => server.close());
  const clock = new ManualClock();
  const log = new StatusLog();
  const session = new RemoteSession({ url: server.url, clock, random: () => 0, onStatus: log.hear });
  cleanUps.push(() => session.leave());
  const heard: RoomEvent[] = [];
  /** Resolves when so many events have been heard. */
  const hears = (count: number) =>
    new Promise<void>((resolve) => {
      session.subscribe(() => heard.length >= count && resolve());
    });
  session.subscribe((event) => heard.push(event));
  return { server, clock, log, session, heard, hears };
}

async function openRoom(options: Parameters<typeof ServedRoom.open>[0] = {}): Promise<ServedRoom> {
  const room = await ServedRoom.open(options);
  cleanUps.push(() => room.close());
  return room;
}

describe("RemoteSession, and a server that is not itself", () => {
  it("[REMOTE-3] what has come before is not told again, whatever the server sends", async () => {
    const { server, session, heard, hears } = await openOdd();
    server.stream = (response) => {
      openStream(response).write(
        frame(message(1), message(2)) + frame(message(2), message(3)) + frame(message(3), message(4)),
      );
    };
    const all = hears(3);
    await session.join("Ada");
    await all;
    expect(heard.map(({ seq }) => seq)).toEqual([2, 3, 4]);
  });

  it("[REMOTE-3] a gap is a fault: the stream begins anew after the last event before it", async () => {
    const { server, clock, log, session, heard, hears } = await openOdd();
    const cursors: (string | null)[] = [];
    server.stream = (response, request) => {
      cursors.push(new URL(request.url ?? "", server.url).searchParams.get("after"));
      openStream(response).write(cursors.length === 1 ? frame(message(2), message(4)) : frame(message(3), message(4)));
    };
    const all = hears(3);
    await session.join("Ada");
    expect(await log.next("reconnecting")).toMatchObject({ reason: "event 4 came after 2" });
    await clock.advance(0);
    await all;
    expect(heard.map(({ seq }) => seq)).toEqual([2, 3, 4]);
    expect(cursors).toEqual(["1", "2"]);
  });

  it("[REMOTE-3] half an event at the end of a stream is no event", async () => {
    const { server, clock, log, session, heard, hears } = await openOdd();
    server.stream = (response) => {
      const whole = frame(message(2)) + frame(message(3));
      if (server.streams === 1) openStream(response).end(whole.slice(0, -1));
      else openStream(response).write(frame(message(3), message(4)));
    };
    const all = hears(3);
    await session.join("Ada");
    await log.next("reconnecting");
    expect(heard.map(({ seq }) => seq)).toEqual([2]);
    await clock.advance(0);
    await all;
    expect(heard.map(({ seq }) => seq)).toEqual([2, 3, 4]);
  });

  for (const [what, bytes] of [
    ["an event of another shape", frame({ seq: 2, type: "message" })],
    ["no JSON", "data: [{\n\n"],
    ["no list", "data: {}\n\n"],
    ["no UTF-8", Buffer.from([0x64, 0xff, 0xfe, 0x0a])],
  ] as const) {
    it(`[REMOTE-8] ${what}, again and again, is said and then given up`, async () => {
      const { server, clock, log, session } = await openOdd();
      server.stream = (response) => void openStream(response).write(bytes);
      await session.join("Ada");
      const waiting = failureOf(session.check({ timeout: 600_000 }));
      for (let attempt = 1; attempt <= 4; attempt++) {
        expect(await log.next("reconnecting")).toMatchObject({ attempt });
        await clock.advance(0);
      }
      const { error } = await log.next("broken");
      expect(error.message).toMatch(/^what the server sends after event 1 cannot be understood \(.+\): check that/);
      expect(error.message).not.toContain("\n");
      expect(server.streams).toBe(5);
      expect(await waiting).toMatchObject({ code: "server_error" });
    });
  }

  it("[REMOTE-3] what is no event stream is asked for again, and the pause is what the server asked for at least", async () => {
    const { server, clock, log, session } = await openOdd();
    server.stream = (response) => {
      if (server.streams === 1) openStream(response).end("retry: 700\n\n");
      else if (server.streams === 2) response.writeHead(200, { "content-type": "text/html" }).end("<p>Sign in</p>");
      else if (server.streams === 3) response.writeHead(503, { "retry-after": "9" }).end();
      else openStream(response);
    };
    await session.join("Ada");
    expect(await log.next("reconnecting")).toMatchObject({ reason: "the server ended the stream", retryInMs: 700 });
    await clock.advance(700);
    expect(await log.next("reconnecting")).toMatchObject({ retryInMs: 700, attempt: 2 });
    await clock.advance(700);
    expect(await log.next("reconnecting")).toMatchObject({ reason: "the server answered 503", retryInMs: 9_000 });
    await clock.advance(9_000);
    await log.next("connected");
  });

  it("[REMOTE-1] another server is said to be one", async () => {
    const { server, session } = await openOdd();
    await session.join("Ada");
    server.other = (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<p>Welcome</p>");
    await expect(session.append("hello?")).rejects.toMatchObject({ code: "server_error" });
    await expect(session.append("hello?")).rejects.toThrow(/is that an llm-chat server\?/);
    server.other = (response) => answerJson(response, 200, { ok: true });
    await expect(session.append("hello?")).rejects.toMatchObject({ code: "server_error" });
    await expect(lookUpRoom({ url: server.url })).rejects.toMatchObject({ code: "server_error" });
  });

  it("[REMOTE-1] one that sends on to another address is not followed: that address is named", async () => {
    const { server, session } = await openOdd();
    await session.join("Ada");
    const asked: (string | undefined)[] = [];
    server.other = (response, { method }) => {
      asked.push(method);
      response.writeHead(301, { location: `${server.url.replace("http:", "https:")}/elsewhere` }).end();
    };
    await expect(lookUpRoom({ url: server.url })).rejects.toThrow(/sends on to https:\/\/127\.0\.0\.1:\d+: give the/);
    await expect(session.append("hello?")).rejects.toMatchObject({ code: "server_error" });
    expect(asked).toEqual(["GET", "POST"]);
  });

  it("[REMOTE-1] what speaks another protocol is said to", async () => {
    const { server } = await openOdd();
    const secure = server.url.replace("http:", "https:");
    await expect(lookUpRoom({ url: secure })).rejects.toThrow(/\(it speaks no https; try http:\/\/\)/);
    const other = createServer((socket) =>
      socket
        .on("error", () => {})
        .resume()
        .end("SSH-2.0-OpenSSH_9.6\r\n"),
    );
    await new Promise<void>((resolve) => {
      other.listen(0, "127.0.0.1", resolve);
    });
    cleanUps.push(() => new Promise((resolve) => other.close(resolve)));
    const { port } = other.address() as AddressInfo;
    await expect(lookUpRoom({ url: `127.0.0.1:${port}` })).rejects.toThrow(/\(it speaks no HTTP\)/);
  });

  it("[REMOTE-11] leaving while it registers again ends quietly", async () => {
    const { server, log, session } = await openOdd();
    const unknown = { success: false, error: { code: "not_registered", message: "Ada is not in the room." } };
    server.stream = (response) => answerJson(response, 404, unknown);
    await session.join("Ada");
    await log.next("reconnecting");
    await session.leave();
    expect(session.status).toEqual({ type: "closed" });
  });
});

describe("RemoteSession, and who may enter", () => {
  it("[REMOTE-2] a server that wants a token gets it, and a wrong one is an error that says so", async () => {
    const room = await openRoom({ token: "open-sesame" });
    const session = room.session();
    await session.join("Ada");
    await session.append("hi");
    expect(await session.push()).toMatchObject({ status: 1 });
    expect(await lookUpRoom({ url: room.url, token: "open-sesame" })).toEqual({
      room: "lobby",
      floor: "open",
      participants: ["Ada"],
      last_seq: room.host.lastSeq,
    });
    await expect(room.session({ token: "open" }).join("Eve")).rejects.toMatchObject({ code: "unauthorized" });
    await expect(room.session({ token: undefined }).join("Eve")).rejects.toMatchObject({ code: "unauthorized" });
    await expect(lookUpRoom({ url: room.url })).rejects.toMatchObject({
      code: "unauthorized",
      message: `${room.url} wants a token; give it the server's (token, --token or LLM_CHAT_TOKEN)`,
    });
    await expect(lookUpRoom({ url: room.url, token: "shut" })).rejects.toThrow(/does not take this token; check it/);
  });

  it("[REMOTE-2] a room that is not there, and a name that is none, are errors at once", async () => {
    const room = await openRoom();
    const url = `${room.url}/rooms/nowhere`;
    await expect(room.session({ url }).join("Ada")).rejects.toMatchObject({ code: "unknown_room" });
    const unknown = await failureOf(lookUpRoom({ url }));
    expect(unknown).toMatchObject({ code: "unknown_room" });
    expect(String(unknown)).not.toMatch(/\.$/);
    await expect(room.session().join("[Server]")).rejects.toMatchObject({ code: "invalid_name" });
    await room.session().join("Ada");
    const second = room.session();
    await expect(second.join("Ada")).rejects.toMatchObject({ code: "name_taken" });
    expect(second.status).toEqual({ type: "idle" });
    await second.join("Bea");
    expect(second.participants).toEqual(["Ada", "Bea"]);
  });

  it("[REMOTE-2] a registration whose answer was lost is repeated, and is one participant", async () => {
    const room = await openRoom();
    let registrations = 0;
    const session = room.session({
      async fetch(url, init) {
        const response = await room.clock.fetch(url, init);
        if (!(url as string).endsWith("/register") || ++registrations > 2) return response;
        await response.text();
        throw new TypeError("fetch failed");
      },
    });
    await room.clock.advanceUntil(session.join("Ada"));
    expect(registrations).toBe(3);
    expect(room.host.eventsAfter(0).map(({ type }) => type)).toEqual(["joined"]);
  });

  it("[REMOTE-2] nobody there: a look says so at once, a join waits as long as an action does", async () => {
    const room = await openRoom();
    await room.stop();
    await expect(lookUpRoom({ url: room.url })).rejects.toThrow(/does not answer \(connection refused\): check that/);
    const session = room.session({ giveUpAfterMs: 20_000 });
    const joined = failureOf(session.join("Ada"));
    await room.clock.advance(10_000);
    expect(session.status).toMatchObject({ type: "reconnecting", reason: "connection refused" });
    await room.clock.advance(20_000);
    expect(await joined).toMatchObject({ code: "disconnected" });
    await room.start();
    await session.join("Ada");
    expect(session.participants).toEqual(["Ada"]);
  });

  it("[REMOTE-12] says as it is, nudges, and tells who writes", async () => {
    const room = await openRoom();
    let hear = (_name: string) => {};
    const writer = new Promise<string>((resolve) => {
      hear = (name) => name !== "Ada" && resolve(name);
    });
    const ada = room.session({ onComposing: (name) => hear(name) });
    const bob = room.session();
    await expect(ada.nudge()).rejects.toMatchObject({ code: "not_logged_in" });
    await ada.join("Ada");
    await bob.join("Bob");
    await ada.append("a draft");
    await bob.say("first");
    expect(await ada.say("beside it")).toMatchObject({ type: "sent" });
    expect((await ada.preview()).draft).toBe("a draft");
    const waiting = bob.check();
    await bob.nudge();
    expect((await waiting).messages.at(-1)).toMatchObject({ type: "message", content: "beside it" });
    expect((await bob.check({ timeout: 0 })).messages.at(-1)).toMatchObject({ type: "nudge", participant: "Bob" });
    bob.composing();
    expect(await writer).toBe("Bob");
  });

  it("[REMOTE-12] who calls its push off while the floor is another's is told that it was not sent", async () => {
    const room = await openRoom();
    const [slow, fast] = [room.session(), room.session()];
    await slow.join("Slow");
    await fast.join("Fast");
    await slow.append("slow");
    for (let n = 1; n <= 3; n++) {
      await fast.say(`interruption ${n}`);
      expect(await slow.push()).toMatchObject({ status: 0 });
    }
    const calledOff = new AbortController();
    const said = fast.say("one more", calledOff.signal);
    calledOff.abort();
    expect(await said).toEqual({ type: "refused", reason: "floor_lent" });
    expect(await slow.push()).toMatchObject({ status: 1 });
    expect(room.said.at(-1)).toBe("Slow: slow");
  });
});
