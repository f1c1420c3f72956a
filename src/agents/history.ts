/**
 * What a model is shown: a list that only grows. It refuses what a provider would refuse later: a call without its
 * answer, an answer without its call, two user messages in a row.
 */
import type { AssistantMessage, HistoryEntry } from "./types.ts";

export class History {
  readonly #entries: HistoryEntry[] = [];

  get length(): number {
    return this.#entries.length;
  }

  append(entry: HistoryEntry): void {
    const last = this.#entries.at(-1);
    const problem = misfit(last, entry);
    if (problem !== null) throw new Error(`${problem} (after ${last?.role ?? "nothing"}, ${entry.role})`);
    this.#entries.push(entry);
  }

  /** The entries so far; later ones do not show up in it. */
  snapshot(): readonly HistoryEntry[] {
    return this.#entries.slice();
  }

  /** The entries from `index` on. */
  since(index: number): readonly HistoryEntry[] {
    return this.#entries.slice(index);
  }
}

function misfit(last: HistoryEntry | undefined, entry: HistoryEntry): string | null {
  const unanswered = last?.role === "assistant" ? last.tool_calls : [];
  switch (entry.role) {
    case "tool":
      return answers(last, entry.results) ? null : "results must answer the calls before them, in order";
    case "assistant":
      if (last === undefined || last.role === "assistant") return "the model's turn follows what it was told";
      return null;
    case "user":
      if (unanswered.length > 0) return "calls must be answered first";
      return last?.role === "user" ? "two user messages in a row" : null;
  }
}

function answers(last: HistoryEntry | undefined, results: readonly { readonly call_id: string }[]): boolean {
  if (last?.role !== "assistant") return false;
  const calls: AssistantMessage["tool_calls"] = last.tool_calls;
  return (
    calls.length > 0 &&
    calls.length === results.length &&
    calls.every(({ call_id }, index) => results[index]?.call_id === call_id)
  );
}
