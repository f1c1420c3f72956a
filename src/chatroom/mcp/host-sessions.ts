/** Hosts of the older protocols, each with a session: found by its id, bounded in number. */
import type { McpCaller } from "../server/mcp-endpoint.ts";
import { ClientIds } from "./client-ids.ts";
import { HostSession, type HostSessionOptions } from "./host-session.ts";
import { jsonRpcError } from "./json-rpc-error.ts";

const SESSIONS = 1_000;

export class HostSessions {
  readonly #options: Omit<HostSessionOptions, "clientIds" | "onOpen" | "onEnd">;
  readonly #limit: number;
  readonly #clientIds = new ClientIds();
  /** Those that are not initialised yet too. */
  readonly #all = new Set<HostSession>();
  readonly #byId = new Map<string, HostSession>();

  constructor(options: Omit<HostSessionOptions, "clientIds" | "onOpen" | "onEnd">, limit = SESSIONS) {
    this.#options = options;
    this.#limit = limit;
  }

  get size(): number {
    return this.#all.size;
  }

  async handle(request: Request, caller: McpCaller): Promise<Response> {
    const id = request.headers.get("mcp-session-id");
    if (id !== null) {
      const session = this.#byId.get(id);
      return session?.belongsTo(caller) ? session.handle(request) : jsonRpcError(404, -32_001, "Session not found");
    }
    if (!(await this.#makeRoom())) {
      return jsonRpcError(503, -32_000, `The server has ${this.#limit} MCP sessions, and takes no more now`);
    }
    const session = await HostSession.open(caller, {
      ...this.#options,
      clientIds: this.#clientIds,
      onOpen: (newId, opened) => this.#byId.set(newId, opened),
      onEnd: (ended) => this.#forget(ended),
    });
    this.#all.add(session);
    const response = await session.handle(request);
    // Not an initialisation: the transport has said what is wrong with it.
    if (session.id === undefined) await session.end();
    return response;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((session) => session.end()));
  }

  /** Where all places are taken, the one that has been idle longest, with nobody in the room, has to go. */
  async #makeRoom(): Promise<boolean> {
    if (this.#all.size < this.#limit) return true;
    const [longest] = [...this.#all].filter(({ idle }) => idle).sort((a, b) => a.lastSign - b.lastSign);
    await longest?.end();
    return longest !== undefined;
  }

  #forget(session: HostSession): void {
    this.#all.delete(session);
    if (session.id !== undefined) this.#byId.delete(session.id);
  }
}
