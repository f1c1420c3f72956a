/** From the paths that were named to the logs that are meant. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { LogError, reasonOf } from "../../logging/log-error.ts";
import { UsageError } from "../usage-error.ts";
import { type LogChoice, listChoices } from "./log-choice.ts";
import type { ProgressLine } from "../progress-line.ts";

export type FoundLogs =
  /** As they were named, where they were; to be played in this order. */
  | { readonly kind: "files"; readonly files: readonly string[] }
  /** One of these; at least one. */
  | { readonly kind: "folder"; readonly dir: string; readonly choices: readonly LogChoice[] };

export interface FindWorld {
  readonly cwd: string;
  readonly line: ProgressLine;
  readonly signal: AbortSignal;
}

const DEFAULT_FOLDER = "logs";

/** Rejects with `UsageError` where a path leads nowhere. */
export async function findLogs(paths: readonly string[], world: FindWorld): Promise<FoundLogs> {
  if (paths.length === 0 && (await kindOf(DEFAULT_FOLDER, world.cwd, null)) !== "folder") {
    throw new UsageError(`there is no folder ${DEFAULT_FOLDER} here: name a FILE, or a folder with logs`);
  }
  const named = paths.length === 0 ? [DEFAULT_FOLDER] : paths;
  const files: string[] = [];
  for (const path of named) {
    if ((await kindOf(path, world.cwd, "named")) === "file") {
      files.push(path);
      continue;
    }
    const choices = await choicesIn(path, world);
    if (named.length === 1) return { kind: "folder", dir: path, choices };
    // Among other things to play, a folder is all that it holds, from the oldest on.
    files.push(...choices.map((choice) => choice.path).toReversed());
  }
  return { kind: "files", files };
}

async function kindOf(path: string, cwd: string, named: "named" | null): Promise<"file" | "folder" | null> {
  try {
    return (await stat(resolve(cwd, path))).isDirectory() ? "folder" : "file";
  } catch (error) {
    if (named === null) return null;
    throw new UsageError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

async function choicesIn(dir: string, { cwd, line, signal }: FindWorld): Promise<readonly LogChoice[]> {
  try {
    const onLog = (done: number, all: number) => line.show(`reading ${dir} … ${done} of ${all} logs`);
    const choices = await listChoices(resolve(cwd, dir), { onLog, signal });
    if (choices.length === 0) throw new UsageError(`there is no log in ${dir}: it has no .jsonl or .log file`);
    return choices.map((choice) => ({ ...choice, path: join(dir, choice.name) }));
  } catch (error) {
    if (error instanceof LogError) throw new UsageError(error.message.replace(/\.$/, ""), { cause: error });
    throw error;
  }
}
