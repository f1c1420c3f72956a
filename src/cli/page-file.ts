/** The player's page, as the build has put it into dist/. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "./usage-error.ts";

/** Throws `UsageError` where it was not built. */
export async function readPage(): Promise<string> {
  const file = path.join(packageRoot(import.meta.dirname), "dist/web/viewer.html");
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new UsageError(`the player's page is not built (${file}): run \`npm run build\` first`, { cause });
  }
}

/** The chunks of the bundle and the sources lie at different depths below it. */
export function packageRoot(from: string): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "package.json")) || path.dirname(folder) === folder) return folder;
  }
}
