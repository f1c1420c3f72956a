/** An MCP server for one room: its tools, its transcript, and what it says of itself. Knows no wire. */
import { McpServer } from "@modelcontextprotocol/server";
import { instructions } from "./instructions.ts";
import { registerRoomTools, type RoomToolsOptions } from "./room-tools.ts";
import { registerTranscript, type UpdateMode } from "./transcript-resource.ts";
import type { TranscriptSource } from "./transcript-source.ts";

export interface RoomServerOptions extends RoomToolsOptions {
  readonly transcript: TranscriptSource;
  readonly updates: UpdateMode;
  /** Of the program. */
  readonly version: string;
  /** The name that the attendee enters under by itself. */
  readonly as?: string | undefined;
  /** The connection is over, from whichever side. */
  readonly onClose?: (() => void) | undefined;
}

export function createRoomServer(options: RoomServerOptions): McpServer {
  const { attendee, transcript, clock, updates, version, as, onClose } = options;
  const server = new McpServer(
    { name: "llm-chat", title: "llm-chat", version },
    {
      capabilities: { tools: { listChanged: false }, resources: { subscribe: true, listChanged: false } },
      instructions: instructions({ room: transcript.name, as, tokens: attendee.tokenOf !== undefined }),
    },
  );
  registerRoomTools(server, options);
  const stopTelling = registerTranscript(server, { source: transcript, clock, updates });
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK knows no other way
  server.server.onclose = () => {
    stopTelling();
    onClose?.();
  };
  return server;
}
