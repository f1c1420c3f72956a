/** The body of a request: of the right kind, not too large (measured as it comes), UTF-8, and JSON that does not nest deep. */
import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { SERVER_LIMITS } from "../http-api.ts";
import type { ServerContext } from "./context.ts";
import { HttpError } from "./http-error.ts";
import { isDeeper } from "./json-depth.ts";

const JSON_TYPE = "application/json";

/** The text of a JSON body, within all limits; not yet parsed. Throws `HttpError`. */
export async function readJsonText(c: ServerContext): Promise<string> {
  requireJson(c.req.header("content-type"));
  return textOf(await readBytes(c));
}

/** Throws `HttpError`. */
export async function readJson(c: ServerContext): Promise<unknown> {
  requireJson(c.req.header("content-type"));
  const text = textOf(await readBytes(c));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HttpError("malformed_json", 'The body is no JSON; send an object, as {"username": "Ada"}.');
  }
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new HttpError("malformed_json", "The body is not UTF-8; send it as that.");
  const text = withoutMark(bytes.toString());
  if (isDeeper(text, SERVER_LIMITS.depth)) {
    throw new HttpError("malformed_json", `The body nests deeper than ${SERVER_LIMITS.depth}; send it flat.`);
  }
  return text;
}

function requireJson(contentType: string | undefined): void {
  if (contentType === JSON_TYPE) return;
  const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
  const charset = parameters.map((parameter) => /^\s*charset\s*=\s*"?([^\s"]*)/.exec(parameter)?.[1]).find(Boolean);
  if (type.trim() === JSON_TYPE && (charset === undefined || charset === "utf-8" || charset === "utf8")) return;
  throw new HttpError(
    "unsupported_media_type",
    "The body has to be JSON in UTF-8; send Content-Type: application/json.",
  );
}

/** Read off the connection itself: the Request in between would copy it, and measures nothing. In a test there is only that. */
function readBytes(c: ServerContext): Promise<Buffer> {
  const announced = c.req.header("content-length");
  if (announced !== undefined && Number(announced) > SERVER_LIMITS.bodyBytes) throw tooLarge();
  const incoming = (c.env as Partial<ServerContext["env"]> | undefined)?.incoming;
  return incoming ? readIncoming(incoming) : readStream(c.req.raw.body);
}

function readIncoming(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const body = new CountedBytes();
    const onData = (chunk: Buffer) => {
      if (body.add(chunk)) return;
      // What is still to come is not kept.
      incoming.off("data", onData);
      reject(tooLarge());
    };
    incoming.on("data", onData);
    incoming.on("end", () => resolve(body.bytes));
    incoming.on("error", () => reject(brokenOff()));
    // Every request closes in the end; an error is made only where one is needed, its stack is dear.
    incoming.on("close", () => {
      if (!incoming.readableEnded) reject(brokenOff());
    });
  });
}

async function readStream(stream: ReadableStream<Uint8Array> | null): Promise<Buffer> {
  const body = new CountedBytes();
  try {
    for await (const chunk of stream ?? []) {
      if (!body.add(chunk)) throw tooLarge();
    }
  } catch (error) {
    throw error instanceof HttpError ? error : brokenOff();
  }
  return body.bytes;
}

/** Bytes as they come, up to the limit. */
class CountedBytes {
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  /** Whether there is room for `chunk`. */
  add(chunk: Uint8Array): boolean {
    this.#size += chunk.byteLength;
    if (this.#size <= SERVER_LIMITS.bodyBytes) this.#chunks.push(chunk);
    return this.#size <= SERVER_LIMITS.bodyBytes;
  }

  get bytes(): Buffer {
    const [first] = this.#chunks;
    return this.#chunks.length === 1 && Buffer.isBuffer(first) ? first : Buffer.concat(this.#chunks, this.#size);
  }
}

function brokenOff(): HttpError {
  return new HttpError("invalid_request", "The body broke off; send the request again.");
}

function tooLarge(): HttpError {
  return new HttpError("body_too_large", `The body has more than ${SERVER_LIMITS.bodyBytes} bytes; send less at once.`);
}

/** A byte order mark is no part of the text. */
function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
