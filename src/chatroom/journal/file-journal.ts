/**
 * A room's events in a file, one line each. An append has its answer when its lines are on the disk: what comes while one
 * sync is under way goes together into the next write, which begins as soon as that sync has returned.
 */
import { close, open } from "node:fs";
import { promisify } from "node:util";
import { ChatError } from "../errors.ts";
import type { FloorPolicy, RoomEvent } from "../protocol.ts";
import { syncFolderOf } from "./folder.ts";
import type { Journal } from "./journal.ts";
import { eventOf } from "./journal-event.ts";
import { type JournalFile, journalFile } from "./journal-file.ts";
import { type JournalHeader, makeHeader } from "./journal-header.ts";
import { LineBatch } from "./journal-line.ts";
import { recoverJournal } from "./recover-journal.ts";
import { damaged, scanJournal } from "./scan-journal.ts";
import { naming, SHORT_WRITE, storageError } from "./storage-error.ts";

export interface FileJournalOptions {
  readonly path: string;
  readonly room: string;
  /** Of a room that is new. */
  readonly floor: FloorPolicy;
  /** Epoch ms, for the header of a new file. */
  readonly now: () => number;
  /** Told in one sentence that a torn tail was cut. */
  readonly onWarning: (sentence: string) => void;
  /** Stands between the journal and its file; tests make it fail. */
  readonly through?: (file: JournalFile) => JournalFile;
}

const BATCH_BYTES = 1 << 14;
/** A batch that a burst has made larger than this is not used again. */
const LARGEST_KEPT_BATCH = 1 << 18;
const OWNER_ONLY = 0o600;
const openFile = promisify(open);
const closeFile = promisify(close);

export class FileJournal implements Journal {
  readonly path: string;
  readonly header: JournalHeader;
  readonly #file: JournalFile;
  /** Up to here the file is on the disk. */
  #safeEnd: number;
  #safeSeq: number;
  /** The seq of the last event that was given, safe or not. */
  #lastSeq: number;
  /** What waits for the next write. */
  #batch = new LineBatch(BATCH_BYTES);
  /** Filled while the other one is written. */
  #spare = new LineBatch(BATCH_BYTES);
  /** Resolves when what waits is safe; all whose events wait share it. Null where nothing waits. */
  #waiting: PromiseWithResolvers<void> | null = null;
  /** Resolves, always, when nothing waits any more; null while nothing is written. */
  #writing: Promise<void> | null = null;
  /** Why nothing can be appended any more. */
  #ended: ChatError | null = null;
  #closing: Promise<void> | null = null;
  #closed = false;

  private constructor(path: string, file: JournalFile, header: JournalHeader, lastSeq: number, end: number) {
    this.path = path;
    this.#file = file;
    this.header = header;
    this.#safeSeq = this.#lastSeq = lastSeq;
    this.#safeEnd = end;
  }

  /**
   * Opens the journal or makes it. Who does so owns the file: see `DirectoryLock`.
   * Throws `ChatError`: `journal_corrupt`, and `journal_failed` where the file cannot be used.
   */
  static open(options: FileJournalOptions): Promise<FileJournal> {
    const { path, room, floor, now, onWarning, through = (file) => file } = options;
    return naming(`cannot open the journal ${path}`, async () => {
      const descriptor = await openFile(path, "a+", OWNER_ONLY);
      try {
        const found = await recoverJournal({ file: descriptor, path, room }, onWarning);
        const file = through(journalFile(descriptor));
        const batch = new LineBatch(BATCH_BYTES);
        const header = found.header ?? makeHeader(room, floor, now());
        if (found.header === null) {
          batch.add(header);
          await writeAll(file, batch.bytes);
        }
        // What was read may have been written by a process that died before its sync: now it is told to others.
        await file.datasync();
        await syncFolderOf(path);
        return new FileJournal(path, file, header, found.lastSeq, found.end + batch.bytes.length);
      } catch (error) {
        await closeFile(descriptor);
        throw error;
      }
    });
  }

  /** What is safe when it is called, whatever is appended meanwhile. */
  read(): AsyncIterable<RoomEvent> {
    return this.#events(this.#safeSeq, this.#safeEnd);
  }

  append(events: readonly RoomEvent[], expectedSeq: number): Promise<void> {
    if (this.#ended) return Promise.reject(this.#ended);
    const conflict = this.#conflict(events, expectedSeq);
    if (conflict !== null) return Promise.reject(new ChatError("journal_conflict", conflict));
    for (const event of events) this.#batch.add(event);
    this.#lastSeq += events.length;
    this.#waiting ??= Promise.withResolvers();
    this.#writing ??= this.#writeWaiting();
    return this.#waiting.promise;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Whether the file has been let go. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Nothing is written that could not be read again. */
  #conflict(events: readonly RoomEvent[], expectedSeq: number): string | null {
    if (expectedSeq !== this.#lastSeq) return `the journal ${this.path} is at ${this.#lastSeq}, not at ${expectedSeq}`;
    let seq = expectedSeq;
    for (const event of events) {
      const found = eventOf(event, ++seq);
      if (typeof found === "string") return `the journal ${this.path} cannot keep an event: ${found}`;
    }
    return null;
  }

  async #close(): Promise<void> {
    this.#ended ??= new ChatError("journal_failed", `the journal ${this.path} is closed; open it again`);
    await this.#writing;
    // What was acknowledged is on the disk: nothing can go wrong here that anybody would have to know.
    await this.#file.close().catch(() => {});
    this.#closed = true;
  }

  async #writeWaiting(): Promise<void> {
    for (;;) {
      // What is appended in the same turn of the event loop goes along; so do those whom the last sync has woken.
      await nextTurn();
      const waiting = this.#waiting;
      if (waiting === null) break;
      const batch = this.#batch;
      const lastSeq = this.#lastSeq;
      this.#waiting = null;
      this.#batch = this.#spare;
      try {
        await writeAll(this.#file, batch.bytes);
        await this.#file.datasync();
      } catch (error) {
        return this.#fail(waiting, error);
      }
      this.#safeEnd += batch.bytes.length;
      this.#safeSeq = lastSeq;
      batch.clear();
      this.#spare = batch.capacity > LARGEST_KEPT_BATCH ? new LineBatch(BATCH_BYTES) : batch;
      waiting.resolve();
    }
    this.#writing = null;
  }

  /** After a failed sync nobody can know what is on the disk: it is never asked again, and nothing is acknowledged. */
  #fail(waiting: PromiseWithResolvers<void>, cause: unknown): void {
    const failure = storageError(`the journal ${this.path} cannot be written`, cause);
    this.#ended = failure;
    waiting.reject(failure);
    this.#waiting?.reject(failure);
    this.#waiting = null;
  }

  async *#events(lastSeq: number, end: number): AsyncGenerator<RoomEvent> {
    const { path, header } = this;
    if (lastSeq === 0) return;
    const file = await naming(`cannot read the journal ${path}`, () => openFile(path, "r"));
    let lines = 0;
    try {
      for await (const part of scanJournal({ file, path, room: header.room }, end)) {
        lines = part.lines;
        for (const event of part.events) yield event;
      }
    } finally {
      await closeFile(file);
    }
    if (lines < lastSeq + 1) throw damaged(path, lines + 1, "it is missing, and had been written");
  }
}

async function writeAll(file: JournalFile, bytes: Uint8Array): Promise<void> {
  const written = await file.write(bytes);
  if (written === bytes.length) return;
  throw Object.assign(new Error(`${written} of ${bytes.length} bytes were written`), { code: SHORT_WRITE });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
