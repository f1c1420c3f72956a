/** A replay on the full screen. */
import { basename } from "node:path";
import type { Clock } from "../../chatroom/clock.ts";
import { collectLandmarks, type Marker } from "../../logging/replay/landmarks.ts";
import type { Recording } from "../../logging/replay/recording.ts";
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
  const store = new SourceStore(playlist, clock);
  let marks: readonly Marker[] = [];
  const looking = followRecordings(playlist, (found) => {
    marks = found;
    store.changed();
  });
  const mode = new ReplayMode({
    source: playlist,
    clock,
    slowdown,
    loop,
    following: () => playlist.following,
    badge: () => (count > 1 ? `replay ${playlist.index + 1}/${count}` : "replay"),
    origin: () => basename(playlist.path),
    marks: () => marks,
    changed: () => store.changed(),
    quit,
  });
  const tui = startTui({ store, mode, stdout, stdin, env });
  tui.done.catch(() => {}).finally(() => looking.abort());
  playlist.play();
  return tui;
}

/** Looks through each log that is played for what the bar marks, until it is aborted. */
function followRecordings(playlist: Playlist, found: (markers: readonly Marker[]) => void): AbortController {
  const whole = new AbortController();
  let looked: Recording | null = null;
  let one = new AbortController();
  const look = () => {
    const { recording } = playlist;
    if (recording === null || recording === looked) return;
    looked = recording;
    one.abort();
    one = new AbortController();
    found([]);
    const signal = AbortSignal.any([whole.signal, one.signal]);
    void collectLandmarks(recording, ({ markers }) => found(markers), signal);
  };
  playlist.subscribe(({ type }) => {
    if (type === "view") look();
  });
  look();
  return whole;
}
