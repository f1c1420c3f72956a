/** What a test's server is opened with, where it says nothing else: any free port, open to all, kept nowhere, without a limit. */
import { systemClock } from "../../src/chatroom/clock.ts";
import { MemoryStore } from "../../src/chatroom/journal/room-store.ts";
import type { ServeOptions } from "../../src/chatroom/server/serve.ts";

export function serveOptions(more: Partial<ServeOptions> = {}): ServeOptions {
  return {
    host: "127.0.0.1",
    port: 0,
    auth: "open",
    token: null,
    secret: Buffer.alloc(32, 7),
    store: more.store ?? new MemoryStore(),
    clock: systemClock,
    floor: "open",
    rate: 0,
    allowOrigins: [],
    allowHosts: [],
    version: "1.2.3",
    log: () => {},
    ...more,
  };
}
