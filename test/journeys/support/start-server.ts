/** `llm-chat serve` as a process of its own, ready to be spoken to. */
import { type CliEnv, type CliRun, startCli } from "./run-cli.ts";

export interface ServerProcess {
  readonly run: CliRun;
  readonly url: string;
  readonly port: string;
  /** What it said when it had started. */
  readonly banner: string;
}

/** `args` without a port: any free one. */
export async function startServer(args: readonly string[], env: CliEnv = {}): Promise<ServerProcess> {
  const port = args.includes("--port") ? [] : ["--port", "0"];
  const run = startCli(["serve", ...port, ...args], env);
  let banner = "";
  await run.until((stdout) => {
    banner = stdout;
    return stdout.includes("Ctrl-C ends it.");
  });
  const [, url = "", own = ""] = / serves (http:\S+:(\d+))\n/.exec(banner) ?? [];
  return { run, url, port: own, banner };
}
