/** `/mcp` of a server: hosts of all protocols since 2025-06-18, over Streamable HTTP. */
import { isLegacyRequest } from "@modelcontextprotocol/server";
import type { Clock } from "../clock.ts";
import { SERVER_LIMITS } from "../http-api.ts";
import type { McpCaller, McpEndpoint } from "../server/mcp-endpoint.ts";
import { Readings } from "./attendee.ts";
import { HostSessions } from "./host-sessions.ts";
import { jsonRpcError } from "./json-rpc-error.ts";
import { StatelessHosts } from "./stateless-hosts.ts";
import type { SessionTokens } from "./token-attendee.ts";

export interface McpEndpointOptions extends SessionTokens {
  /** Of the program. */
  readonly version: string;
  readonly clock: Clock;
  /** Told of a fault of the program itself, for its operator. */
  readonly onError: (error: Error) => void;
  /** Most MCP sessions at a time; default 1,000. */
  readonly maxSessions?: number | undefined;
}

export function createMcpEndpoint(options: McpEndpointOptions): McpEndpoint {
  const readings = new Readings();
  const sessions = new HostSessions({ ...options, readings }, options.maxSessions);
  const stateless = new StatelessHosts({ ...options, readings });
  let closed = false;
  return {
    async handle(request: Request, caller: McpCaller) {
      if (closed) return jsonRpcError(503, -32_000, "The server is shutting down");
      try {
        const older = await isLegacyRequest(request, undefined, { maxRequestBodySize: SERVER_LIMITS.bodyBytes });
        return await (older ? sessions : stateless).handle(request, caller);
      } catch (error) {
        options.onError(error instanceof Error ? error : new Error(String(error)));
        return jsonRpcError(500, -32_603, "Internal server error");
      }
    },
    async close() {
      closed = true;
      await Promise.all([sessions.close(), stateless.close()]);
    },
  };
}
