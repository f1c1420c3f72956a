/** `llm-chat join URL --as NAME`: a person in a served room, here in the terminal. */
import type { CliHost } from "../host.ts";
import { joinOptions } from "../join/join-options.ts";
import { runJoin } from "../join/run-join.ts";
import type { RawOptions } from "../options.ts";

export async function join(url: string, raw: RawOptions, host: CliHost): Promise<number> {
  const options = joinOptions(url, raw, host.env);
  return runJoin(options, { host, stdin: process.stdin, stdout: process.stdout, process });
}
