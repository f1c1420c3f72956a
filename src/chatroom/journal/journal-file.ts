/** As much of a file as a journal writes to: thin, so that a test can make every part of it fail. */
import { close, fdatasync, fstatSync, write, writeSync } from "node:fs";
import { promisify } from "node:util";
import { REMOVED } from "./storage-error.ts";

export interface JournalFile {
  /** Writes at the end of the file; resolves with how many bytes it took. */
  write(bytes: Uint8Array): Promise<number>;
  /** Resolves when what was written is on the disk, in a file that is still there for the next process to find. */
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** To hand so little to another thread takes longer than to copy it, which is all that a write does. A sync does wait. */
const SMALL_WRITE = 1 << 16;
const writeTo = promisify(write);
const datasync = promisify(fdatasync);
const closeFile = promisify(close);

/** `file`: a descriptor opened to append. */
export function journalFile(file: number): JournalFile {
  // Some file systems count no links at all.
  const hasLinks = isLinked(file);
  return {
    write: async (bytes) =>
      bytes.length <= SMALL_WRITE ? writeSync(file, bytes) : (await writeTo(file, bytes)).bytesWritten,
    datasync: async () => {
      await datasync(file);
      if (hasLinks && !isLinked(file)) throw Object.assign(new Error("the file was removed"), { code: REMOVED });
    },
    close: () => closeFile(file),
  };
}

function isLinked(file: number): boolean {
  return fstatSync(file).nlink > 0;
}
