/** How many tokens a request has, and how many of them the one before had already: about four characters each. */
import type { HistoryEntry, ModelRequest } from "../../types.ts";

const CHARACTERS_PER_TOKEN = 4;

export interface PromptSize {
  readonly input: number;
  /** The whole prompt of the request before this one: what a provider's cache would hold. */
  readonly cached: number;
}

export function promptSize({ system, tools, history }: ModelRequest): PromptSize {
  const fixed = system.length + JSON.stringify(tools).length;
  const lastTurn = history.findLastIndex(({ role }) => role === "assistant");
  const before = lastTurn < 0 ? [] : history.slice(0, lastTurn);
  return {
    input: tokens(fixed + charactersOf(history)),
    cached: lastTurn < 0 ? 0 : tokens(fixed + charactersOf(before)),
  };
}

function charactersOf(history: readonly HistoryEntry[]): number {
  return history.reduce((sum, entry) => sum + sizeOf(entry), 0);
}

function sizeOf(entry: HistoryEntry): number {
  switch (entry.role) {
    case "user":
      return entry.text.length;
    case "assistant":
      return entry.tool_calls.reduce(
        (sum, call) => sum + call.name.length + call.arguments.length,
        entry.text.length + entry.thinking.length,
      );
    case "tool":
      return entry.results.reduce((sum, { text }) => sum + text.length, 0);
  }
}

function tokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}
