/** `llm-chat replay FILE --port PORT`: a replay for any number of viewers, over WebSocket, and the page to see it in (PROTOCOL 7). */
import { oneRoom } from "../../logging/viewer/one-room.ts";
import { ViewerHub } from "../../logging/viewer/viewer-hub.ts";
import { ViewerServer } from "../../logging/viewer/viewer-server.ts";
import { isRecord } from "../../logging/record.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import type { CliHost } from "../host.ts";
import { portProblem } from "../port-problem.ts";
import { elapsed, plural } from "../../logging/figures.ts";
import { UsageError } from "../usage-error.ts";
import { VERSION } from "../version.ts";
import type { Playlist } from "./playlist.ts";

export interface ServeReplayOptions {
  readonly playlist: Playlist;
  readonly files: readonly string[];
  readonly port: number;
  readonly allowOrigins: readonly string[];
  readonly host: Pick<CliHost, "clock" | "stdout" | "stderr">;
  /** Resolves when somebody wants it to end. */
  readonly ended: Promise<unknown>;
}

const HOST = "127.0.0.1";
/** Viewers come when they come: nothing is kept for them but what a slow one may be behind. */
const KEEP = { records: 2_000, characters: 8 * 1024 * 1024 };

/** Plays to viewers until it ends by itself or is ended. Rejects with `UsageError` where the port cannot be had. */
export async function serveReplay(options: ServeReplayOptions): Promise<void> {
  const { playlist, host, ended } = options;
  const hub = new ViewerHub({ clock: host.clock, mode: "replay", version: VERSION, keep: KEEP });
  const server = await openServer(hub, options);
  try {
    host.stdout.write(banner(server.url, options));
    await Promise.race([play(playlist, hub, host), ended]);
  } finally {
    await server.close();
  }
}

async function openServer(
  hub: ViewerHub,
  { host, port, allowOrigins, files, playlist }: ServeReplayOptions,
): Promise<ViewerServer> {
  const [log] = files;
  try {
    return await ViewerServer.open({
      host: HOST,
      port,
      clock: host.clock,
      rooms: oneRoom(hub),
      allowOrigins,
      // A page that has all of the log goes where its person wants. Of several it can only follow.
      ...(files.length === 1 && log !== undefined && { log, loop: playlist.following !== null }),
    });
  } catch (error) {
    const problem = portProblem(error, { host: HOST, port, portOption: "--port", hostOption: null });
    throw problem === null ? error : new UsageError(problem, { cause: error });
  }
}

function play(playlist: Playlist, hub: ViewerHub, { stderr }: Pick<CliHost, "stderr">): Promise<void> {
  return new Promise((resolve, reject) => {
    let begun = false;
    playlist.subscribe((change) => {
      switch (change.type) {
        case "item":
          begun = true;
          if (isRecord(change.item)) hub.publishRecord(change.item, change.legacy);
          return;
        case "problem":
          hub.publishProblem(change.line, change.problem);
          stderr.write(`llm-chat: ${sanitizeLine(`${playlist.path}, line ${change.line}: ${change.problem}`)}\n`);
          return;
        case "view":
          if (begun) hub.restart();
          return;
        case "state": {
          const { status, failure } = playlist.state;
          if (status === "failed") reject(new UsageError(failure ?? "the replay cannot go on"));
          if (status === "ended" && playlist.following === null) resolve();
        }
      }
    });
    playlist.play();
  });
}

function banner(url: string, { files, playlist }: ServeReplayOptions): string {
  const what =
    files.length === 1 ? `${playlist.path} (${elapsed(playlist.state.duration)})` : plural(files.length, "log");
  const again = playlist.following === null ? "once" : "again and again";
  return [
    `llm-chat ${VERSION} plays ${sanitizeLine(what)}, ${again}`,
    "",
    `  page       ${url}`,
    `  WebSocket  ${url.replace(/^http/, "ws")}`,
    "",
    "Ctrl-C ends it.",
    "",
  ].join("\n");
}
