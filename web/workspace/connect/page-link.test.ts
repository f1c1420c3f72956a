/** The connection of the page to work in, with sockets and time that the test moves. */
import { beforeEach, describe, expect, it } from "vitest";
import { FakeSocket } from "../../../test/fakes/fake-socket.ts";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { type LinkState, PageLink } from "./page-link.ts";
import { readAddress, socketUrl, writeAddress } from "./place.ts";

describe("the page's connection", () => {
  let clock: ManualClock;
  let sockets: FakeSocket[];
  let states: LinkState["status"][];
  let heard: string[];
  let link: PageLink;
  const last = () => sockets.at(-1) as FakeSocket;
  const snapshot = { type: "snapshot", chat: null, document: null };

  beforeEach(() => {
    [clock, sockets, states, heard] = [new ManualClock(), [], [], []];
    link = new PageLink({
      ...{ clock, random: () => 0, opening: () => ({ name: "open", chat_id: "c1" }) },
      openSocket: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      onState: ({ status }) => states.push(status),
      onFrame: ({ type }) => heard.push(type),
    });
    link.connect();
  });

  it("[WORK-12] asks for what it shows after each opening, and passes on nothing of before the answer", () => {
    last().opens();
    expect(last().sent).toEqual(['{"name":"open","chat_id":"c1"}']);
    last().says({ type: "block", block: {} });
    expect(heard).toEqual([]);
    last().says(snapshot);
    last().says({ type: "md", block_ids: "b1", content: "x" });
    expect(heard).toEqual(["snapshot", "md"]);
  });

  it("[WORK-12] that shows something else now waits for the last answer it asked for", () => {
    last().opens();
    link.reopen();
    last().says(snapshot);
    expect(heard).toEqual([]);
    last().says(snapshot);
    expect(heard).toEqual(["snapshot"]);
  });

  it("[WORK-12] takes an error for an answer", () => {
    last().opens();
    last().says({ type: "error", block_ids: "", content: "There is no chat c1." });
    last().says({ type: "activity", chat_id: "c1", activity: "idle" });
    expect(heard).toEqual(["error", "activity"]);
  });

  it("[WORK-12] is made anew with backoff, and at once when somebody hurries", async () => {
    last().opens();
    last().ends(1006);
    expect(states).toEqual(["connecting", "open", "waiting"]);
    expect(link.send({ name: "pause", chat_id: "c1" })).toBe(false);
    await clock.advance(1_000);
    expect(sockets).toHaveLength(2);
    last().ends(1006);
    link.hurry();
    expect(sockets).toHaveLength(3);
    last().opens();
    expect(last().sent).toHaveLength(1);
  });

  it("[WORK-12] does not listen to a socket that it has let go, nor to what is no frame", () => {
    const [first] = sockets;
    link.connect();
    first?.opens();
    expect(states).toEqual(["connecting", "connecting"]);
    last().opens();
    last().says(snapshot);
    last().says([], { kind: "no frame" });
    first?.says(snapshot);
    expect(heard).toEqual(["snapshot"]);
  });

  it("[WORK-12] takes a server that does not answer for gone", async () => {
    last().opens();
    last().says(snapshot);
    await clock.advance(60_000);
    expect(states.at(-1)).toBe("open");
    link.send({ name: "message", message: { content: "x" } });
    await clock.advance(5_000);
    last().says({ type: "activity", chat_id: "c1", activity: "running" });
    await clock.advance(60_000);
    expect(states.at(-1)).toBe("open");
    link.send({ name: "message", message: { content: "y" } });
    await clock.advance(10_000);
    expect(states.at(-1)).toBe("waiting");
  });

  it("[WORK-12] gives up a socket that is neither made nor refused", async () => {
    await clock.advance(10_000);
    expect(states.at(-1)).toBe("waiting");
    link.close();
    expect(states.at(-1)).toBe("off");
    await clock.advance(60_000);
    expect(sockets).toHaveLength(1);
  });
});

describe("the page's address", () => {
  it("[WORK-13] names the chat and the document; a token in it is taken out", () => {
    const read = readAddress("http://localhost:1/workspace?chat=c1&document=d1&token=secret");
    expect(read).toEqual({ place: { chat_id: "c1", document_id: "d1" }, token: "secret" });
    expect(
      writeAddress("http://localhost:1/workspace?token=secret&chat=c1", { chat_id: null, document_id: "d2" }),
    ).toBe("http://localhost:1/workspace?document=d2");
    expect(readAddress("http://localhost:1/workspace?chat=../x").place.chat_id).toBeNull();
  });

  it("[WORK-13] leads to the socket of its own server", () => {
    expect(socketUrl("https://host:8/workspace?chat=c1", null)).toBe("wss://host:8/ws");
    expect(socketUrl("http://host:8/workspace", "a b")).toBe("ws://host:8/ws?token=a+b");
  });
});
