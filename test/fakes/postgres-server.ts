/**
 * A PostgreSQL for the tests that want one: in a folder of its own, reached by a socket in it, started when the first of
 * them asks and stopped with the run. Whoever connects to `door` is told its URL.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface PostgresForTests {
  /** Path of a socket; "" where there is no PostgreSQL. */
  readonly door: string;
  stop(): Promise<void>;
}

const PACKAGED = "/usr/lib/postgresql";
const USER = "llm_chat";

export async function offerPostgres(): Promise<PostgresForTests> {
  const programs = programsFolder();
  if (programs === null) return { door: "", stop: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), "llm-chat-pg-"));
  let server: Promise<ChildProcess> | null = null;
  const door = createServer((socket) => {
    socket.on("error", () => {});
    server ??= start(programs, folder);
    server.then(
      () => socket.end(`postgresql://${USER}@localhost/postgres?host=${join(folder, "run")}`),
      (error: unknown) => socket.end(`failed: ${String(error)}`),
    );
  });
  await new Promise<void>((resolve) => door.listen(join(folder, "door"), resolve));
  return {
    door: join(folder, "door"),
    async stop() {
      door.close();
      await server?.then(end, () => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where `initdb` and `postgres` are: Debian puts each version in a folder that is in no PATH. */
function programsFolder(): string | null {
  if (spawnSync("initdb", ["--version"]).status === 0) return "";
  const versions = existsSync(PACKAGED) ? readdirSync(PACKAGED).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = versions.map((version) => join(PACKAGED, version, "bin"));
  return folders.find((folder) => existsSync(join(folder, "initdb"))) ?? null;
}

async function start(programs: string, folder: string): Promise<ChildProcess> {
  const [run, data] = [join(folder, "run"), join(folder, "data")];
  mkdirSync(run, { mode: 0o700 });
  mkdirSync(data, { mode: 0o700 });
  const prefix = process.getuid?.() === 0 ? asPostgres([folder, run, data]) : [];
  const options = { env: { ...process.env, LC_ALL: "C" }, cwd: folder };
  const initdb = [...prefix, join(programs, "initdb"), "-D", data, "-U", USER];
  await ended(initdb, ["-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"], options);
  // Of these tests, no machine fails.
  const settings = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses="];
  const [program, ...args] = [...prefix, join(programs, "postgres"), "-D", data, "-k", run];
  const server = spawn(program, [...args, ...settings.flatMap((each) => ["-c", each])], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: server.stderr }).on("line", (line) => {
      said.push(line);
      if (line.includes("ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`PostgreSQL does not start:\n${said.join("\n")}`)));
  });
  return server;
}

/** It refuses to run as root: the folders become its user's, and it ends with us, however we end. */
function asPostgres(folders: readonly string[]): string[] {
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  for (const folder of folders) chownSync(folder, id("-u"), id("-g"));
  return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig", "QUIT"];
}

function ended(command: readonly string[], more: readonly string[], options: object): Promise<void> {
  const [program = "", ...args] = command;
  const child = spawn(program, [...args, ...more], { ...options, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`${program} failed:\n${said}`))));
  });
}

/** At once: nothing in it is kept. */
function end(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill("SIGQUIT");
  });
}
