/** The bytes of an event stream as what they mean. Nothing that is half there is ever told. */
import { createParser, type EventSourceMessage, ParseError } from "eventsource-parser";
import type * as z from "zod";
import { composingData, frameData } from "./answers.ts";

export type Frame =
  /** What should be events, oldest first. */
  | { readonly type: "events"; readonly values: readonly unknown[] }
  /** The same; and what came between is not kept any more, or the room is another one now. */
  | { readonly type: "resync"; readonly values: readonly unknown[] }
  | { readonly type: "composing"; readonly username: string }
  | { readonly type: "ping" };

/** The server sends what is no event stream of this protocol. */
export class BadStream extends Error {
  override readonly name = "BadStream";
}

/** UTF-16 units of one frame: a server sends 100 messages at most, each of 100,000 characters at most. */
const LONGEST_FRAME = 64 * 1_024 * 1_024;

export interface FrameOptions {
  /** Told when anything at all has come. */
  readonly onBytes: () => void;
  /** The server says how long to stay away after the stream has ended, ms. */
  readonly onRetry: (ms: number) => void;
}

/** Throws `BadStream`, or what `body` throws. */
export async function* readFrames(body: AsyncIterable<Uint8Array>, options: FrameOptions): AsyncGenerator<Frame> {
  const messages: EventSourceMessage[] = [];
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const parser = createParser({
    maxBufferSize: LONGEST_FRAME,
    onEvent: (message) => messages.push(message),
    onRetry: options.onRetry,
    onError(error) {
      // A field that is not known is nobody's fault.
      if (error instanceof ParseError && error.type === "max-buffer-size-exceeded") throw new BadStream(error.message);
    },
  });
  for await (const bytes of body) {
    options.onBytes();
    parser.feed(decodeText(decoder, bytes));
    for (const message of messages.splice(0)) {
      const frame = frameOf(message);
      if (frame) yield frame;
    }
  }
}

function decodeText(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch {
    throw new BadStream("the stream is no UTF-8");
  }
}

/** null: of a kind that this client does not know. */
function frameOf({ event = "message", data }: EventSourceMessage): Frame | null {
  switch (event) {
    case "message":
      return { type: "events", values: dataOf(frameData, data) };
    case "resync":
      return { type: "resync", values: dataOf(frameData, data) };
    case "composing":
      return { type: "composing", username: dataOf(composingData, data).username };
    case "ping":
      return { type: "ping" };
    default:
      return null;
  }
}

function dataOf<T>(schema: z.ZodType<T>, data: string): T {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw new BadStream("the stream has a frame that is no JSON");
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new BadStream("the stream has a frame of another shape");
  return parsed.data;
}
