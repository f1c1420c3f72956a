/** A program of a test, in a process of its own: lines of its stdout, and its end. */
import { type ChildProcess, spawn } from "node:child_process";
import { onTestFinished } from "vitest";

export interface ChildProgram {
  readonly child: ChildProcess;
  /** Its whole lines so far; what a kill cut off is not among them. */
  readonly lines: readonly string[];
  /** Resolves when it has printed so many lines; rejects where it ends before. */
  printed(count: number): Promise<void>;
  /** Resolves when it has ended and all it printed has arrived. */
  readonly ended: Promise<{ readonly signal: NodeJS.Signals | null; readonly stderr: string }>;
}

export interface ChildOptions {
  readonly args?: readonly string[];
  /** In blocks of 512 bytes, as `ulimit -f` of a POSIX shell has them. */
  readonly longestFile?: number;
}

/** `source`: an ES module; `process.argv` has `args` from its second element on. It is killed when the test ends. */
export function runChild(source: string, { args = [], longestFile }: ChildOptions = {}): ChildProgram {
  const node = [process.execPath, "--input-type=module", "--eval", source, ...args];
  const command = longestFile === undefined ? node : ["sh", "-c", `ulimit -f ${longestFile}; exec "$@"`, "sh", ...node];
  const child = spawn(command[0] ?? "", command.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const look = () => {
    for (const check of waiting) check();
  };
  let cut = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (cut + text).split("\n");
    cut = parts.pop() ?? "";
    lines.push(...parts);
    look();
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  let over = false;
  const ended = new Promise<{ readonly signal: NodeJS.Signals | null; readonly stderr: string }>((resolve) => {
    child.once("close", (_code, signal) => {
      over = true;
      resolve({ signal, stderr });
      look();
    });
  });
  const printed = (count: number) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (lines.length >= count) resolve();
        else if (over) reject(new Error(`the program ended after ${lines.length} lines: ${stderr}`));
        else return;
        waiting.delete(check);
      };
      waiting.add(check);
      check();
    });
  return { child, lines, printed, ended };
}
