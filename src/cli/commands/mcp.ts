/** `llm-chat mcp` */
import type { CliHost } from "../host.ts";
import type { RawOptions } from "../options.ts";

export async function mcp(_raw: RawOptions, _host: CliHost): Promise<number> {
  throw new Error("not built yet");
}
