/** A small file that only its owner may read, written whole or not at all. */
import { open, readFile, rename } from "node:fs/promises";
import { syncFolderOf, unless } from "./folder.ts";

const OWNER_ONLY = 0o600;

/** Null where there is none. */
export async function readPrivate(path: string): Promise<Buffer | null> {
  return (await readFile(path).catch(unless("ENOENT"))) ?? null;
}

export async function keepPrivate(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.new`;
  const file = await open(unfinished, "w", OWNER_ONLY);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  await syncFolderOf(path);
}
