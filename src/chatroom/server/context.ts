/** What every handler of the server finds in its context. */
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { ServedRoom } from "./rooms.ts";

export interface ServerEnv {
  Bindings: HttpBindings;
  Variables: {
    /** The room of the path, or the lobby. */
    room: ServedRoom;
  };
}

export type ServerContext = Context<ServerEnv>;
