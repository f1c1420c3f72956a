/** Viewers, many in one process: raw sockets that shake hands and count, or that never read again. */
import { connect, type Socket } from "node:net";
import { answerParent } from "../support/child.ts";
import { FrameCounter } from "./frame-counter.ts";
import { machineTime } from "./order.ts";

export type WatchOrder =
  /** Answered when all have been welcomed. */
  | { readonly type: "watch"; readonly url: string; readonly reading: number; readonly stalled: number }
  /** Answered when each that reads has had so many messages more. */
  | { readonly type: "await"; readonly messages: number }
  /** Answered when each that reads was closed by the server; the others hang up. */
  | { readonly type: "end" };

export interface Watched {
  /** When it was so: of this machine, for all processes alike, ms. */
  readonly at: number;
  /** What the reading ones have had since the last answer, the fewest and the most. */
  readonly fewest: number;
  readonly most: number;
  /** How often one of them was told that it missed some. */
  readonly gaps: number;
}

interface Watcher {
  readonly socket: Socket;
  readonly counter: FrameCounter;
  /** Messages, when the last answer was given. */
  before: number;
}

const AT_ONCE = 100;
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

let reading: Watcher[] = [];
let stalled: Socket[] = [];
/** Called when one of them has had what may be its last. */
let onRead = (_watcher: Watcher, _messages: number) => {};

answerParent({}, async (order: WatchOrder): Promise<Watched> => {
  if (order.type === "watch") await watch(order);
  else if (order.type === "await") await haveHad(order.messages);
  else await haveClosed();
  const at = machineTime();
  const had = reading.map(({ counter, before }) => counter.messages - before);
  for (const watcher of reading) watcher.before = watcher.counter.messages;
  const gaps = reading.reduce((sum, { counter }) => sum + counter.gaps, 0);
  return { at, fewest: Math.min(...had), most: Math.max(...had), gaps };
});

async function watch({ url, reading: many, stalled: few }: Extract<WatchOrder, { type: "watch" }>): Promise<void> {
  reading = [];
  stalled = [];
  for (let started = 0; started < many; started += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, many - started) }, () => startReading(url));
    reading.push(...(await Promise.all(some)));
  }
  for (let count = 0; count < few; count++) stalled.push((await shakeHands(url)).socket);
}

function haveHad(messages: number): Promise<void> {
  let waiting = reading.filter(({ counter, before }) => counter.messages - before < messages).length;
  return new Promise((resolve) => {
    if (waiting === 0) resolve();
    onRead = ({ counter, before }, earlier) => {
      if (earlier - before < messages && counter.messages - before >= messages && --waiting === 0) resolve();
    };
  });
}

async function haveClosed(): Promise<void> {
  for (const socket of stalled) socket.destroy();
  await new Promise<void>((resolve) => {
    const look = () => {
      if (reading.every(({ counter }) => counter.closed)) resolve();
    };
    onRead = ({ counter }) => {
      if (counter.closed) look();
    };
    look();
  });
  for (const { socket } of reading) socket.destroy();
}

async function startReading(url: string): Promise<Watcher> {
  const { socket, first } = await shakeHands(url);
  const counter = new FrameCounter();
  const watcher: Watcher = { socket, counter, before: 0 };
  counter.read(first);
  socket.on("data", (chunk) => {
    const { messages, pings } = counter;
    counter.read(chunk);
    if (counter.pings > pings) socket.write(PONG);
    onRead(watcher, messages);
  });
  socket.resume();
  return watcher;
}

/** Resolves when the welcome has come; the socket is paused then. `first`: what followed the handshake. */
async function shakeHands(url: string): Promise<{ readonly socket: Socket; readonly first: Buffer }> {
  const { hostname, port, host, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  const lines = [
    `GET ${pathname}${search} HTTP/1.1`,
    `host: ${host}`,
    "connection: upgrade",
    "upgrade: websocket",
    "sec-websocket-version: 13",
    `sec-websocket-key: ${Buffer.alloc(16, 7).toString("base64")}`,
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  let bytes = Buffer.alloc(0);
  const end = await new Promise<number>((resolve, reject) => {
    socket.once("close", () => reject(new Error(`${url} has hung up`)));
    socket.on("data", (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf("\r\n\r\n") + 4;
      if (end < 4 || bytes.length === end) return;
      socket.pause();
      socket.removeAllListeners("data");
      resolve(end);
    });
  });
  if (!bytes.includes("HTTP/1.1 101")) throw new Error(`${url} answers: ${bytes.toString("latin1")}`);
  return { socket, first: bytes.subarray(end) };
}
