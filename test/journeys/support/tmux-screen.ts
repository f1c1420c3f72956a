/**
 * The program in a real terminal: a tmux server of its own, keys as a hand would type them, and the screen as an eye
 * would see it. A test polls for a state, and fails with the picture when it does not come.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { type CliEnv, cleanEnv, LogFile, PROGRAM, testFolder, withoutView } from "./run-cli.ts";

const POLL_MS = 40;
const DEADLINE_MS = 15_000;

export interface TmuxOptions {
  readonly columns: number;
  readonly rows: number;
  readonly args: readonly string[];
  readonly env?: CliEnv;
}

export class TmuxScreen {
  readonly log: LogFile;
  /** In the test's folder, and gone with it. */
  readonly #socket: string;

  private constructor(folder: string) {
    this.#socket = join(folder, "tmux");
    this.log = new LogFile(folder);
  }

  /** Starts the program; when it ends the exit code is printed (`exit=0`) and the terminal stays. */
  static async open({ columns, rows, args, env = {} }: TmuxOptions): Promise<TmuxScreen> {
    const folder = testFolder();
    const screen = new TmuxScreen(folder);
    onTestFinished(async () => {
      await screen.tmux("kill-server").catch(() => {});
    });
    const settings = cleanEnv(folder, { TERM: "tmux-256color", LC_ALL: "C.UTF-8", ...env });
    const words = [
      ...["env", "-i", ...Object.entries(settings).map(([name, value]) => `${name}=${value}`)],
      ...[process.execPath, PROGRAM, ...withoutView(args)],
    ];
    // Where the program leaves Ctrl-C to the terminal, the shell gets it too.
    const command = `trap : INT; ${words.map(quoted).join(" ")}; echo "exit=$?"; exec cat`;
    const size = ["-x", String(columns), "-y", String(rows)];
    await screen.tmux(
      ...["start-server", ";", "set", "-g", "status", "off", ";", "set", "-g", "default-terminal", "tmux-256color"],
      ...[";", "set", "-s", "escape-time", "0", ";", "set", "-s", "set-clipboard", "on", ";"],
      ...["new-session", "-d", ...size, "-c", folder, "sh", "-c", command],
    );
    return screen;
  }

  async tmux(...args: readonly string[]): Promise<string> {
    const env = { PATH: process.env["PATH"] ?? "", LC_ALL: "C.UTF-8" };
    const { stdout } = await promisify(execFile)("tmux", ["-S", this.#socket, "-f", "/dev/null", ...args], { env });
    return stdout;
  }

  /** Named keys: `Enter`, `Tab`, `C-c`, `f`. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.tmux("send-keys", ...keys);
  }

  async type(text: string): Promise<void> {
    await this.tmux("send-keys", "-l", text);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.tmux("resize-window", "-x", String(columns), "-y", String(rows));
  }

  /** The rows of the screen. */
  async rows(): Promise<string[]> {
    return (await this.tmux("capture-pane", "-p")).split("\n").slice(0, -1);
  }

  /** The screen with its colours and styles. */
  styled(): Promise<string> {
    return this.tmux("capture-pane", "-p", "-e");
  }

  /** Of tmux's formats: `cursor_flag`, `alternate_on`, `pane_title`. */
  async state(name: string): Promise<string> {
    return (await this.tmux("display-message", "-p", `#{${name}}`)).trimEnd();
  }

  /** The rows, as soon as they are as wanted. */
  async until(wanted: (rows: readonly string[]) => boolean): Promise<string[]> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const rows = await this.rows();
      if (wanted(rows)) return rows;
      if (Date.now() > deadline)
        throw new Error(`${wanted.toString()} did not come; the screen is\n${rows.join("\n")}`);
      await delay(POLL_MS);
    }
  }

  /** All that is on the normal screen, once the program has ended; a wrapped line is one line. */
  async end(): Promise<string> {
    await this.until((rows) => rows.some((row) => row.startsWith("exit=")));
    return this.tmux("capture-pane", "-p", "-J", "-S", "-");
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** What is wrong with a frame of columns: sentences. */
export function frameProblems(
  rows: readonly string[],
  columns: number,
  { badge = "llm-chat", extraRows = 0 }: { readonly badge?: string; readonly extraRows?: number } = {},
): string[] {
  const problems: string[] = [];
  const expectAt = (row: number, what: RegExp) => {
    if (!what.test(rows[row] ?? "")) problems.push(`row ${row} is not ${what}: ${rows[row]}`);
  };
  const titles = rows.findIndex((row) => /[─━] \d \S/.test(row));
  const rule = rows.findIndex((row) => row.includes(" 0 conversation "));
  if (titles < 0 || rule < titles) return [`the frame has no columns:\n${rows.join("\n")}`];
  expectAt(0, new RegExp(`^ ${badge} {2}\\S`));
  expectAt(rows.length - 1, extraRows > 0 ? /^ \S/ : /^ .* q (quit|leave)$/);
  for (const row of [titles, rule]) {
    if (rows[row]?.length !== columns) problems.push(`row ${row} is ${rows[row]?.length} wide: ${rows[row]}`);
  }
  const joints = placesOf("┬", rows[titles]);
  for (let row = titles + 1; row < rule; row++) {
    const bars = placesOf("│", rows[row]);
    if (bars.join() !== joints.join()) problems.push(`row ${row} has its bars at ${bars.join()}: ${rows[row]}`);
  }
  const below = rows.slice(rule + 1, rows.length - 1 - extraRows).join("");
  if (/[│┬┴┷━─]/.test(below)) problems.push(`something is left below the rule: ${below}`);
  return problems;
}

function placesOf(sign: string, row = ""): number[] {
  return [...row.matchAll(new RegExp(sign, "g"))].map(({ index }) => index);
}
