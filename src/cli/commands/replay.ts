/** `llm-chat replay [FILE|DIR…]`: recorded conversations again, in their own timing. */
import type { CliHost } from "../host.ts";
import type { RawOptions } from "../options.ts";
import { replayOptions } from "../replay/replay-options.ts";
import { runReplay } from "../replay/run-replay.ts";

export async function replay(files: readonly string[], raw: RawOptions, host: CliHost): Promise<number> {
  const options = replayOptions(files, raw, host.env);
  return runReplay(options, { host, stdin: process.stdin, stdout: process.stdout, process });
}
