/** Opens the port: the app, its rooms and their streams behind one address. */
import { equalSecrets } from "../../http/equal-secrets.ts";
import type { Clock } from "../clock.ts";
import type { RoomStore } from "../journal/room-store.ts";
import type { FloorPolicy } from "../protocol.ts";
import type { Keep } from "../recent-events.ts";
import type { Seat } from "../room-access.ts";
import { Access } from "./access.ts";
import { createApp } from "./app.ts";
import type { Beside } from "./beside.ts";
import type { McpEndpoint } from "./mcp-endpoint.ts";
import { Metrics } from "./metrics.ts";
import { Port } from "./port.ts";
import { Rooms, type ServedRoom } from "./rooms.ts";
import { Tokens } from "./tokens.ts";
import { upgradesOf } from "./upgrade.ts";

export interface ServeOptions {
  /** Address to bind: `127.0.0.1`, `::1`, `0.0.0.0`, … */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly auth: "open" | "token";
  /** What a client must show to register, with `auth` "token". */
  readonly token: string | null;
  /** At least 32 bytes; the same after a restart, or session tokens are void. */
  readonly secret: Buffer;
  readonly store: RoomStore;
  readonly clock: Clock;
  readonly floor: FloorPolicy;
  /** Requests a second of one participant, or of one address where it is nobody yet; 0: no limit. */
  readonly rate: number;
  readonly allowOrigins: readonly string[];
  readonly allowHosts: readonly string[];
  readonly version: string;
  /** One line for the operator: a broken room, a failure inside. */
  readonly log: (line: string) => void;
  readonly keep?: Keep | undefined;
  /** Whether a text may be pushed; default: every text may. */
  readonly allows?: ((content: string, participant: string) => boolean) | undefined;
  /** Makes what answers at `/mcp`; without it nothing does. */
  readonly mcp?: ((served: McpSurroundings) => McpEndpoint) | undefined;
  /** What else answers on the port; the server closes it. */
  readonly beside?: Beside | undefined;
}

/** What an MCP endpoint needs of the server that it is part of. */
export interface McpSurroundings {
  readonly rooms: Rooms;
  /** The session token of a seat. */
  readonly issueToken: (room: string, seat: Seat) => string;
  /** The seat that a session token is for; null where it is not right, of another room, or of a stay that has ended. */
  readonly seatOfToken: (room: ServedRoom, token: string) => Seat | null;
}

export interface RunningServer {
  /** As `http://127.0.0.1:8894`. */
  readonly url: string;
  readonly port: number;
  readonly rooms: Rooms;
  /** Whether `token` (the server's, or of a session) lets its bearer read rooms; null: none was shown. */
  mayRead(token: string | null): boolean;
  /** Ends streams cleanly, waits until all is safe, frees the port; within 2 s. */
  close(): Promise<void>;
}

/** Throws where the port cannot be had (`EADDRINUSE`, `EACCES`). It has closed the store then. */
export async function serveRooms(options: ServeOptions): Promise<RunningServer> {
  const { host, clock, version, log, beside = null } = options;
  const rooms = await openRooms(options).catch(async (error: unknown) => {
    await beside?.close();
    throw error;
  });
  const tokens = new Tokens(options.secret);
  const access = new Access({ ...options, tokens, rooms, bindHost: host });
  const surroundings: McpSurroundings = {
    rooms,
    issueToken: (room, seat) => access.tokenOf(room, seat),
    seatOfToken: (room, token) => seatOfToken(tokens, room, token),
  };
  const mcp = options.mcp?.(surroundings) ?? null;
  const closeAll = async () => {
    const closedBeside = beside?.close();
    try {
      await mcp?.close();
    } finally {
      await rooms.close();
      await closedBeside;
    }
  };
  try {
    const app = createApp({ rooms, access, version, log, metrics: new Metrics(rooms, clock), mcp, beside });
    const upgrades = beside && upgradesOf(beside, access);
    const port = await Port.open({ fetch: app.fetch, host, port: options.port, clock, log, upgrades });
    let closing: Promise<void> | null = null;
    const close = async () => {
      const closed = port.close();
      // What is asked from here on is told that the server shuts down.
      await closeAll();
      await closed;
    };
    return {
      url: `http://${host.includes(":") ? `[${host}]` : host}:${port.port}`,
      port: port.port,
      rooms,
      mayRead: (token) => options.auth === "open" || (token !== null && isMember(token, options.token, tokens, rooms)),
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openRooms(options: ServeOptions): Promise<Rooms> {
  const { store, auth, log } = options;
  try {
    return await Rooms.open({
      ...options,
      open: auth === "open",
      onBroken: (room, error) => log(`the room ${room} is not served: ${error.message}`),
      onReadOnly: (room, error) => log(`the room ${room} is read-only now: ${error.message}`),
    });
  } catch (error) {
    await store.close();
    throw error;
  }
}

function isMember(token: string, serverToken: string | null, tokens: Tokens, rooms: Rooms): boolean {
  if (serverToken !== null && equalSecrets(token, serverToken)) return true;
  const claim = tokens.verify(token);
  return claim !== null && rooms.has(claim);
}

function seatOfToken(tokens: Tokens, room: ServedRoom, token: string): Seat | null {
  const claim = tokens.verify(token);
  if (claim?.room !== room.name) return null;
  const there = room.host.participant(claim.username);
  return there?.joinedSeq === claim.joinedSeq ? room.seats.find(there.name) : null;
}
