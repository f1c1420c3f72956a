/** A replay on the full screen. */
import { basename } from "node:path";
import type { Clock } from "../../chatroom/clock.ts";
import type { Env } from "../host.ts";
import { ReplayMode, SourceStore, startTui, type Tui } from "../tui/index.ts";
import type { Playlist } from "./playlist.ts";

export interface ReplayScreenOptions {
  readonly playlist: Playlist;
  /** How many logs there are. */
  readonly count: number;
  readonly slowdown: number;
  readonly loop: boolean;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly env: Env;
  readonly clock: Clock;
  readonly quit: (how: "quit" | "interrupted") => void;
}

/** It plays from now on. */
export function openReplayScreen(options: ReplayScreenOptions): Tui {
  const { playlist, count, slowdown, loop, stdout, stdin, env, clock, quit } = options;
  const mode = new ReplayMode({
    source: playlist,
    clock,
    slowdown,
    loop,
    following: () => playlist.following,
    badge: () => (count > 1 ? `replay ${playlist.index + 1}/${count}` : "replay"),
    origin: () => basename(playlist.path),
    marks: () => [],
    quit,
  });
  const tui = startTui({ store: new SourceStore(playlist, clock), mode, stdout, stdin, env });
  playlist.play();
  return tui;
}
