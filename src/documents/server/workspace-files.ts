/** The page to work in, as the build has put it into a folder: what was in it at the start is served, and nothing else. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".json": "application/json",
};

/** Nothing runs but the page's own files, and it talks to nobody but its server. */
const POLICY = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:"],
  ...["connect-src 'self'", "font-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join("; ");

const SAFE = {
  "content-security-policy": POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

const MISSING = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>llm-chat</title>
<h1>The page is not built</h1>
<p>Run <code>npm run build</code> and start the server again. /ws and /api work without it.</p>
</html>
`;

const BASE = "/workspace";

interface ServedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

export class WorkspaceFiles {
  /** By the path of its URL. In memory: a newer version may be installed while this one runs. */
  readonly #files: ReadonlyMap<string, ServedFile>;

  private constructor(files: ReadonlyMap<string, ServedFile>) {
    this.#files = files;
  }

  /** A folder that is not there has no files. */
  static async open(folder: string): Promise<WorkspaceFiles> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = await Promise.all(
      entries.flatMap((entry) => {
        const type = TYPES[path.extname(entry.name)];
        if (!entry.isFile() || type === undefined) return [];
        const file = path.join(entry.parentPath, entry.name);
        const url = `${BASE}/${path.relative(folder, file).split(path.sep).join("/")}`;
        return [readFile(file).then((bytes) => [url, { bytes, type }] as const)];
      }),
    );
    return new WorkspaceFiles(new Map(files));
  }

  serves(pathname: string): boolean {
    return pathname === BASE || pathname.startsWith(`${BASE}/`);
  }

  /** Null: there is no such file. */
  answer(pathname: string): Response | null {
    const isPage = pathname === BASE || pathname === `${BASE}/`;
    const name = isPage ? `${BASE}/index.html` : pathname;
    const file = this.#files.get(name);
    if (file === undefined) return isPage ? page(MISSING, 503) : null;
    const isForever = name.startsWith(`${BASE}/assets/`);
    const cache = isForever ? "public, max-age=31536000, immutable" : "no-cache";
    return new Response(file.bytes, { headers: { ...SAFE, "content-type": file.type, "cache-control": cache } });
  }
}

function page(html: string, status: number): Response {
  const headers = { ...SAFE, "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  return new Response(html, { status, headers });
}
