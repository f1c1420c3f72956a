/** The room as a server: the public names of this folder, and where its rooms are kept. */
export { DEFAULT_PORT, DEFAULT_ROOM } from "../http-api.ts";
export { FileStore } from "../journal/file-store.ts";
export { MemoryStore, type RoomStore } from "../journal/room-store.ts";
export type { Beside } from "./beside.ts";
export type { McpCaller, McpEndpoint } from "./mcp-endpoint.ts";
export type { ServedRoom } from "./rooms.ts";
export { type McpSurroundings, type RunningServer, type ServeOptions, serveRooms } from "./serve.ts";
