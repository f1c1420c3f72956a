/** Opens the port: the app, its rooms and their streams behind one address. */
import type { Clock } from "../clock.ts";
import type { RoomStore } from "../journal/room-store.ts";
import type { FloorPolicy } from "../protocol.ts";
import type { Keep } from "../recent-events.ts";
import type { McpEndpoint } from "./mcp-endpoint.ts";
import type { Rooms } from "./rooms.ts";

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
  readonly mcp?: ((rooms: Rooms) => McpEndpoint) | undefined;
}

export interface RunningServer {
  /** As `http://127.0.0.1:8894`. */
  readonly url: string;
  readonly port: number;
  readonly rooms: Rooms;
  /** Ends streams cleanly, waits until all is safe, frees the port; within 2 s. */
  close(): Promise<void>;
}

/** Throws where the port cannot be had (`EADDRINUSE`, `EACCES`). */
export async function serveRooms(_options: ServeOptions): Promise<RunningServer> {
  throw new Error("not built yet");
}
