/** A replay as plain lines `Name | text`, each at its time: for pipes, and for people who want no full screen. */
import { PrefixedOutput } from "../../logging/prefixed-output.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import type { Env, OutStream } from "../host.ts";
import { UsageError } from "../usage-error.ts";
import type { Playlist } from "./playlist.ts";

/** What of a stream tells that its reader does not keep up. */
export interface LineStream extends OutStream {
  readonly writableNeedDrain?: boolean;
  once?(event: "drain", listener: () => void): unknown;
}

export interface ReplayLinesOptions {
  readonly playlist: Playlist;
  readonly stdout: LineStream;
  readonly stderr: OutStream;
  readonly env: Env;
}

/** Plays it. Resolves when the last record was shown and none follows; rejects with `UsageError` where it cannot go on. */
export function showLines({ playlist, stdout, stderr, env }: ReplayLinesOptions): Promise<void> {
  const lines = new PrefixedOutput({ stream: stdout, env, verbosity: "normal" });
  return new Promise((resolve, reject) => {
    playlist.subscribe((change) => {
      switch (change.type) {
        case "item":
          lines.show(change.item);
          awaitReader(playlist, stdout);
          return;
        case "problem":
          stderr.write(`llm-chat: ${sanitizeLine(`${playlist.path}, line ${change.line}: ${change.problem}`)}\n`);
          return;
        case "state": {
          const { status, failure } = playlist.state;
          if (status === "failed") reject(new UsageError(failure ?? "the replay cannot go on"));
          if (status === "ended" && playlist.following === null) resolve();
          return;
        }
        case "view":
      }
    });
    playlist.play();
  });
}

/** Who reads slowly is waited for: what it has not taken would pile up here. */
function awaitReader(playlist: Playlist, stdout: LineStream): void {
  if (stdout.writableNeedDrain !== true || stdout.once === undefined || playlist.state.status === "paused") return;
  playlist.pause();
  stdout.once("drain", () => playlist.play());
}
