/** An MCP server over the standard streams of this process: one host, one participant, as long as the host lives. */
import type { Readable, Writable } from "node:stream";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Clock } from "../clock.ts";
import type { ChatSession } from "../session.ts";
import { Readings, SoleAttendee } from "./attendee.ts";
import { createRoomServer } from "./mcp-server.ts";
import type { TranscriptSource } from "./transcript-source.ts";

export interface ServeRoomOptions {
  readonly session: ChatSession;
  readonly transcript: TranscriptSource;
  /** Enters the room under this name at the first request. */
  readonly as?: string | undefined;
  readonly clock: Clock;
  readonly version: string;
  readonly stdin: Readable;
  /** The wire: nothing else may be written to it. */
  readonly stdout: Writable;
  readonly onError: (error: Error) => void;
}

export interface RoomOnStdio {
  /** Resolves when the host has gone, or `close` was called. The participant is still in the room. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Tells when it has closed: the host has closed its end, or nothing can be written to it any more. */
class HostTransport extends StdioServerTransport {
  readonly #closed: () => void;

  constructor(stdin: Readable, stdout: Writable, closed: () => void) {
    super(stdin, stdout);
    this.#closed = closed;
  }

  override async close(): Promise<void> {
    await super.close();
    this.#closed();
  }
}

export function serveRoomOnStdio(options: ServeRoomOptions): RoomOnStdio {
  const { session, transcript, as, clock, version, onError } = options;
  const attendee = new SoleAttendee(session, as);
  const readings = new Readings();
  let hasEnded = () => {};
  const ended = new Promise<void>((resolve) => (hasEnded = resolve));
  const transport = new HostTransport(options.stdin, options.stdout, () => {
    attendee.leave();
    hasEnded();
  });
  // The first message makes a server; it is replaced where an older host has asked for the newer protocol first.
  const handle = serveStdio(
    ({ era }) => {
      const updates = era === "legacy" ? "subscribers" : "all";
      return createRoomServer({ attendee, readings, transcript, updates, clock, version, as, onError });
    },
    { transport, onerror: onError },
  );
  const deliver = transport.onmessage;
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK knows no other way
  transport.onmessage = (message) => {
    // A host that only looks what is spoken here, in a process that it ends at once, is not to be seen in the room.
    const looks = "method" in message && message.method === "server/discover";
    // Whether the name could be had is the first call's to tell.
    if (as !== undefined && !looks) attendee.session().catch(() => {});
    deliver?.(message);
  };
  return { ended, close: () => handle.close() };
}
