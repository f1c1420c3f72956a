/** What the server hands every request at `/mcp` to. It is made beside the server: neither knows the other's inside. */
import type { Seat } from "../room-access.ts";
import type { ServedRoom } from "./rooms.ts";

export interface McpCaller {
  readonly room: ServedRoom;
  /** Who the request's session token or `X-LLM-Chat-User` says it is; null: it has to log in. */
  readonly seat: Seat | null;
}

export interface McpEndpoint {
  /** `request` has passed the checks of Host, Origin, token, size and rate. */
  handle(request: Request, caller: McpCaller): Promise<Response>;
  close(): Promise<void>;
}
