/** A room of the server that this folder's endpoint belongs to. Neither folder knows the other's inside. */
import type { McpCaller } from "../server/mcp-endpoint.ts";

export type ServedRoom = McpCaller["room"];
