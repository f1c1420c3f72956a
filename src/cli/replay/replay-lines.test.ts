import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { MemoryLog } from "../../../test/fakes/memory-log.ts";
import { logText, tenSecondTalk } from "../../../test/fakes/replay-stage.ts";
import { openLogRecording } from "../../logging/replay/log-recording.ts";
import { Pacing } from "../../logging/replay/pacing.ts";
import { Playlist, type PlaylistOptions } from "./playlist.ts";
import { type LineStream, showLines } from "./replay-lines.ts";

async function stage(text: string, more: Partial<PlaylistOptions> = {}, stream: Partial<LineStream> = {}) {
  const clock = new ManualClock();
  const log = new MemoryLog(text);
  const playlist = new Playlist({
    files: ["talk.jsonl"],
    open: () => openLogRecording(log, { pacing: new Pacing({ slowdown: 1 }) }),
    clock,
    speed: 1,
    loop: false,
    from: null,
    keepView: false,
    ...more,
  });
  await playlist.open();
  const written: { readonly at: number; readonly text: string }[] = [];
  const complained: string[] = [];
  const stdout = Object.assign(stream, {
    write: (text: string) => written.push({ at: clock.monotonic(), text }),
  });
  const stderr = { write: (text: string) => complained.push(text) };
  const shown = showLines({ playlist, stdout, stderr, env: {} });
  let over = false;
  shown.then(
    () => (over = true),
    () => (over = true),
  );
  return {
    clock,
    log,
    playlist,
    written,
    complained,
    shown,
    over: () => over,
    out: () => written.map(({ text }) => text).join(""),
  };
}

const TALK = logText(tenSecondTalk());

describe("[REPLAY-28] plain lines", () => {
  it("come each at its time, once, and then it is over", async () => {
    const { clock, written, over, out } = await stage(TALK);
    await clock.advance(25_000);
    expect(out()).toBe("system | Tea or coffee?\nAda    | message 1\nBob    | message 2\n");
    expect(written.map(({ at }) => at)).toEqual([0, 10_000, 20_000]);
    await clock.advance(174_000);
    expect(over()).toBe(false);
    await clock.advance(2_000);
    expect(over()).toBe(true);
    const said = written.filter(({ text }) => text.includes("| message"));
    // The refused push and its answer have 0.1 s each, and the message after them its own.
    for (const [index, { at }] of said.entries()) {
      const due = (index + 1) * 10_000 + (index >= 5 ? 200 : 0);
      expect(Math.abs(at - due), `message ${index + 1}`).toBeLessThanOrEqual(20);
    }
    expect(out()).not.toContain("\x1b");
  });

  it("loop where that is asked for", async () => {
    const { clock, over, out } = await stage(TALK, { loop: true, speed: 64 });
    await clock.advance(10_000);
    expect(out().match(/Ada {4}\| message 1\n/g)?.length).toBe(2);
    expect(over()).toBe(false);
  });

  it("tell malformed lines on stderr, with their number, and go on", async () => {
    const lines = TALK.split("\n");
    lines.splice(1, 0, "{\x1b[2J", '"\xff"');
    const { clock, complained, out } = await stage(`${lines.join("\n")}{"cut":`);
    await clock.advance(300_000);
    expect(complained).toEqual([
      "llm-chat: talk.jsonl, line 2: not JSON\n",
      "llm-chat: talk.jsonl, line 3: not a JSON object\n",
      "llm-chat: talk.jsonl, line 26: cut off: the file ends in the middle of it\n",
    ]);
    expect(out()).toContain("Bob    | message 20\n");
  });

  it("wait for a reader that does not keep up: nothing piles up", async () => {
    let drained: () => void = () => {};
    const stream = {
      writableNeedDrain: false,
      once(_event: "drain", listener: () => void) {
        drained = listener;
      },
    };
    const { clock, written } = await stage(TALK, {}, stream);
    stream.writableNeedDrain = true;
    await clock.advance(100_000);
    const { length } = written;
    expect(length).toBeLessThanOrEqual(2);
    stream.writableNeedDrain = false;
    drained();
    await clock.advance(10_000);
    expect(written.length).toBe(length + 1);
  });

  it("end with the reason where the log can no longer be read", async () => {
    const { clock, log, shown, over } = await stage(TALK.slice(0, TALK.indexOf("message 5")));
    log.failure = new Error("the disk is on fire");
    await clock.advance(60_000);
    expect(over()).toBe(true);
    await expect(shown).rejects.toThrow("the disk is on fire");
  });
});
