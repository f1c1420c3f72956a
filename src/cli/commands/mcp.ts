/** `llm-chat mcp`: what an MCP host starts to join a room, or what to tell it so that it does. */
import { parseAddress } from "../../chatroom/client/index.ts";
import { ChatError } from "../../chatroom/index.ts";
import { EXIT_OK } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import { printedConfig } from "../mcp-config.ts";
import { type McpOptions, mcpOptions } from "../mcp-options.ts";
import type { RawOptions } from "../options.ts";
import { UsageError } from "../usage-error.ts";

export async function mcp(raw: RawOptions, host: CliHost): Promise<number> {
  const options = mcpOptions(raw);
  const room = roomOf(options);
  if (options.printConfig !== null) {
    host.stdout.write(printedConfig(options.printConfig, options));
    if (options.url === null) host.stderr.write(ALONE);
    return EXIT_OK;
  }
  const { serveMcp } = await import("../mcp-serve.ts");
  await serveMcp(options, room, host);
  return EXIT_OK;
}

const ALONE =
  "llm-chat: without --url every host is alone in a room of its own; llm-chat serve opens one for all of them\n";

/** The name of the room. A URL or a name that cannot be right is said now, not by a host later. */
function roomOf({ url, room }: McpOptions): string {
  try {
    // A room of this process is called as one of any server would be.
    return parseAddress(url ?? "http://localhost", room ?? undefined).room;
  } catch (error) {
    if (error instanceof ChatError && error.code === "invalid_argument") throw new UsageError(error.message);
    throw error;
  }
}
