/** Folders that are there after a power failure too. */
import { existsSync } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";

const OWNER_ONLY = 0o700;
/** What systems say that cannot sync a folder, or do not let us: they keep its entries as they like. */
const CANNOT_SYNC = ["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP"];

/** Step by step: with `recursive`, Node never comes back where a file system answers ENOENT, as /proc does. */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = [];
  for (let folder = path; !existsSync(folder) && folder !== dirname(folder); folder = dirname(folder)) {
    missing.push(folder);
  }
  for (const folder of missing.reverse()) {
    // Where another process was quicker, the check below has the answer.
    await mkdir(folder, OWNER_ONLY).catch(unless("EEXIST"));
    await syncFolderOf(folder);
  }
  if (!(await stat(path)).isDirectory()) throw Object.assign(new Error("no directory"), { code: "ENOTDIR" });
}

/** Makes the name of `path` safe: a new file is lost with the folder that does not know it yet. */
export async function syncFolderOf(path: string): Promise<void> {
  try {
    const folder = await open(dirname(path), "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    unless(...CANNOT_SYNC)(error);
  }
}

/** Rethrows what has none of `codes`. */
export function unless(...codes: readonly string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    return undefined;
  };
}
