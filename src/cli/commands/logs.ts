/** `llm-chat logs [DIR]`: which conversations are logged there, and in which of them something was said. */
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { type LogEntry, listLogs } from "../../logging/log-folder.ts";
import { LogError } from "../../logging/log-error.ts";
import { wantsColor } from "../../logging/prefixed-output.ts";
import { safeJson } from "../../logging/record-line.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import { type LogMatches, searchLog, searchPattern } from "../../logging/search-log.ts";
import { EXIT_OK } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import { logRow } from "../log-row.ts";
import { logTable } from "../log-table.ts";
import { type LogsOptions, logsOptions } from "../logs-options.ts";
import type { RawOptions } from "../options.ts";
import { ProgressLine } from "../progress-line.ts";
import { foundLines } from "../search-lines.ts";
import { onLostOutput } from "../signals.ts";
import { UsageError } from "../usage-error.ts";

/** A screenful or two; a pipe gets all. */
const MOST_ROWS = 50;
/** Of each log. */
const MOST_MATCHES = 3;

export async function logs(dir: string | undefined, raw: RawOptions, host: CliHost): Promise<number> {
  const options = await logsOptions(dir, raw, host);
  const progress = new ProgressLine(host);
  const faults: Error[] = [];
  const unheard = new AbortController();
  onLostOutput(host.stdout, (fault) => {
    if (fault !== null) faults.push(fault);
    unheard.abort();
  });
  try {
    const entries = await entriesOf(options, host, progress);
    progress.clear();
    if (entries.length === 0) tell(host, `there is no log in ${options.dir} (files that end with .jsonl or .log)`);
    else if (options.search !== null) {
      await showFound(entries, { ...options, search: options.search }, host, progress, unheard.signal);
    } else show(entries, options, host);
  } finally {
    progress.clear();
  }
  // What became of the last words is told a moment later.
  await setImmediate();
  const [fault] = faults;
  if (fault !== undefined) throw new Error(`the output cannot be written: ${fault.message}`, { cause: fault });
  return EXIT_OK;
}

async function entriesOf(options: LogsOptions, host: CliHost, progress: ProgressLine): Promise<readonly LogEntry[]> {
  const { dir } = options;
  let bytes = 0;
  let logs = "";
  const show = () => progress.show(`reading ${dir}: ${logs}${bytes > 0 ? `, ${megabytes(bytes)}` : ""} …`);
  try {
    const entries = await listLogs(path.resolve(host.cwd, dir), {
      onLog: (done, all) => {
        logs = `${done} of ${all} logs`;
        show();
      },
      onBytes: (more) => {
        bytes += more;
        show();
      },
    });
    // As it was typed, so that it can be typed again.
    return entries.map((entry) => ({ ...entry, path: path.join(dir, path.basename(entry.path)) }));
  } catch (error) {
    throw folderError(error, options) ?? error;
  }
}

function folderError(error: unknown, { dir, usual }: LogsOptions): UsageError | null {
  if (!(error instanceof LogError)) return null;
  const code = (error.cause as NodeJS.ErrnoException | undefined)?.code;
  switch (code) {
    case "ENOENT":
      return new UsageError(
        usual
          ? `nothing has been logged here yet: there is no folder ${dir}; start a conversation (llm-chat "a topic"), or name a folder: llm-chat logs DIR`
          : `there is no folder ${dir}; name the one that holds the logs: llm-chat logs DIR`,
      );
    case "ENOTDIR":
      return new UsageError(
        `${dir} is a file; name its folder: llm-chat logs ${path.dirname(dir)}, or watch it: llm-chat replay ${dir}`,
      );
    default:
      return new UsageError(`${error.message} Name another folder: llm-chat logs DIR`);
  }
}

function show(entries: readonly LogEntry[], { json, limit }: LogsOptions, host: CliHost): void {
  const { stdout } = host;
  const shown = entries.slice(0, limit ?? (stdout.isTTY === true && !json ? MOST_ROWS : entries.length));
  if (json) {
    stdout.write(shown.map((entry) => jsonLine(entry)).join(""));
    return;
  }
  const now = host.clock.now();
  const rows = shown.map((entry) => logRow(entry, now));
  stdout.write(logTable(rows, stdout.isTTY === true ? (stdout.columns ?? 80) : Infinity));
  if (stdout.isTTY !== true) return;
  const more = entries.length - shown.length;
  if (more > 0 && limit === null) stdout.write(`… and ${more} older (--limit ${entries.length})\n`);
  const newest = shown.find(({ kind }) => kind === "log");
  if (newest) stdout.write(`\nWatch one again: llm-chat replay ${sanitizeLine(quoted(newest.path))}\n`);
}

async function showFound(
  entries: readonly LogEntry[],
  { search: words, json, limit, dir }: LogsOptions & { readonly search: string },
  host: CliHost,
  progress: ProgressLine,
  unheard: AbortSignal,
): Promise<void> {
  const pattern = searchPattern(words);
  const { stdout } = host;
  const now = host.clock.now();
  const width = stdout.isTTY === true ? (stdout.columns ?? 80) : Infinity;
  const colored = wantsColor(stdout, host.env);
  let found = 0;
  for (const [index, entry] of entries.entries()) {
    if (found === limit || unheard.aborted) break;
    if (entry.kind === "unreadable") {
      if (!json) tell(host, `${entry.path} was left out: ${entry.reason}`);
      continue;
    }
    const searching = () => progress.show(`searching ${dir}: ${index + 1} of ${entries.length} logs …`);
    const file = path.resolve(host.cwd, entry.path);
    const matches = await searchLog(file, pattern, MOST_MATCHES, { onBytes: searching });
    if (!matches.topic && matches.agents.length === 0 && matches.total === 0) continue;
    progress.clear();
    if (json) stdout.write(jsonLine(entry, matches));
    else stdout.write(`${found > 0 ? "\n" : ""}${foundLines({ entry, matches, pattern, now, width, colored })}`);
    found++;
  }
  progress.clear();
  if (found === 0) tell(host, `"${words}" is in no log of ${dir} (${entries.length} searched)`);
}

function jsonLine(entry: LogEntry, matches?: LogMatches): string {
  const { kind, ...facts } = entry;
  return `${safeJson(JSON.stringify(kind === "log" ? { ...facts, matches } : facts))}\n`;
}

function tell(host: CliHost, sentence: string): void {
  host.stderr.write(`llm-chat: ${sanitizeLine(sentence)}\n`);
}

/** For a shell. */
function quoted(file: string): string {
  return /^[\w./:@%+,=-]+$/.test(file) ? file : `'${file.replaceAll("'", String.raw`'\''`)}'`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
