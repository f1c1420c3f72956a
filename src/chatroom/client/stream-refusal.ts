/** What an answer means that is no event stream although one was asked for. */
import { oneLine } from "./reasons.ts";
import type { StreamEnding } from "./reconnection.ts";
import { replyOf } from "./server-calls.ts";

type Stream = Response & { readonly body: ReadableStream<Uint8Array<ArrayBuffer>> };

export function isStream(response: Response): response is Stream {
  const isEvents = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  return response.status === 200 && isEvents && response.body !== null;
}

export function endingOf(response: Response, text: string): StreamEnding {
  const reply = replyOf(response, text, response.url);
  switch (reply.type) {
    case "answered":
      return lost("the server answered something that is no event stream");
    case "lost":
      return { ...lost(reply.reason), atLeastMs: reply.atLeastMs };
    case "declined":
      if (reply.code === "not_registered" || reply.code === "unauthorized") {
        return { type: "unknown", error: reply.error };
      }
      // A proxy in between may say anything while its server is away; and a full room may have place later.
      if (reply.code === "" || reply.code === "limit_reached") return lost(oneLine(reply.error.message));
      return { type: "hopeless", error: reply.error };
  }
}

function lost(reason: string) {
  return { type: "lost", reason, heard: false, atLeastMs: 0 } as const;
}
