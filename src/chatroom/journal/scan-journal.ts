/** Reads a journal and trusts nothing in it: what is damaged is named with its line, and never skipped. */
import { ChatError } from "../errors.ts";
import type { RoomEvent } from "../protocol.ts";
import { eventOf } from "./journal-event.ts";
import { headerOf, type JournalHeader } from "./journal-header.ts";
import { checkedText } from "./journal-line.ts";
import { readLines } from "./read-lines.ts";
import { storageError } from "./storage-error.ts";

export interface JournalSource {
  /** A descriptor opened to read. */
  readonly file: number;
  readonly path: string;
  readonly room: string;
}

export interface JournalPart {
  readonly header: JournalHeader;
  readonly events: readonly RoomEvent[];
  /** Whole lines so far, the header among them. */
  readonly lines: number;
  /** The offset behind the last of them. */
  readonly end: number;
}

/**
 * The whole lines of the first `end` bytes, part by part; nothing at all where there is none. Throws `ChatError`:
 * `journal_corrupt` where a line is not what was written, `journal_failed` where the file cannot be read.
 */
export async function* scanJournal(source: JournalSource, end: number): AsyncGenerator<JournalPart> {
  const { path, room, file } = source;
  let header: JournalHeader | null = null;
  let lines = 0;
  let offset = 0;
  try {
    for await (const group of readLines(file, end)) {
      const events: RoomEvent[] = [];
      for (const line of group) {
        lines++;
        offset += line.length + 1;
        const fields = fieldsOf(line);
        if (header === null) {
          const found: JournalHeader | string = fields === null ? WRONG_CHECKSUM : headerOf(fields.value, room);
          if (typeof found === "string") throw damaged(path, lines, found);
          header = found;
        } else {
          // The header is line 1, so the first event is in line 2.
          const found = fields === null ? WRONG_CHECKSUM : eventOf(fields.value, lines - 1);
          if (typeof found === "string") throw damaged(path, lines, found);
          events.push(found);
        }
      }
      if (header !== null) yield { header, events, lines, end: offset };
    }
  } catch (error) {
    throw storageError(`cannot read the journal ${path}`, error);
  }
}

/** `line` counts from 1. */
export function damaged(path: string, line: number, what: string): ChatError {
  const keep = line > 1 ? `, or keep what comes before the line (head -n ${line - 1})` : "";
  const message = `the journal ${path} is damaged in line ${line}: ${what}. Nothing was changed; put back a copy${keep}, or move the file away and the room begins anew`;
  return new ChatError("journal_corrupt", message);
}

const WRONG_CHECKSUM = "its checksum is not that of its text";

/** Null where the checksum is wrong. */
function fieldsOf(line: Buffer): { readonly value: unknown } | null {
  const text = checkedText(line);
  if (text === null) return null;
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Somebody has made a checksum for it.
    return { value: null };
  }
}
