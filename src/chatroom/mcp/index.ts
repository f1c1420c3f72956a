/** The room for MCP hosts: the public names of this folder. */
export { createMcpEndpoint, type McpEndpointOptions } from "./http-endpoint.ts";
export { type RoomOnStdio, type ServeRoomOptions, serveRoomOnStdio } from "./serve-stdio.ts";
export { heardTranscript, hostTranscript, type TranscriptSource } from "./transcript-source.ts";
