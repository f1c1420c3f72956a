/** The world as the commands see it: everything they read from the machine and write to it, so tests can stand in. */
import type { Clock } from "../chatroom/index.ts";

export type Env = Readonly<Record<string, string | undefined>>;

export interface OutStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** What is written arrives no more. */
  on?(event: "error", handler: (error: NodeJS.ErrnoException) => void): unknown;
}

/** The JSON that `url` answers with, or null: no answer in time, not a success, or not JSON. Never rejects. */
export type Probe = (url: string, timeoutMs: number) => Promise<unknown>;

export interface CliHost {
  readonly env: Env;
  readonly cwd: string;
  readonly platform: string;
  /** As `process.version`: "v24.21.0". */
  readonly nodeVersion: string;
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly probe: Probe;
  /** 0 ≤ x < 1 */
  random(): number;
  /** Where the user's own config file is looked for. */
  configDir(): Promise<string>;
  /** Where what the program keeps for the user is put: the rooms of a server. */
  dataDir(): Promise<string>;
}
