/** `llm-chat replay FILE --port PORT`: the logs to any number of viewers, over WebSocket (PROTOCOL 7). */
import type { CliHost } from "../host.ts";
import { UsageError } from "../usage-error.ts";
import type { ReplayOptions } from "./replay-options.ts";

/** Serves `files` until it is told to end; resolves to the exit code. */
export function serveReplay(_files: readonly string[], { port }: ReplayOptions, _host: CliHost): Promise<number> {
  throw new UsageError(`--port ${port}: a replay cannot be served yet; leave it out`);
}
