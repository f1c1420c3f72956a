/** A machine for the CLI that holds nothing but what a test puts there, and keeps what is written to it. */
import type { CliHost, Env } from "../../src/cli/host.ts";
import { ManualClock } from "./manual-clock.ts";

export interface FakeHost extends CliHost {
  /** What was written so far. */
  readonly out: () => string;
  readonly err: () => string;
  /** The addresses that were probed. */
  readonly probed: readonly string[];
}

export interface FakeHostOptions {
  readonly env?: Env;
  readonly cwd?: string;
  readonly configDir?: string;
  readonly dataDir?: string;
  /** Answers by address; every other one does not answer. */
  readonly servers?: Readonly<Record<string, unknown>>;
  readonly terminal?: { readonly columns: number; readonly rows: number };
  readonly nodeVersion?: string;
}

export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const written: string[] = [];
  const complained: string[] = [];
  const probed: string[] = [];
  const { terminal } = options;
  return {
    env: options.env ?? {},
    cwd: options.cwd ?? "/nowhere",
    platform: "linux",
    nodeVersion: options.nodeVersion ?? "v24.21.0",
    stdin: { isTTY: terminal !== undefined },
    stdout: { write: (text) => written.push(text), isTTY: terminal !== undefined, ...terminal },
    stderr: { write: (text) => complained.push(text), isTTY: terminal !== undefined },
    clock: new ManualClock(),
    fetch: (input) =>
      Promise.reject(new Error(`unexpected request to ${input instanceof Request ? input.url : input.toString()}`)),
    probe: (url) => {
      probed.push(url);
      return Promise.resolve(options.servers?.[url] ?? null);
    },
    random: () => 0.5,
    configDir: () => Promise.resolve(options.configDir ?? "/nowhere/config"),
    dataDir: () => Promise.resolve(options.dataDir ?? "/nowhere/data"),
    out: () => written.join(""),
    err: () => complained.join(""),
    probed,
  };
}
