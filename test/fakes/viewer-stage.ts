/** The viewers' port with a conversation that a test makes, and viewers that remember what they were told. */
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { type Clock, systemClock } from "../../src/chatroom/clock.ts";
import type { LogRecord } from "../../src/logging/record.ts";
import { oneRoom } from "../../src/logging/viewer/one-room.ts";
import { ViewerHub, type ViewerHubOptions } from "../../src/logging/viewer/viewer-hub.ts";
import { ViewerServer, type ViewerServerOptions } from "../../src/logging/viewer/viewer-server.ts";

export interface ViewerStage {
  readonly hub: ViewerHub;
  readonly server: ViewerServer;
  /** `query`: as `?records&after=3`. */
  watch(query?: string, headers?: Readonly<Record<string, string>>): Promise<TestViewer>;
}

export interface StageOptions {
  readonly hub?: Partial<ViewerHubOptions>;
  readonly server?: Partial<ViewerServerOptions>;
  readonly clock?: Clock;
}

export async function openStage({
  hub: more,
  server: rest,
  clock = systemClock,
}: StageOptions = {}): Promise<ViewerStage> {
  const hub = new ViewerHub({ clock, mode: "live", version: "1.2.3", ...more });
  const server = await ViewerServer.open({ host: "127.0.0.1", port: 0, clock, rooms: oneRoom(hub), ...rest });
  onTestFinished(() => server.close());
  return { hub, server, watch: (query, headers) => watch(server.url, query, headers) };
}

/** What it was told; `any` of JSON is what tests look into. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Frame = Record<string, any>;

export interface TestViewer {
  readonly ws: WebSocket;
  /** All of it, the welcome first. */
  readonly frames: readonly Frame[];
  /** Resolves when it has been told what satisfies `wanted`; rejects where it is closed before. */
  until(wanted: (frames: readonly Frame[]) => boolean): Promise<void>;
  /** Without the welcome and live signals. */
  readonly messages: readonly Frame[];
  readonly closed: Promise<number>;
}

/** Resolves when it is welcomed; rejects with the status where it is refused. */
export async function watch(
  url: string,
  query = "",
  headers: Readonly<Record<string, string>> = {},
): Promise<TestViewer> {
  const ws = new WebSocket(`${url.replace("http", "ws")}/${query}`, { headers });
  onTestFinished(() => ws.terminate());
  const frames: Frame[] = [];
  const looks = new Set<() => void>();
  const look = () => {
    for (const each of [...looks]) each();
  };
  ws.on("message", (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as Frame);
    look();
  });
  let over = false;
  const closed = new Promise<number>((resolve) => {
    ws.once("close", (code) => {
      over = true;
      resolve(code);
      look();
    });
  });
  const until: TestViewer["until"] = (wanted) =>
    new Promise((resolve, reject) => {
      const check = () => {
        if (wanted(frames)) resolve();
        else if (over) reject(new Error(`closed after ${frames.length} frames: ${JSON.stringify(frames.slice(-3))}`));
        else return;
        looks.delete(check);
      };
      looks.add(check);
      check();
    });
  await new Promise<void>((resolve, reject) => {
    ws.once("error", reject);
    ws.once("unexpected-response", (_request, response) => reject(new Error(`refused: ${response.statusCode}`)));
    ws.once("open", resolve);
  });
  ws.on("error", () => {});
  await until((all) => all.length > 0);
  return {
    ws,
    frames,
    until,
    get messages() {
      return frames.filter(({ type }) => !["welcome", "delta", "activity", "pong"].includes(String(type)));
    },
    closed,
  };
}

/** Shakes hands, is taken, and reads nothing until told to. */
export async function stalledViewer({ port }: ViewerServer, query = ""): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => {});
  const key = Buffer.alloc(16, 7).toString("base64");
  const lines = [`GET /${query} HTTP/1.1`, `Host: 127.0.0.1:${port}`, "Upgrade: websocket", "Connection: Upgrade"];
  socket.write(`${[...lines, `Sec-WebSocket-Key: ${key}`, "Sec-WebSocket-Version: 13"].join("\r\n")}\r\n\r\n`);
  const first = await new Promise<Buffer>((resolve) => socket.once("data", resolve));
  socket.pause();
  socket.unshift(first);
  return socket;
}

/** The texts of the unmasked frames in `bytes`, behind the answer to the handshake. */
export function textsIn(bytes: Buffer): Frame[] {
  const texts: Frame[] = [];
  let at = bytes.indexOf("\r\n\r\n") + 4;
  while (at + 2 <= bytes.length) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const head = short === 126 ? 4 : short === 127 ? 10 : 2;
    const length =
      short === 126 ? bytes.readUInt16BE(at + 2) : short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short;
    if (at + head + length > bytes.length) break;
    if (bytes[at] === 0x81) texts.push(JSON.parse(bytes.toString("utf8", at + head, at + head + length)) as Frame);
    at += head + length;
  }
  return texts;
}

let seconds = 0;

/** A message of `user`, in the conversation. */
export function chat(content: string, user = "Ada"): LogRecord {
  const id = `m-${++seconds}`;
  const timestamp = new Date(Date.UTC(2026, 0, 15, 10, 30, 0) + seconds * 1_000).toISOString();
  const ids = { message_id: id, seq: seconds, sender_id: user, push_id: id, expected_seq: null };
  return { format: "v3", timestamp, type: "chat", user, content, ...ids };
}
