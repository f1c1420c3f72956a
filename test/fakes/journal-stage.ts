/** A file journal in a folder of the test, through a file that fails, or waits, when the test says so. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { FileJournal, type FileJournalOptions } from "../../src/chatroom/journal/file-journal.ts";
import type { Journal } from "../../src/chatroom/journal/journal.ts";
import type { JournalFile } from "../../src/chatroom/journal/journal-file.ts";
import type { RoomEvent } from "../../src/chatroom/protocol.ts";

/** Removed when the test ends. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "llm-chat-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface OpenedJournal {
  readonly journal: FileJournal;
  readonly warnings: readonly string[];
}

/** The room is `lobby`; the journal is closed when the test ends. */
export async function openJournal(path: string, options: Partial<FileJournalOptions> = {}): Promise<OpenedJournal> {
  const warnings: string[] = [];
  const journal = await FileJournal.open({
    path,
    room: "lobby",
    floor: "open",
    now: () => Date.UTC(2026, 0, 15),
    onWarning: (sentence) => warnings.push(sentence),
    ...options,
  });
  onTestFinished(() => journal.close());
  return { journal, warnings };
}

/** Messages `from` to `to`. */
export function messages(from: number, to: number, content = (seq: number) => `message ${seq}`): RoomEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index): RoomEvent => {
    const seq = from + index;
    return {
      seq,
      timestamp: new Date(Date.UTC(2026, 0, 15) + seq).toISOString(),
      type: "message",
      message_id: `msg-${seq}`,
      sender_id: "user-1",
      sender: "Ada",
      content: content(seq),
      push_id: `push-${seq}`,
      expected_seq: null,
    };
  });
}

export async function readAll(journal: Journal): Promise<RoomEvent[]> {
  const read: RoomEvent[] = [];
  for await (const event of journal.read()) read.push(event);
  return read;
}

/** Counts what goes to the file, and may stand in its way. */
export class StagedFile {
  /** The sizes of the writes that were begun. */
  readonly writes: number[] = [];
  syncs = 0;
  /** What happens to the next writes; by default they go through. */
  write: (bytes: Uint8Array, file: JournalFile) => Promise<number> = (bytes, file) => file.write(bytes);
  /** What happens to the next syncs; by default they go through. */
  sync: (file: JournalFile) => Promise<void> = (file) => file.datasync();

  readonly through = (file: JournalFile): JournalFile => ({
    write: (bytes) => {
      this.writes.push(bytes.length);
      return this.write(bytes, file);
    },
    datasync: () => {
      this.syncs++;
      return this.sync(file);
    },
    close: () => file.close(),
  });

  /** Syncs wait until one of them is released; resolves, each time, when the next has begun. */
  holdSyncs(): { readonly begun: () => Promise<void>; readonly release: () => void } {
    let released = Promise.withResolvers<void>();
    let begun = Promise.withResolvers<void>();
    this.sync = async (file) => {
      begun.resolve();
      await released.promise;
      await file.datasync();
    };
    return {
      begun: () => begun.promise,
      release: () => {
        const { resolve } = released;
        released = Promise.withResolvers();
        begun = Promise.withResolvers();
        resolve();
      },
    };
  }
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as if from the system`), { code });
}
