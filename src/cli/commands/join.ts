/** `llm-chat join` */
import type { CliHost } from "../host.ts";
import type { RawOptions } from "../options.ts";

export async function join(_url: string, _raw: RawOptions, _host: CliHost): Promise<number> {
  throw new Error("not built yet");
}
