/** The body of a request to the HTTP API: JSON in UTF-8, measured as it comes, and of the right shape. */
import { isUtf8 } from "node:buffer";
import type * as z from "zod";
import { ApiError } from "./api-answer.ts";

/** A block of its longest, with every character escaped or not of ASCII. */
const MOST_BYTES = 16_000_000;

/** Throws `ApiError`. An empty body is an empty object. */
export async function readBody<T extends z.ZodType>(request: Request, schema: T): Promise<z.output<T>> {
  const bytes = await readBytes(request);
  const value: unknown = bytes.length === 0 ? {} : parse(request, bytes);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  if (issue?.code === "too_big" && issue.origin === "string") {
    throw new ApiError("too_large", `${field} may have ${issue.maximum} characters; send less.`);
  }
  const problem = issue?.message.endsWith("received undefined") ? "it is missing; send it" : issue?.message;
  throw new ApiError("invalid", `${field === "" ? "The body" : field}: ${problem}.`);
}

function parse(request: Request, bytes: Buffer): unknown {
  const type = (request.headers.get("content-type") ?? "").toLowerCase().split(";")[0]?.trim();
  if (type !== "application/json") {
    throw new ApiError("unsupported_media_type", "The body has to be JSON; send Content-Type: application/json.");
  }
  if (!isUtf8(bytes)) throw new ApiError("malformed_json", "The body is not UTF-8; send it as that.");
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new ApiError("malformed_json", 'The body is no JSON; send an object, as {"title": "Gold"}.');
  }
}

async function readBytes(request: Request): Promise<Buffer> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > MOST_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (request.body as AsyncIterable<Uint8Array> | null) ?? []) {
      size += chunk.byteLength;
      if (size > MOST_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError("invalid", "The body broke off; send the request again.");
  }
  return Buffer.concat(chunks);
}

function tooLarge(): ApiError {
  return new ApiError("too_large", `The body has more than ${MOST_BYTES} bytes; send less at once.`);
}
