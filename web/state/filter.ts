/** Which rows are shown and which match the search: pure tests of one row. */
import { jsonText } from "../../src/logging/json-text.ts";
import type { LogRecord } from "../../src/logging/record.ts";
import { folded } from "../../src/logging/replay/text-match.ts";
import { briefText } from "../../src/logging/entry-text.ts";
import type { ChatLine, Entry } from "../../src/logging/view-types.ts";

export type RowType = "messages" | "thinking" | "actions" | "system";
export const ROW_TYPES: readonly RowType[] = ["messages", "thinking", "actions", "system"];

export interface Filter {
  readonly hiddenUsers: ReadonlySet<string>;
  readonly hiddenTypes: ReadonlySet<RowType>;
  /** Lines that say only that something worked, and who waits. */
  readonly routine: boolean;
  /** As typed; matched as the terminal does, without regard to case. */
  readonly query: string;
  /** Only rows that match are shown. */
  readonly onlyMatches: boolean;
}

export const NO_FILTER: Filter = {
  hiddenUsers: new Set(),
  hiddenTypes: new Set(),
  routine: false,
  query: "",
  onlyMatches: false,
};

export type RowTest<Row> = (row: Row) => boolean;

export function entryTest(filter: Filter): RowTest<Entry> {
  const matches = filter.onlyMatches ? matchTest(filter.query) : null;
  return (entry) => {
    if (filter.hiddenTypes.has(typeOfEntry(entry))) return false;
    if (!filter.routine && isRoutine(entry)) return false;
    return matches === null || matches(entry);
  };
}

export function lineTest(filter: Filter): RowTest<ChatLine> {
  const matches = filter.onlyMatches ? matchTest(filter.query) : null;
  return (line) => {
    if (filter.hiddenTypes.has(line.kind === "message" ? "messages" : "system")) return false;
    if (line.kind === "message" && filter.hiddenUsers.has(line.sender)) return false;
    if (!filter.routine && line.notice === "waiting") return false;
    return matches === null || matches(line);
  };
}

interface Searched {
  readonly text: string;
  readonly function?: string;
  readonly reason?: string;
  readonly sender?: string;
}

/** null: nothing is searched for. */
export function matchTest(query: string): RowTest<Searched> | null {
  const wanted = folded(query.trim());
  if (wanted === "") return null;
  const has = (text: string | undefined) => text !== undefined && folded(text).includes(wanted);
  return (row) => has(row.text) || has(row.function) || has(row.reason) || has(row.sender);
}

export function typeOfEntry({ kind }: Entry): RowType {
  switch (kind) {
    case "thinking":
    case "text":
      return "thinking";
    case "tool_call":
    case "tool_response":
      return "actions";
    case "delivered":
      return "messages";
    case "instruction":
    case "notice":
    case "error":
      return "system";
  }
}

/** An answer that brought nothing: the call above it says how it went. */
function isRoutine(entry: Entry): boolean {
  if (entry.kind !== "tool_response") return false;
  if (entry.reason === "skipped") return true;
  if (entry.status === 0 || entry.status === 2 || entry.status === undefined) return false;
  return entry.text === "" || entry.text === "[system] ok" || briefText(entry) === "";
}

/** The same of a record that is not shown yet: where the search goes on in a log. null: nothing is searched for. */
export function recordTest(filter: Filter): RowTest<LogRecord> | null {
  const matches = matchTest(filter.query);
  if (matches === null) return null;
  return (record) => {
    const type = typeOfRecord(record);
    if (type === null || filter.hiddenTypes.has(type) || filter.hiddenUsers.has(record.user)) return false;
    const call = record.type === "tool_call" ? { text: jsonText(record.arguments) } : {};
    const named = "function" in record ? { function: record.function } : {};
    const sender = record.type === "chat" ? { sender: record.user } : {};
    return matches({ text: record.content, ...call, ...named, ...sender });
  };
}

function typeOfRecord({ type }: LogRecord): RowType | null {
  switch (type) {
    case "chat":
      return "messages";
    case "thinking":
    case "text":
      return "thinking";
    case "tool_call":
    case "tool_response":
      return "actions";
    case "system":
    case "error":
      return "system";
    case "session_start":
    case "session_end":
    case "usage":
      return null;
  }
}
