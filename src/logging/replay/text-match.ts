/** Which items a search finds: those in which somebody says, thinks or does something with these words. Browser-safe. */
import type { LogItem } from "../log-decoder.ts";
import type { LogRecord } from "../record.ts";
import type { ItemMatch } from "./timeline-source.ts";

/** Case and the way accents are written make no difference. */
export function textMatch(words: string): ItemMatch {
  const wanted = folded(words);
  return (item: LogItem) => "record" in item && folded(searchedText(item.record)).includes(wanted);
}

/** As texts are compared. */
export function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/** What a result brings was said before, by whoever said it: it is found there. */
function searchedText(record: LogRecord): string {
  switch (record.type) {
    case "tool_call":
      return `${record.user}: ${record.function} ${argumentsOf(record.arguments)}`;
    case "tool_response":
      return record.status === 0 ? `${record.user}: ${record.reason ?? ""}` : "";
    case "usage":
      return "";
    default:
      return `${record.user}: ${record.content}`;
  }
}

function argumentsOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  return Object.values(value)
    .map((each) => (typeof each === "string" ? each : JSON.stringify(each)))
    .join(" ");
}
