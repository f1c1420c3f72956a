/**
 * How many tokens a call can have at most, before it is made: what the provider counted last time, and a token for
 * every byte of what is new since. A token is never shorter than a byte, so the bound holds for every tokenizer.
 */
import type { HistoryEntry, ModelRequest, Usage } from "./types.ts";

/** What a provider adds by itself: its own words on how to use tools, and the marks around each entry. */
const CALL_OVERHEAD = 1_024;
const ENTRY_OVERHEAD = 32;

export class InputMeter {
  /** Tokens the provider has counted, and how many entries of the history that covers. */
  #counted: { readonly tokens: number; readonly entries: number } | null = null;

  /** An upper bound of the request's input tokens. */
  bound(request: ModelRequest): number {
    const { tokens, entries } = this.#counted ?? { tokens: fixedBytes(request), entries: 0 };
    return request.history.slice(entries).reduce((sum, entry) => sum + entryBytes(entry), tokens);
  }

  /** `entries` of the history were sent; `kept`: the answer went into it as the model gave it. */
  counted(usage: Usage | null, entries: number, kept: boolean): void {
    if (!usage || usage.input <= 0) return;
    this.#counted = kept
      ? { tokens: usage.input + usage.output, entries: entries + 1 }
      : { tokens: usage.input, entries };
  }
}

function fixedBytes({ system, tools }: ModelRequest): number {
  return CALL_OVERHEAD + bytes(system) + bytes(JSON.stringify(tools));
}

function entryBytes(entry: HistoryEntry): number {
  switch (entry.role) {
    case "user":
      return ENTRY_OVERHEAD + bytes(entry.text);
    case "tool":
      return entry.results.reduce((sum, { call_id, text }) => sum + ENTRY_OVERHEAD + bytes(call_id) + bytes(text), 0);
    case "assistant":
      return ENTRY_OVERHEAD + bytes(entry.raw ? JSON.stringify(entry.raw.body) : "") + bytes(JSON.stringify(entry));
  }
}

function bytes(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
