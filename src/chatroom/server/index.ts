/** The room as a server: the public names of this folder. */
export type { McpCaller, McpEndpoint } from "./mcp-endpoint.ts";
export { type RunningServer, type ServeOptions, serveRooms } from "./serve.ts";
