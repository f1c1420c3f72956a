/** What a person has to know of a log to choose it. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fieldsOf } from "../../logging/fields.ts";
import { LogError, reasonOf } from "../../logging/log-error.ts";
import { readLogInBatches } from "../../logging/reader.ts";

export interface LogChoice {
  /** To open it with. */
  readonly path: string;
  /** Of the file. */
  readonly name: string;
  /** epoch ms; null: not known. */
  readonly started: number | null;
  readonly topic: string;
  readonly agents: readonly string[];
  readonly messages: number;
  /** ms of the conversation; null: not known. */
  readonly duration: number | null;
  /** Why it cannot be played; null: it can. */
  readonly problem: string | null;
}

export interface ListWatch {
  readonly onLog: (done: number, all: number) => void;
  readonly signal: AbortSignal;
}

/** The logs of a folder, newest first. Rejects with `LogError` where the folder cannot be read. */
export async function listChoices(dir: string, { onLog, signal }: ListWatch): Promise<readonly LogChoice[]> {
  const names = await namesIn(dir);
  const choices: LogChoice[] = [];
  for (const name of names) {
    signal.throwIfAborted();
    choices.push(await choiceOf(join(dir, name), name));
    onLog(choices.length, names.length);
  }
  return choices.sort((one, other) => (other.started ?? 0) - (one.started ?? 0) || (one.name < other.name ? 1 : -1));
}

async function namesIn(dir: string): Promise<readonly string[]> {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith(".jsonl"));
  } catch (error) {
    throw new LogError("unreadable", `Cannot read ${dir}: ${reasonOf(error)}.`, { cause: error });
  }
}

async function choiceOf(path: string, name: string): Promise<LogChoice> {
  let started: number | null = null;
  let ended: number | null = null;
  let topic = "";
  let messages = 0;
  const agents = new Set<string>();
  const choice = (problem: string | null): LogChoice => {
    const duration = started === null || ended === null ? null : ended - started;
    return { path, name, started, topic, agents: [...agents], messages, duration, problem };
  };
  try {
    for await (const items of readLogInBatches(path)) {
      for (const item of items) {
        if (!("record" in item)) continue;
        const { record } = item;
        const at = Date.parse(record.timestamp);
        if (!Number.isNaN(at)) {
          started ??= at;
          ended = at;
        }
        if (record.type === "chat") messages++;
        if (record.type !== "session_start") continue;
        topic = record.content;
        for (const agent of Array.isArray(record.metadata["agents"]) ? (record.metadata["agents"] as unknown[]) : []) {
          const known = fieldsOf(agent)["name"];
          if (typeof known === "string") agents.add(known);
        }
      }
    }
    return choice(started === null ? "it holds no record" : null);
  } catch (error) {
    return choice(error instanceof LogError ? reasonOf(error.cause) : String(error));
  }
}
