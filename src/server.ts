/**
 * The library's other half: `import { startServer } from "llm-chat/server"`, for a program that serves rooms itself, with a
 * check of its own of what may be said.
 */
import { randomBytes } from "node:crypto";
import manifest from "../package.json" with { type: "json" };
import { type Clock, systemClock } from "./chatroom/clock.ts";
import { ChatError } from "./chatroom/errors.ts";
import { DEFAULT_PORT } from "./chatroom/http-api.ts";
import { FileStore } from "./chatroom/journal/file-store.ts";
import { MemoryStore } from "./chatroom/journal/room-store.ts";
import { createMcpEndpoint } from "./chatroom/mcp/http-endpoint.ts";
import type { FloorPolicy } from "./chatroom/protocol.ts";
import { serveRooms } from "./chatroom/server/serve.ts";
import { isLoopback } from "./http/host-check.ts";

export interface StartServerOptions {
  /** Address to bind; default 127.0.0.1. On any but a loopback address a `token` is needed. */
  readonly host?: string;
  /** Default 8894; 0: any free one. */
  readonly port?: number;
  /** Where the rooms are kept; without it they live as long as the server. */
  readonly dataDir?: string;
  /** What a client must show to register. Without it a username is enough. */
  readonly token?: string;
  /** Of new rooms; default `open`. */
  readonly floor?: FloorPolicy;
  /** Requests a second of one participant; default 1,000, 0 is no limit. */
  readonly rate?: number;
  /** Whether a text may be said; default: every text may. Refused: `content_policy` (JSON-RPC error 40004). Must not throw. */
  readonly allows?: (content: string, participant: string) => boolean;
  /** One line for the operator; default: stderr. */
  readonly log?: (line: string) => void;
  readonly clock?: Clock;
}

export interface RoomServer {
  /** As `http://127.0.0.1:8894`. */
  readonly url: string;
  readonly port: number;
  /** Ends streams cleanly and waits until everything said is on disk. */
  close(): Promise<void>;
}

/** Throws where the port or the directory cannot be had, and where a token is missing. */
export async function startServer(options: StartServerOptions = {}): Promise<RoomServer> {
  const { host = "127.0.0.1", dataDir, token = null, clock = systemClock } = options;
  if (token === null && !isLoopback(host)) {
    throw new ChatError("invalid_argument", `whoever reaches ${host} could speak in any name; give a token`);
  }
  const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const version = manifest.version;
  const kept = dataDir === undefined ? null : await FileStore.open(dataDir, { now: () => clock.now(), onWarning: log });
  const server = await serveRooms({
    host,
    port: options.port ?? DEFAULT_PORT,
    auth: token === null ? "open" : "token",
    token,
    secret: kept?.secret ?? randomBytes(32),
    store: kept ?? new MemoryStore(),
    clock,
    floor: options.floor ?? "open",
    rate: options.rate ?? 1_000,
    allowOrigins: [],
    allowHosts: [],
    allows: options.allows,
    version,
    log,
    mcp: (served) => createMcpEndpoint({ ...served, version, clock, onError: (error) => log(`MCP: ${error.message}`) }),
  });
  return { url: server.url, port: server.port, close: () => server.close() };
}
