/** What happened between two messages (thoughts, actions, refusals), folded into one line until somebody opens it. */
import { fieldsOf } from "../fields.ts";
import { jsonText } from "../json-text.ts";
import type { LogRecord, RecordOf } from "../record.ts";
import { isRefusedPush } from "../refusal.ts";
import { fenced, plainMarkdown, quoteOf } from "./contain-markdown.ts";
import { htmlText } from "./html-text.ts";

export interface Note {
  readonly kind: "thought" | "action" | "refusal" | "interruption" | "other";
  readonly user: string;
  readonly markdown: string;
}

/** A fold that would be longer is several. */
const MOST_NOTES = 200;
const MOST_CHARACTERS = 256 * 1024;
const MOST_NAMES = 5;
const LONGEST_PRETTY = 1_000;

export class FoldedNotes {
  #notes: Note[] = [];
  #characters = 0;

  /** What is full by now; mostly "". */
  add(note: Note): string {
    this.#notes.push(note);
    this.#characters += note.markdown.length;
    return this.#notes.length >= MOST_NOTES || this.#characters >= MOST_CHARACTERS ? this.take() : "";
  }

  take(): string {
    if (this.#notes.length === 0) return "";
    const notes = this.#notes;
    this.#notes = [];
    this.#characters = 0;
    // A blank line ends the HTML, and Markdown goes on.
    const inside = notes.map(({ markdown }) => markdown).join("\n\n");
    return `\n<details>\n<summary>${summaryOf(notes)}</summary>\n\n${inside}\n\n</details>\n`;
  }
}

/** Null for what is not worth a note. `time`: as ` (00:12)`, or "". */
export function noteOf(record: LogRecord, time: string): Note | null {
  const { user, content } = record;
  const note = (kind: Note["kind"], does: string, quoted: string | null, name = user): Note => {
    const head = `**${plainMarkdown(name) || "?"}** ${does}${time}`;
    return { kind, user: name, markdown: quoted === null ? head : `${head}\n\n${quoted}` };
  };
  switch (record.type) {
    case "thinking":
      return note("thought", "thinks", quoteOf(content));
    case "text":
      return note("other", "writes to nobody", quoteOf(content));
    case "tool_call":
      return note("action", `calls ${plainMarkdown(record.function)}`, argumentsOf(record.arguments));
    case "tool_response":
      return responseNote(record, note);
    case "error":
      return record.kind === "interrupted"
        ? note("interruption", "is interrupted", quoteOf(content))
        : note("other", "tries again", quoteOf(content));
    case "system":
      return record.to === undefined ? null : note("other", "is told", quoteOf(content), record.to);
    case "session_start":
    case "session_end":
    case "chat":
    case "usage":
      return null;
  }
}

function responseNote(
  record: RecordOf<"tool_response">,
  note: (kind: Note["kind"], does: string, quoted: string | null) => Note,
): Note | null {
  if (record.status !== 0) return null;
  const why = plainMarkdown((record.reason ?? "no reason given").replaceAll("_", " "));
  const refused = isRefusedPush(record);
  const does = `${plainMarkdown(record.function)} ${refused ? "is refused" : "does nothing"}: ${why}`;
  return refused ? note("refusal", `⚠ ${does}`, null) : note("other", does, null);
}

function argumentsOf(value: unknown): string | null {
  if (typeof value === "string") return quoteOf(value);
  const entries = Object.entries(fieldsOf(value));
  const [first] = entries;
  if (first === undefined) return null;
  // The usual case, `append`, reads as what is said.
  if (entries.length === 1 && first[0] === "text" && typeof first[1] === "string") return quoteOf(first[1]);
  const short = jsonText(value);
  // Every level is indented by all above it: a deep value would grow by its square.
  const shown = short.length > LONGEST_PRETTY ? short : jsonText(value, 2);
  return quoteOf(fenced(shown.split("\n"), "json").join("\n"));
}

/** `Ada, Boole: 2 thoughts, 5 actions, 1 refusal`. */
function summaryOf(notes: readonly Note[]): string {
  const names = [...new Set(notes.map(({ user }) => user))];
  const shown = names.slice(0, MOST_NAMES).map(htmlText).join(", ");
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  const kinds = new Map<string, number>();
  for (const { kind } of notes) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const counts = (["thought", "action", "refusal", "interruption"] as const).flatMap((kind) => {
    const count = kinds.get(kind) ?? 0;
    return count === 0 ? [] : [`${count} ${kind}${count === 1 ? "" : "s"}`];
  });
  return `${shown}${more}: ${counts.join(", ") || "more"}`;
}
