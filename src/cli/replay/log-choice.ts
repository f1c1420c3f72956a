/** What a person has to know of a log to choose it. */
import { basename } from "node:path";
import { type LogEntry, listLogs } from "../../logging/log-folder.ts";

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

/** The logs of a folder, newest first; behind them what cannot be played. Rejects with `LogError`: the folder cannot be read. */
export async function listChoices(dir: string, watch: ListWatch): Promise<readonly LogChoice[]> {
  const choices = (await listLogs(dir, watch)).map(choiceOf);
  const { good = [], bad = [] } = Object.groupBy(choices, ({ problem }) => (problem === null ? "good" : "bad"));
  return [...good, ...bad];
}

function choiceOf(entry: LogEntry): LogChoice {
  const { path } = entry;
  const name = basename(path);
  if (entry.kind === "unreadable") {
    return { path, name, started: null, topic: "", agents: [], messages: 0, duration: null, problem: entry.reason };
  }
  const { started, topic, messages, duration_ms: duration } = entry;
  const agents = entry.agents.map((agent) => agent.name);
  return {
    path,
    name,
    started: started === null ? null : Date.parse(started),
    topic,
    agents,
    messages,
    duration,
    problem: null,
  };
}
