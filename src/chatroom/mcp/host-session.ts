/**
 * One MCP session of a host that speaks an older protocol: its transport, its server, its participant. It ends when the host
 * says so, or when nothing has been heard of it for a while; then its participant leaves.
 */
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/server";
import type { ClientIds } from "./client-ids.ts";
import { IDLE_LEASE_MS, SERVER_LIMITS, STREAM_LEASE_MS } from "../http-api.ts";
import type { McpCaller } from "../server/mcp-endpoint.ts";
import type { ServedRoom } from "./served-room.ts";
import { createRoomServer, type RoomServerOptions } from "./mcp-server.ts";
import { SeatedAttendee } from "./seated-attendee.ts";
import { hostTranscript } from "./transcript-source.ts";
import { whenBodyEnds } from "./when-body-ends.ts";

export interface HostSessionOptions extends Pick<RoomServerOptions, "clock" | "readings" | "version" | "onError"> {
  readonly clientIds: ClientIds;
  /** It has its id, and will be back with it. */
  readonly onOpen: (id: string, session: HostSession) => void;
  readonly onEnd: (session: HostSession) => void;
}

export class HostSession {
  readonly #options: HostSessionOptions;
  readonly #room: ServedRoom;
  readonly #attendee: SeatedAttendee;
  readonly #transport: WebStandardStreamableHTTPServerTransport;
  #streams = 0;
  #leaseMs: number = IDLE_LEASE_MS;
  /** Monotonic ms. */
  #lastSign: number;
  #cancelLease = () => {};
  #left: Promise<void> | null = null;

  private constructor({ room, seat }: McpCaller, options: HostSessionOptions) {
    this.#options = options;
    this.#room = room;
    this.#attendee = new SeatedAttendee(room, options.clientIds, seat);
    this.#lastSign = options.clock.monotonic();
    this.#transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      onsessioninitialized: (id) => options.onOpen(id, this),
      maxRequestBodySize: SERVER_LIMITS.bodyBytes,
    });
  }

  static async open(caller: McpCaller, options: HostSessionOptions): Promise<HostSession> {
    const session = new HostSession(caller, options);
    const transcript = hostTranscript(caller.room.name, caller.room.host);
    const server = createRoomServer({
      ...options,
      attendee: session.#attendee,
      transcript,
      updates: "subscribers",
      onClose: () => session.#leave(),
    });
    await server.connect(session.#transport);
    session.#watch();
    return session;
  }

  /** Undefined as long as the host has not initialised it. */
  get id(): string | undefined {
    return this.#transport.sessionId;
  }

  get idle(): boolean {
    return this.#streams === 0 && this.#attendee.name === null;
  }

  get lastSign(): number {
    return this.#lastSign;
  }

  /** A session is of one room, and not of somebody whom the request says it is not. */
  belongsTo({ room, seat }: McpCaller): boolean {
    const { name } = this.#attendee;
    return room === this.#room && (seat === null || name === null || seat.name === name);
  }

  async handle(request: Request): Promise<Response> {
    this.#lastSign = this.#options.clock.monotonic();
    const response = await this.#transport.handleRequest(request);
    return request.method === "GET" && response.ok ? this.#withStream(response) : response;
  }

  /** Resolves when its participant has left. */
  async end(): Promise<void> {
    await this.#transport.close();
    await this.#left;
  }

  #withStream(response: Response): Response {
    this.#streams++;
    this.#leaseMs = STREAM_LEASE_MS;
    const endStream = this.#attendee.openStream();
    return whenBodyEnds(response, () => {
      endStream();
      this.#streams--;
      this.#lastSign = this.#options.clock.monotonic();
      this.#watch();
    });
  }

  /** One timer, set anew only when it fires: a sign of life merely moves the time it compares with. */
  #watch(): void {
    const { clock, onError } = this.#options;
    this.#cancelLease();
    if (this.#streams > 0 || this.#left) return;
    const left = this.#lastSign + this.#leaseMs - clock.monotonic();
    this.#cancelLease = clock.schedule(Math.max(0, left), () => {
      if (this.#streams > 0) return;
      if (clock.monotonic() < this.#lastSign + this.#leaseMs) return this.#watch();
      this.end().catch(onError);
    });
  }

  #leave(): void {
    this.#cancelLease();
    this.#left ??= this.#attendee.leave().catch(this.#options.onError);
    this.#options.onEnd(this);
  }
}
