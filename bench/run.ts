/**
 * `npm run bench [name…] [-- --rounds 5 --seconds 3]`: measures, by hand, what the program costs beside something known.
 * No test: a missed goal is printed, and read by a person.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import type { BenchOptions } from "./support/rounds.ts";

const BENCHMARKS: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  startup: async (options) => (await import("./startup.ts")).benchStartup(options),
  tui: async (options) => (await import("./tui.ts")).benchTui(options),
  loop: async (options) => (await import("./loop.ts")).benchLoop(options),
  room: async (options) => (await import("./room.ts")).benchRoom(options),
  log: async (options) => (await import("./log.ts")).benchLog(options),
  reader: async (options) => (await import("./reader.ts")).benchReader(options),
  replay: async (options) => (await import("./replay.ts")).benchReplay(options),
  page: async (options) => (await import("./page.ts")).benchPage(options),
  mcp: async (options) => (await import("./mcp.ts")).benchMcp(options),
  journal: async (options) => (await import("./journal.ts")).benchJournal(options),
  "documents-store": async (options) => (await import("./documents-store.ts")).benchDocumentsStore(options),
  "fan-out": async (options) => (await import("./fan-out.ts")).benchFanOut(options),
  viewers: async (options) => (await import("./viewers.ts")).benchViewers(options),
  documents: async (options) => (await import("./documents.ts")).benchDocuments(options),
  push: async (options) => (await import("./push.ts")).benchPush(options),
  idle: async () => (await import("./idle.ts")).benchIdle(),
  conversation: async () => (await import("./conversation.ts")).benchConversation(),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" }, seconds: { type: "string", default: "3" } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  process.stderr.write(`no benchmark ${unknown.join(", ")}; there are: ${Object.keys(BENCHMARKS).join(", ")}\n`);
  process.exit(2);
}
const options: BenchOptions = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
process.stdout.write(`${machine()}\nmedian of ${options.rounds} interleaved rounds [lowest–highest]\n`);
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHMARKS)) await BENCHMARKS[name]?.(options);
process.exit(0);

function machine(): string {
  const load = loadavg()[0]?.toFixed(1) ?? "?";
  return `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}, load ${load} at the start`;
}
