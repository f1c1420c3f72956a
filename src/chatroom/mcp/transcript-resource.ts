/** The transcript as a resource. Hosts seldom show updates to the model: they are for people, `check` is for models. */
import { type McpServer, ResourceNotFoundError } from "@modelcontextprotocol/server";
import type { Clock } from "../clock.ts";
import { renderTranscript, type TranscriptSource, transcriptUri } from "./transcript-source.ts";
import { watchTranscript } from "./updates.ts";

/**
 * Who tells of updates. `subscribers`: an older host says what it wants to hear. `all`: the connection knows, and drops the
 * rest. `elsewhere`: the server lives for one request only, and must not leave a listener behind.
 */
export type UpdateMode = "subscribers" | "all" | "elsewhere";

export interface TranscriptResourceOptions {
  readonly source: TranscriptSource;
  readonly clock: Clock;
  readonly updates: UpdateMode;
}

/** Returns how to stop telling of updates. */
export function registerTranscript(server: McpServer, options: TranscriptResourceOptions): () => void {
  const { source, clock, updates } = options;
  const uri = transcriptUri(source);
  server.registerResource(
    "transcript",
    uri,
    {
      title: `The room ${source.name}`,
      description: "The newest messages and notices of the room. Reading it is no action: nobody hears of it.",
      mimeType: "text/plain",
    },
    () => ({ contents: [{ uri, mimeType: "text/plain", text: renderTranscript(source) }] }),
  );
  let stop = () => {};
  const start = () => {
    stop();
    stop = watchTranscript(source, clock, () => {
      // A connection that is closing hears of nothing more.
      server.server.sendResourceUpdated({ uri }).catch(() => {});
    });
  };
  if (updates === "all") start();
  if (updates === "subscribers") {
    server.server.setRequestHandler("resources/subscribe", ({ params }) => {
      if (params.uri !== uri) throw new ResourceNotFoundError(params.uri);
      start();
      return {};
    });
    server.server.setRequestHandler("resources/unsubscribe", ({ params }) => {
      if (params.uri === uri) stop();
      return {};
    });
  }
  return () => stop();
}
