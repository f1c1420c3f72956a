/**
 * The viewer's page as it is served: one file that needs nothing else, under a policy that lets nothing run but the scripts
 * it holds, by their hashes.
 */
import { createHash } from "node:crypto";
import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

export interface Page {
  readonly html: string;
  /** Content-Security-Policy */
  readonly policy: string;
}

const FILE = "web/viewer.html";
/** So far above this file, in the source or in the bundle, the page can be. */
const MOST_LEVELS = 4;

/** Where the page is missing: how to get it. */
const MISSING = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>llm-chat</title>
<h1>The page is not built</h1>
<p>Run <code>npm run build</code> and reload this page. The WebSocket of this port works without it.</p>
</html>
`;

/** The page next to this program; null where there is none, or it cannot be read now (too many files are open, say). */
export async function loadPage(file?: string): Promise<Page | null> {
  const found = file ?? (await findPage());
  try {
    return found === null ? null : pageOf(await readFile(found, "utf8"));
  } catch {
    return null;
  }
}

/** Says so where there is none. */
export function missingPage(): Page {
  return pageOf(MISSING);
}

export function pageOf(html: string): Page {
  const policy = [
    "default-src 'none'",
    `script-src ${sources(html, "script")}`,
    `style-src ${sources(html, "style")}`,
    "connect-src 'self'",
    "img-src data:",
    "font-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return { html, policy };
}

/** The hashes of the inline elements, as a browser reads them. */
function sources(html: string, element: "script" | "style"): string {
  const inline = html
    .replaceAll(/\r\n?/g, "\n")
    .matchAll(new RegExp(`<${element}(?:\\s[^>]*)?>([\\s\\S]*?)</${element}\\s*>`, "gi"));
  const hashes = [...inline].map(([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  return hashes.length === 0 ? "'none'" : [...new Set(hashes)].join(" ");
}

async function findPage(): Promise<string | null> {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < MOST_LEVELS; level++) {
    for (const file of [path.join(folder, FILE), path.join(folder, "dist", FILE)]) {
      try {
        await access(file);
        return file;
      } catch {
        // Further up.
      }
    }
    folder = path.dirname(folder);
  }
  return null;
}
