/** A seat in a room of the same process. */
import { hostAccess } from "./host-access.ts";
import type { RoomHost } from "./room-host.ts";
import { RoomSession, type SessionOptions } from "./room-session.ts";

export type LocalSessionOptions = SessionOptions;

export class LocalSession extends RoomSession {
  constructor(host: RoomHost, options: LocalSessionOptions) {
    super(hostAccess(host), options);
  }
}
