/**
 * A server as a process that a test kills and starts again, always at the same port and in the same directory. It
 * is bundled first: most of such a test would otherwise be the loading of its sources.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./run-cli.ts";

/**
 * Below the ports that the system gives to clients: while the server is down, one of those that try to connect could
 * otherwise be given the very port, and so meet itself.
 */
const PORTS = { from: 12_000, to: 30_000 };

export class KillableServer {
  readonly url: string;
  readonly directory: string;
  /** What it has said on stderr, over all its lives. */
  stderr = "";
  /** Rejects where it ends by itself. */
  readonly failure: Promise<never>;
  readonly #fail: (error: Error) => void;
  readonly #program: string;
  readonly #port: number;
  #child: ChildProcess | null = null;

  private constructor(folder: string, program: string, port: number) {
    this.directory = join(folder, "data");
    this.url = `http://127.0.0.1:${port}`;
    this.#program = program;
    this.#port = port;
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    this.failure = promise;
    this.#fail = reject;
  }

  /** `source`: of `test/fakes`. It is given its directory and its port, and says something on stdout when it takes requests. */
  static async prepare(folder: string, source = "durable-server.ts"): Promise<KillableServer> {
    const program = join(folder, "server.mjs");
    await build({
      entryPoints: [join(ROOT, "test/fakes", source)],
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "warning",
      // Asked for by pg where it is there, which it is not.
      external: ["pg-native"],
      // Some libraries are CommonJS, and ask for Node's own modules in their way.
      banner: {
        js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`,
      },
    });
    return new KillableServer(folder, program, await freePort());
  }

  /** Resolves when it takes requests, or has been killed before. */
  start(): Promise<void> {
    const child = spawn(process.execPath, [this.#program, this.directory, String(this.#port)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    child.stderr.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    child.once("error", this.#fail);
    return new Promise((resolve) => {
      child.stdout.once("data", () => resolve());
      child.once("close", (code, signal) => {
        if (signal !== "SIGKILL") this.#fail(new Error(`the server ended with ${code ?? signal}: ${this.stderr}`));
        resolve();
      });
    });
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGKILL");
    await gone;
  }
}

async function freePort(): Promise<number> {
  for (let port = PORTS.from + (process.pid % 10_000); port < PORTS.to; port++) {
    if (await isFree(port)) return port;
  }
  throw new Error("no port is free");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
