/** Trouble with the data directory, as people are told it: what failed, why, and what to do. */
import { ChatError } from "../errors.ts";

const PERMISSION = ["no permission", "give this user the right to write there"];
const FULL = ["the disk is full", "free some space, then start again"];
/** The code of a write that took only a part, for which the system has none. */
export const SHORT_WRITE = "SHORT_WRITE";
/** The code of a sync of a file that no directory has any more. */
export const REMOVED = "REMOVED";

const NO_FOLDER = ["there is a file where a directory is needed", "move it away, or choose another with --data-dir"];

const REASONS: Readonly<Record<string, readonly string[]>> = {
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  EROFS: ["the file system is read-only", "choose another directory with --data-dir"],
  ENOSPC: FULL,
  EDQUOT: FULL,
  [SHORT_WRITE]: ["only a part could be written", "free some space or raise the limit (ulimit -f), then start again"],
  [REMOVED]: ["the file was removed while it was in use", "put back a copy, then start again"],
  EFBIG: ["the file may not become any longer", "raise the limit (ulimit -f), then start again"],
  EMFILE: ["too many files are open", "raise the limit (ulimit -n), then start again"],
  ENOENT: ["there is no such file or directory", "choose another directory with --data-dir"],
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
  EISDIR: ["there is a directory where a file is needed", "move it away"],
  EIO: ["the disk reports an error", "look after the disk, then start again"],
};

/** `what` names the path, as `cannot open the journal /data/rooms/lobby.jsonl`. */
export function storageError(what: string, cause: unknown): ChatError {
  if (cause instanceof ChatError) return cause;
  const code = (cause as NodeJS.ErrnoException | null)?.code ?? "";
  const [reason, fix] = REASONS[code] ?? [cause instanceof Error ? cause.message : String(cause)];
  return new ChatError("journal_failed", `${what}: ${reason}${fix === undefined ? "" : `; ${fix}`}`, { cause });
}

/** Runs `work`; what fails in it is told by `what`. */
export async function naming<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageError(what, error);
  }
}
