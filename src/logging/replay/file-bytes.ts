/** A log file on disk, read where it is wanted. */
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { LogError, reasonOf } from "../log-error.ts";
import type { LogBytes } from "./log-bytes.ts";

/** Rejects with `LogError("unreadable")`: no such file, a directory or pipe, no permission. */
export async function openFileBytes(path: string): Promise<LogBytes> {
  const unreadable = (error: unknown) =>
    new LogError("unreadable", `Cannot read ${path}: ${reasonOf(error)}.`, { cause: error });
  let file: FileHandle;
  try {
    const facts = await stat(path);
    // To open a pipe waits for whoever writes to it, and nothing can end that; a device may have no end.
    if (!facts.isFile() && !facts.isDirectory()) throw new Error("it is no file; write what it gives to one first");
    file = await open(path);
    // Opening a directory succeeds; reading it does not.
    await file.read(new Uint8Array(1), 0, 1, 0);
  } catch (error) {
    throw unreadable(error);
  }
  return {
    name: basename(path),
    async size() {
      try {
        return (await file.stat()).size;
      } catch (error) {
        throw unreadable(error);
      }
    },
    async read(offset, length, scratch) {
      try {
        const bytes = scratch === undefined ? Buffer.allocUnsafe(length) : bufferOver(scratch);
        const { bytesRead } = await file.read(bytes, 0, length, offset);
        return bytes.subarray(0, bytesRead);
      } catch (error) {
        throw unreadable(error);
      }
    },
    close: () => file.close(),
  };
}

function bufferOver(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
