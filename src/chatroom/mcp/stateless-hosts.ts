/**
 * Hosts of protocol 2026-07-28: each request stands for itself, and has a server of its own made. What lasts is with the
 * room; what a room tells to those who listen goes through one listener a room, never one a request.
 */
import { createMcpHandler, type McpHttpHandler } from "@modelcontextprotocol/server";
import { SERVER_LIMITS } from "../http-api.ts";
import type { McpCaller } from "../server/mcp-endpoint.ts";
import type { ServedRoom } from "./served-room.ts";
import { createRoomServer, type RoomServerOptions } from "./mcp-server.ts";
import { type SessionTokens, TokenAttendee } from "./token-attendee.ts";
import { hostTranscript, transcriptUri } from "./transcript-source.ts";
import { watchTranscript } from "./updates.ts";

type StatelessHostsOptions = SessionTokens & Pick<RoomServerOptions, "clock" | "readings" | "version" | "onError">;

interface RoomHandler {
  readonly handler: McpHttpHandler;
  readonly stopWatching: () => void;
}

export class StatelessHosts {
  readonly #options: StatelessHostsOptions;
  readonly #rooms = new Map<ServedRoom, RoomHandler>();
  readonly #callers = new WeakMap<Request, McpCaller>();

  constructor(options: StatelessHostsOptions) {
    this.#options = options;
  }

  handle(request: Request, caller: McpCaller): Promise<Response> {
    this.#callers.set(request, caller);
    return this.#handlerOf(caller.room).fetch(request);
  }

  async close(): Promise<void> {
    const rooms = [...this.#rooms.values()];
    for (const { stopWatching } of rooms) stopWatching();
    await Promise.all(rooms.map(({ handler }) => handler.close()));
  }

  #handlerOf(room: ServedRoom): McpHttpHandler {
    const known = this.#rooms.get(room);
    if (known) return known.handler;
    const { clock } = this.#options;
    const transcript = hostTranscript(room.name, room.host);
    const handler = createMcpHandler(
      ({ requestInfo }) => {
        const seat = requestInfo ? (this.#callers.get(requestInfo)?.seat ?? null) : null;
        const attendee = new TokenAttendee(room, seat, this.#options);
        return createRoomServer({ ...this.#options, attendee, transcript, updates: "elsewhere" });
      },
      { legacy: "reject", maxRequestBodySize: SERVER_LIMITS.bodyBytes },
    );
    const stopWatching = watchTranscript(transcript, clock, () =>
      handler.notify.resourceUpdated(transcriptUri(transcript)),
    );
    this.#rooms.set(room, { handler, stopWatching });
    return handler;
  }
}
