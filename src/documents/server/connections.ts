/** All clients at `/ws`. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Documents } from "../documents.ts";
import type { User } from "../model.ts";
import { Connection, TRY_AGAIN_LATER } from "./connection.ts";

/** Tabs and programs of one user. */
const MOST_OF_A_USER = 64;
/** A frame above the limit is answered; only one that is above this ends its connection. */
const MOST_PAYLOAD = 16_777_216;

export class Connections {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MOST_PAYLOAD,
    perMessageDeflate: false,
  });
  readonly #byUser = new Map<string, Set<Connection>>();
  readonly #documents: Documents;
  readonly #log: (line: string) => void;
  #empty: (() => void) | null = null;

  constructor(documents: Documents, log: (line: string) => void) {
    this.#documents = documents;
    this.#log = log;
  }

  get count(): number {
    return [...this.#byUser.values()].reduce((sum, { size }) => sum + size, 0);
  }

  add(request: IncomingMessage, socket: Duplex, head: Buffer, user: User): void {
    this.#sockets.handleUpgrade(request, socket, head, (ws) => {
      const own = this.#byUser.get(user.id) ?? new Set();
      const connection: Connection = new Connection({
        socket: ws,
        user,
        documents: this.#documents,
        clock: this.#documents.clock,
        log: this.#log,
        onClosed: () => {
          own.delete(connection);
          if (own.size > 0) return;
          this.#byUser.delete(user.id);
          if (this.#byUser.size === 0) this.#empty?.();
        },
      });
      this.#byUser.set(user.id, own.add(connection));
      if (own.size <= MOST_OF_A_USER) return;
      connection.tellError(`A user has at most ${MOST_OF_A_USER} connections; close one.`);
      connection.close(TRY_AGAIN_LATER, "too many connections");
    });
  }

  /** Resolves when all are closed, within some seconds. */
  async close(): Promise<void> {
    if (this.#byUser.size === 0) return;
    const empty = new Promise<void>((resolve) => (this.#empty = resolve));
    for (const own of this.#byUser.values())
      for (const connection of own) connection.close(1001, "the server goes down");
    await empty;
  }
}
