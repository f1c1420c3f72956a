import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { FakeSocket } from "../../test/fakes/fake-socket.ts";
import { Connection, type ConnectionState } from "./connection.ts";
import type { ServerMessage } from "./server-message.ts";

describe("the connection", () => {
  let clock: ManualClock;
  let opened: { address: string; socket: FakeSocket }[];
  let states: ConnectionState[];
  let messages: ServerMessage[];
  let connection: Connection;
  let explanation: string | null;
  const last = () => opened.at(-1)!.socket;

  beforeEach(() => {
    [clock, opened, states, messages] = [new ManualClock(), [], [], []];
    explanation = null;
    connection = new Connection({
      target: { url: "ws://a:1/", room: null, token: null },
      clock,
      random: () => 0.5,
      open(address) {
        const socket = new FakeSocket();
        opened.push({ address, socket });
        return socket;
      },
      onState: (state) => states.push(state),
      onMessage: (message) => messages.push(message),
      explain: () => Promise.resolve(explanation),
    });
    connection.connect();
  });

  it("[PAGE-5] goes on after the last record seen, with longer and longer pauses, and tells", async () => {
    last().opens();
    connection.after = 12;
    last().ends();
    expect(states.at(-1)).toMatchObject({ status: "waiting", attempt: 1, why: "the connection was lost", at: 1_000 });
    await clock.advance(1_000);
    expect(opened[1]?.address).toBe("ws://a:1/?records&after=12");
    last().ends();
    expect(states.at(-1)).toMatchObject({ status: "waiting", attempt: 2, why: "the server cannot be reached" });
    await clock.advance(1_500);
    last().opens();
    expect(states.at(-1)).toEqual({ status: "connected" });
    await clock.advance(5_000);
    last().ends();
    expect(states.at(-1)).toMatchObject({ attempt: 1 });
  });

  it("[PAGE-5] waits longer and longer for a server that takes it and at once lets go", async () => {
    for (let attempt = 1; attempt <= 4; attempt++) {
      last().opens();
      last().says({ type: "welcome", n: 0 });
      last().ends();
      expect(states.at(-1)).toMatchObject({ status: "waiting", attempt });
      await clock.advance(8_000);
    }
  });

  it("[PAGE-5] says why it was refused, where that can be learnt", async () => {
    explanation = "it wants a token";
    last().ends();
    expect(states.at(-1)).toMatchObject({ why: "the server cannot be reached" });
    await clock.advance(0);
    expect(states.at(-1)).toMatchObject({ status: "waiting", attempt: 1, why: "it wants a token" });
    // An answer that comes too late is none.
    await clock.advance(1_000);
    last().ends();
    connection.close();
    await clock.advance(0);
    expect(states.at(-1)).toEqual({ status: "off" });
  });

  it("[PAGE-5] comes back at once when the network does", () => {
    last().ends();
    connection.hurry();
    expect(opened).toHaveLength(2);
    connection.hurry();
    expect(opened).toHaveLength(2);
  });

  it("[PAGE-5] asks a silent server, and leaves one that does not answer", async () => {
    last().opens();
    await clock.advance(15_000);
    expect(last().sent).toEqual(['{"type":"ping"}']);
    last().says({ type: "pong" });
    await clock.advance(15_000);
    expect(last().sent).toHaveLength(2);
    await clock.advance(10_000);
    expect(opened[0]?.socket.closed).toBe(true);
    expect(states.at(-1)).toMatchObject({ status: "waiting", why: "the server has fallen silent" });
    expect(messages).toEqual([{ type: "pong" }]);
  });

  it("[PAGE-5] that is neither made nor refused is tried again", async () => {
    await clock.advance(10_000);
    expect(states.at(-1)).toMatchObject({ status: "waiting", why: "no answer" });
  });

  it("[PAGE-5] is off when it was closed: no timer, no word of the old socket", async () => {
    connection.close();
    last().opens();
    last().ends();
    await clock.advance(100_000);
    expect(opened).toHaveLength(1);
    expect(clock.pending).toBe(0);
    expect(states.at(-1)).toEqual({ status: "off" });
  });
});
