/** What else answers on the server's port: it is made beside the server, and neither knows the other's inside. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

export interface Beside {
  /** Whether `path` is its own; the server's endpoints are asked for every other. */
  serves(path: string): boolean;
  /** `request` has passed the checks of Host and Origin. */
  fetch(request: Request): Promise<Response>;
  /** Whether WebSockets are had at `path`. */
  upgrades(path: string): boolean;
  /** `request` has passed the checks of Host and Origin. Never rejects. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  /** For the OpenAPI description: path items by their paths. */
  readonly paths: Readonly<Record<string, object>>;
  /** Resolves when its sockets are closed, within some seconds. */
  close(): Promise<void>;
}
