/** The logs of a folder as text: for a pipe as a table, for the chooser a row each. Pure. */
import { elapsed } from "../../logging/figures.ts";
import { table } from "../table.ts";
import type { LogChoice } from "./log-choice.ts";

export interface ChoiceCells {
  /** 2026-01-15 10:30, in the machine's time zone. */
  readonly when: string;
  /** 02:31 */
  readonly length: string;
  readonly messages: string;
  readonly agents: string;
  /** What they talk about, else the file's name; or why it cannot be played. */
  readonly about: string;
}

export function cellsOf({ started, duration, messages, agents, topic, name, problem }: LogChoice): ChoiceCells {
  return {
    when: started === null ? "-" : localTime(started),
    length: duration === null ? "-" : elapsed(duration),
    messages: problem === null ? String(messages) : "-",
    agents: agents.length === 0 ? "-" : agents.join(", "),
    about: problem === null ? topic || name : `${name}: ${problem}`,
  };
}

export function choiceTable(choices: readonly LogChoice[]): string {
  const rows = choices.map((choice) => {
    const { when, length, messages, agents, about } = cellsOf(choice);
    return [choice.path, when, length, messages, agents, about];
  });
  return table([["FILE", "BEGAN", "LENGTH", "MESSAGES", "AGENTS", "TOPIC"], ...rows]);
}

function localTime(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
