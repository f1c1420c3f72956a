/** A log file over HTTP, whole or in ranges, so that the page plays it by itself and seeks in it. */
import { type FileHandle, open } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { reasonOf } from "../log-error.ts";
import { answer, refuse, SAFE_HEADERS } from "./http-answer.ts";

interface Range {
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
}

const HEADERS = {
  ...SAFE_HEADERS,
  "content-type": "application/x-ndjson",
  "accept-ranges": "bytes",
  "cache-control": "no-store",
} as const;

/** Never rejects. `more`: headers for a page of elsewhere. */
export async function serveLog(
  file: string,
  request: IncomingMessage,
  response: ServerResponse,
  more: Readonly<Record<string, string>>,
): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(file);
  } catch (error) {
    const message = `The log cannot be read: ${reasonOf(error)}.`;
    return refuse(request, response, { status: 404, code: "not_found", message, headers: more });
  }
  try {
    const { size } = await handle.stat();
    // Without a validator nobody can have a part of this very file.
    const asked = request.headers["if-range"] === undefined ? request.headers.range : undefined;
    const range = rangeOf(asked, size);
    if (range === "unsatisfiable") {
      const message = `The log has ${size} bytes; ask for some of them.`;
      const headers = { ...more, "content-range": `bytes */${size}` };
      return refuse(request, response, { status: 416, code: "range_not_satisfiable", message, headers });
    }
    const { start, end } = range ?? { start: 0, end: size - 1 };
    const length = end - start + 1;
    const headers = { ...HEADERS, ...more, ...(range && { "content-range": `bytes ${start}-${end}/${size}` }) };
    if (request.method === "HEAD" || length === 0) {
      response.writeHead(range ? 206 : 200, { ...headers, "content-length": String(length) }).end();
      return;
    }
    response.writeHead(range ? 206 : 200, { ...headers, "content-length": String(length) });
    const bytes = handle.createReadStream({ start, end, autoClose: false });
    await pipeline(bytes, response, { end: false });
    if (bytes.bytesRead === length) response.end();
    // The file has become shorter, and who waits for the rest would wait for ever.
    else response.destroy();
  } catch (error) {
    // A reader that has gone, or a file that can no longer be read: the cut connection tells.
    if (!response.headersSent) {
      const message = `The log cannot be read: ${reasonOf(error)}.`;
      answer(request, response, 500, { ...more, "content-type": "text/plain" }, message);
    } else response.destroy();
  } finally {
    await handle.close().catch(() => {});
  }
}

/** Null: all of it is asked for, or in a way that we may ignore (RFC 9110, 14.2). */
export function rangeOf(header: string | undefined, size: number): Range | "unsatisfiable" | null {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= size ? "unsatisfiable" : { start, end };
}
