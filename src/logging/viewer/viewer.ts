/**
 * One viewer's connection. Frames go straight to the socket, which tells when it takes no more: what a viewer is then still
 * to get is its place in the backlog, so a stalled one costs nothing.
 */
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Totals } from "./backlog.ts";
import { pongFrame } from "./frames.ts";
import { pingFrame, pongReply, textFrame } from "./websocket-frame.ts";

/** What it is sent: the messages of PROTOCOL 7, or whole records. */
export type ViewerForm = "chat" | "records";

export interface ViewerOptions {
  readonly form: ViewerForm;
  readonly onDrain: (viewer: Viewer) => void;
  readonly onGone: (viewer: Viewer) => void;
}

/** Heartbeats in a row without a sign of life, then it is given up. */
const MOST_SILENT_BEATS = 2;
const GOING_AWAY = 1001;

export class Viewer {
  readonly form: ViewerForm;
  /** Of the next entry of the backlog that it is to get. */
  place = 0;
  /** How many messages it had been owed up to `place`. */
  counted = 0;
  /** Up to this place nothing is skipped: it has asked for what it missed. */
  owed = 0;
  /** It gets what is left, and is then closed. */
  ending = false;
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  /** Words to it alone that its socket does not take yet, the last of each kind. */
  readonly #words = new Map<string, Buffer>();
  #silentBeats = 0;

  /** `socket`: the one under `ws`, which must not compress. */
  constructor(ws: WebSocket, socket: Duplex, { form, onDrain, onGone }: ViewerOptions) {
    this.form = form;
    this.#ws = ws;
    this.#socket = socket;
    socket.on("drain", () => {
      this.#silentBeats = 0;
      onDrain(this);
    });
    ws.on("pong", () => (this.#silentBeats = 0));
    ws.on("ping", (payload) => this.tell("reply", pongReply(payload)));
    ws.on("message", (data, isBinary) => {
      if (!isBinary && Buffer.isBuffer(data) && isPing(data.toString())) this.tell("pong", textFrame(pongFrame()));
    });
    // What was wrong is told to the viewer by `ws`, which then closes.
    ws.on("error", () => {});
    ws.once("close", () => onGone(this));
  }

  /** Whether its socket takes more now; where it does not, `onDrain` follows. */
  get ready(): boolean {
    return this.#socket.writable && !this.#socket.writableNeedDrain && this.#ws.readyState === this.#ws.OPEN;
  }

  get hasWords(): boolean {
    return this.#words.size > 0;
  }

  moveTo(place: number, totals: Totals): void {
    this.place = place;
    this.counted = totals[this.form];
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** A frame to this viewer alone; where it does not read, only the last of each `kind` is kept. */
  tell(kind: string, frame: Buffer): void {
    if (this.ready) this.write(frame);
    else this.#words.set(kind, frame);
  }

  writeWords(): void {
    this.write(Buffer.concat([...this.#words.values()]));
    this.#words.clear();
  }

  /** Asks for a sign of life; gives the viewer up where there has been none for too long. */
  beat(): void {
    if (this.#silentBeats >= MOST_SILENT_BEATS) return this.terminate();
    this.#silentBeats++;
    this.tell("ping", pingFrame());
  }

  close(): void {
    this.#ws.close(GOING_AWAY, "The stream has ended.");
  }

  terminate(): void {
    this.#ws.terminate();
  }
}

/** Anything else that a viewer says is for somebody else, or nothing. */
function isPing(text: string): boolean {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === "object" && message !== null && "type" in message && message.type === "ping";
  } catch {
    return false;
  }
}
