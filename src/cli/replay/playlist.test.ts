import { describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../../test/fakes/manual-clock.ts";
import { MemoryLog } from "../../../test/fakes/memory-log.ts";
import { logText } from "../../../test/fakes/replay-stage.ts";
import { Items } from "../../../test/fakes/timeline-items.ts";
import { LogError } from "../../logging/log-error.ts";
import { openLogRecording } from "../../logging/replay/log-recording.ts";
import { Pacing } from "../../logging/replay/pacing.ts";
import type { SourceChange } from "../../logging/replay/timeline-source.ts";
import { parseFrom } from "./from-time.ts";
import { Playlist, type PlaylistOptions } from "./playlist.ts";

/** Three messages of `name`, a second from one to the next. */
function talkOf(name: string): string {
  const items = new Items();
  const said = [1, 2, 3].map((number) => {
    items.at = number * 1_000;
    return items.says(name, `${name} ${number}`);
  });
  return logText(said);
}

function stage(files: readonly string[], more: Partial<PlaylistOptions> = {}) {
  const clock = new ManualClock();
  const opened: string[] = [];
  const logs: MemoryLog[] = [];
  const playlist = new Playlist({
    files,
    async open(path, { onProgress }) {
      opened.push(path);
      if (path === "gone") throw new LogError("unreadable", "Cannot read gone: there is no such file.");
      const log = new MemoryLog(talkOf(path));
      logs.push(log);
      return openLogRecording(log, { pacing: new Pacing({ slowdown: 1 }), onProgress });
    },
    clock,
    speed: 1,
    loop: false,
    from: null,
    keepView: true,
    ...more,
  });
  const changes: SourceChange[] = [];
  playlist.subscribe((change) => changes.push(change));
  const shown = () => [...playlist.view.conversation].map(({ text }) => text);
  return { clock, opened, logs, playlist, changes, shown };
}

describe("[REPLAY-27] a playlist", () => {
  it("is opened, paused at its begin", async () => {
    const { playlist, clock, shown } = stage(["a"]);
    expect(playlist.state.status).toBe("opening");
    await playlist.open();
    await clock.advance(60_000);
    expect(playlist.state).toMatchObject({ status: "paused", position: 0, duration: 2_000 });
    expect(shown()).toEqual([]);
  });

  it("plays one log after the other, 3 s apart, and ends with the last", async () => {
    const { playlist, clock, opened, shown, logs } = stage(["a", "b"]);
    await playlist.open();
    playlist.play();
    await clock.advance(2_000);
    expect(playlist.state.status).toBe("ended");
    expect(playlist.following).toEqual({ what: "next", after: 3_000 });
    await clock.advance(2_999);
    expect(opened).toEqual(["a"]);
    expect(shown()).toEqual(["a 1", "a 2", "a 3"]);
    await clock.advance(1_001);
    expect(playlist.index).toBe(1);
    expect(shown()).toEqual(["b 1", "b 2"]);
    await clock.advance(60_000);
    expect(opened).toEqual(["a", "b"]);
    expect(playlist.following).toBeNull();
    expect(logs.map(({ closed }) => closed)).toEqual([true, false]);
    await playlist.close();
    expect(logs.every(({ closed }) => closed)).toBe(true);
  });

  it("looping, begins with the first again; alone, its one log loops", async () => {
    const { playlist, clock, opened } = stage(["a", "b"], { loop: true });
    await playlist.open();
    playlist.play();
    await clock.advance(12_000);
    expect(opened).toEqual(["a", "b", "a"]);
    const alone = stage(["a"], { loop: true });
    await alone.playlist.open();
    expect(alone.playlist.following).toEqual({ what: "again", after: 3_000 });
    alone.playlist.play();
    await alone.clock.advance(5_500);
    expect(alone.shown()).toEqual(["a 1"]);
    expect(alone.opened).toEqual(["a"]);
  });

  it("goes on at once where one plays on, not while it is paused at an end, and keeps the speed", async () => {
    const { playlist, clock, opened } = stage(["a", "b"]);
    await playlist.open();
    playlist.setSpeed(4);
    playlist.play();
    await clock.advance(600);
    playlist.pause();
    await clock.advance(60_000);
    expect(opened).toEqual(["a"]);
    playlist.play();
    await clock.advance(10);
    playlist.play();
    await clock.advance(10);
    expect(opened).toEqual(["a", "b"]);
    expect(playlist.state).toMatchObject({ status: "playing", speed: 4 });
  });

  it("begins where it is told to, the first time", async () => {
    const { playlist, clock, shown } = stage(["a"], { loop: true, from: parseFrom("50%") });
    await playlist.open();
    expect(playlist.state).toMatchObject({ status: "paused", position: 1_000 });
    expect(shown()).toEqual(["a 1", "a 2"]);
    playlist.play();
    await clock.advance(4_000);
    expect(playlist.state.position).toBe(0);
  });

  it("fails with the reason where a log cannot be opened; the first one does not even begin", async () => {
    await expect(stage(["gone"]).playlist.open()).rejects.toThrow("Cannot read gone");
    const { playlist, clock, shown } = stage(["a", "gone"]);
    await playlist.open();
    playlist.play();
    await clock.advance(6_000);
    expect(playlist.state).toMatchObject({ status: "failed", failure: "Cannot read gone: there is no such file." });
    expect(shown()).toEqual(["a 1", "a 2", "a 3"]);
  });

  it("is closed while a log is being opened, and that log too", async () => {
    const log = new MemoryLog(talkOf("a"));
    let goOn: () => void = () => {};
    const { playlist } = stage(["a"], {
      open: async () => {
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
        return openLogRecording(log);
      },
    });
    const opening = playlist.open();
    await settle();
    await playlist.close();
    goOn();
    await expect(opening).rejects.toThrow("aborted");
    expect(log.closed).toBe(true);
  });
});
