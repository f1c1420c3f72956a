/** What a crash may have left of a journal is put in order before anything is written behind it. */
import { fstat, ftruncate } from "node:fs";
import { promisify } from "node:util";
import { type JournalHeader, isTornHeader } from "./journal-header.ts";
import { hidesLine } from "./journal-line.ts";
import { readBytes } from "./read-lines.ts";
import { damaged, type JournalSource, scanJournal } from "./scan-journal.ts";

const statOf = promisify(fstat);
const truncate = promisify(ftruncate);
/** A torn tail is read to look for a line in it: as much as a line can be. */
const MOST_OF_TAIL = 1 << 24;

export interface RecoveredJournal {
  /** Null: the file is empty, and wants one. */
  readonly header: JournalHeader | null;
  readonly lastSeq: number;
  /** Its length in bytes. */
  readonly end: number;
}

/**
 * Checks every line and cuts a torn tail, of which `onWarning` is told. The file is not synced yet.
 * Throws `ChatError("journal_corrupt")` where something else than a torn tail is wrong; then nothing is changed.
 */
export async function recoverJournal(
  source: JournalSource,
  onWarning: (sentence: string) => void,
): Promise<RecoveredJournal> {
  const { file, path } = source;
  const status = await statOf(file);
  if (!status.isFile()) throw damaged(path, 1, "it is no file");
  let header: JournalHeader | null = null;
  let lines = 0;
  let end = 0;
  for await (const part of scanJournal(source, status.size)) ({ header, lines, end } = part);
  const torn = status.size - end;
  if (torn > 0) {
    const tail = await readBytes(file, end, Math.min(status.size, end + MOST_OF_TAIL));
    if (hidesLine(tail)) throw damaged(path, lines + 1, "it does not end with a newline, and goes on");
    if (header === null && !isTornHeader(tail))
      throw damaged(path, 1, "it does not begin as a journal of llm-chat does");
    await truncate(file, end);
    onWarning(warning(path, torn, lines));
  }
  return { header, lastSeq: Math.max(0, lines - 1), end };
}

function warning(path: string, torn: number, lines: number): string {
  const bytes = torn === 1 ? "1 byte" : `${torn} bytes`;
  const kept = lines === 0 ? "the journal was never begun, and is made anew" : `its first ${lines} lines are whole`;
  return `the journal ${path} ended in ${bytes} of an unfinished line, as a crash leaves it, and was cut there: ${kept}.`;
}
