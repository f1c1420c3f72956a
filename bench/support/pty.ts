/** A command in a pseudo-terminal. Node cannot open one; Python's standard library can. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export interface PtyOptions {
  readonly columns: number;
  readonly rows: number;
  /** When these texts have come, one after the other, the command is killed; without them it ends by itself. */
  readonly until?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface PtyOutput {
  /** ms since the command was started. */
  readonly at: number;
  readonly data: Buffer;
}

const RELAY = fileURLToPath(new URL("pty-relay.py", import.meta.url));
const run = promisify(execFile);

export async function runInPty(command: readonly string[], options: PtyOptions): Promise<readonly PtyOutput[]> {
  const { columns, rows, until = [], env = {}, cwd } = options;
  const { stdout } = await run("python3", [RELAY, String(columns), String(rows), JSON.stringify(until), ...command], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], TERM: "xterm-256color", ...env },
    maxBuffer: 1 << 30,
    timeout: 120_000,
    ...(cwd === undefined ? {} : { cwd }),
  });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { at, data } = JSON.parse(line) as { at: number; data: string };
      return { at, data: Buffer.from(data, "base64") };
    });
}
