/**
 * Runs the built program (`npm test` builds it) as a person would, in an empty home, with nothing in its environment
 * but what the test gives. Nothing here waits for a time: a test waits for what it sees, and its own time limit ends it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { type LogRecord, logRecord } from "../../../src/logging/record.ts";

export const ROOT = resolve(import.meta.dirname, "../../..");
export const PROGRAM = join(ROOT, "bin/llm-chat.js");

export type CliEnv = Readonly<Record<string, string>>;

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRun {
  /** Its home and its working directory. */
  readonly folder: string;
  readonly child: ChildProcess;
  /** Resolves as soon as what stdout and stderr show so far is as wanted; rejects where the program ends before. */
  until(wanted: (stdout: string, stderr: string) => boolean): Promise<void>;
  readonly ended: Promise<Ended>;
  readonly log: LogFile;
}

export class LogFile {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = join(folder, "logs");
  }

  /** Of the one conversation there was. */
  get path(): string {
    const files = readdirSync(this.#folder);
    if (files.length !== 1) throw new Error(`there are ${files.length} logs: ${files.join(", ")}`);
    return join(this.#folder, files[0] ?? "");
  }

  get text(): string {
    return readFileSync(this.path, "utf8");
  }

  /** Every line must be a whole record. */
  get records(): LogRecord[] {
    return recordsOf(this.text);
  }
}

export function recordsOf(lines: string): LogRecord[] {
  const whole = lines.split("\n").slice(0, -1);
  return whole.map((line) => logRecord.parse(JSON.parse(line)));
}

/** A folder that is gone after the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "llm-chat-journey-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function cleanEnv(folder: string, more: CliEnv = {}): CliEnv {
  // A model server of the machine that runs the tests is no business of theirs.
  return { PATH: process.env["PATH"] ?? "", HOME: folder, OLLAMA_HOST: "http://127.0.0.1:9", ...more };
}

/** Programs that run at the same time would want the same port for their live view: only who asks for one has it. */
export function withoutView(args: readonly string[]): readonly string[] {
  const [first = ""] = args;
  const opensOne = first === "serve" || !COMMANDS.has(first);
  if (!opensOne || args.includes("--websocket-port")) return args;
  return first === "serve" ? ["serve", "--no-websocket", ...args.slice(1)] : ["--no-websocket", ...args];
}

const COMMANDS: ReadonlySet<string> = new Set([
  ...["join", "mcp", "models", "doctor", "user", "help", "ask", "documents"],
  ...["replay", "export", "verify", "logs", "stats"],
]);

/** `input`: what is piped in; absent: nothing. */
export function startCli(args: readonly string[], env: CliEnv = {}, input?: string): CliRun {
  const folder = testFolder();
  const child = spawn(process.execPath, [PROGRAM, ...withoutView(args)], {
    cwd: folder,
    env: cleanEnv(folder, env),
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  onTestFinished(() => void child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const until: CliRun["until"] = (wanted) =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (wanted(stdout, stderr)) resolve();
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.once("close", () => reject(new Error(`ended before that:\n${stdout.slice(-2_000)}\n${stderr}`)));
      look();
    });
  return { folder, child, until, ended, log: new LogFile(folder) };
}

export async function runCli(
  args: readonly string[],
  env: CliEnv = {},
  input?: string,
): Promise<Ended & { readonly log: LogFile }> {
  const { ended, log } = startCli(args, env, input);
  return { ...(await ended), log };
}
