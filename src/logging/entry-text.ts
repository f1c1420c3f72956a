/** What an entry of an agent's column says in brief, and which answer belongs to a call. Browser-safe. */
import { EMPTY_FIELD, readPartialField } from "../agents/partial-json.ts";
import type { AppendList } from "./append-list.ts";
import { sanitizeLine } from "./sanitize.ts";
import type { Entry } from "./view-types.ts";

const BRIEF_CHARACTERS = 1_000;

/** That it worked, and notices: the conversation and the state lines show those. A message cannot forge such a line. */
const ROUTINE = /^(?:\[system\] ok|\[Server\]: .*)\n?/gm;
/** Beside the reason of a refusal its sentence is too much; what was said meanwhile is not. */
const SYSTEM_LINE = /^\[(?:system\]|Server\]:) .*\n?/gm;

/** The gist on one line: the text of an `append`, not the JSON around it; what a response says beyond "ok". */
export function briefText({ kind, text, status }: Entry): string {
  const start = text.slice(0, BRIEF_CHARACTERS).trim();
  if (kind === "tool_call" && start.startsWith("{")) {
    const argument = readPartialField(EMPTY_FIELD, start, "text").text;
    const isWhole = start.endsWith("}") && start !== "{}";
    return sanitizeLine(argument === "" && isWhole ? start : argument);
  }
  if (kind !== "tool_response") return sanitizeLine(start);
  return sanitizeLine(start.replaceAll(status === 0 ? SYSTEM_LINE : ROUTINE, "").trim());
}

/** How far from its call a response is looked for: a model makes few calls at once. */
const MOST_CALLS_AT_ONCE = 16;

export function answerOf(call: Entry, index: number, entries: AppendList<Entry>): Entry | undefined {
  if (call.kind !== "tool_call") return undefined;
  for (let next = index + 1; next <= index + MOST_CALLS_AT_ONCE * 2; next++) {
    const entry = entries.at(next);
    if (entry === undefined) return undefined;
    if (entry.kind === "tool_response" && entry.call_id === call.call_id) return entry;
  }
  return undefined;
}
