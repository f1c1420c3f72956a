import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../../test/fakes/manual-clock.ts";
import { MemoryLog } from "../../../test/fakes/memory-log.ts";
import { Items } from "../../../test/fakes/timeline-items.ts";
import { LogError } from "../log-error.ts";
import { isRecord, type LogRecord, type TimelineItem } from "../record.ts";
import { initialView, viewReducer } from "../view-state.ts";
import { LiveRecording } from "./live-recording.ts";
import { openLogRecording } from "./log-recording.ts";
import { Pacing } from "./pacing.ts";
import { Player, type PlayerOptions } from "./player.ts";
import type { SourceChange } from "./timeline-source.ts";

/** Messages at these ms, each saying which one it is. */
function messages(ats: readonly number[]): TimelineItem[] {
  const items = new Items();
  return ats.map((at, index) => {
    items.at = at;
    return items.says(index % 2 === 0 ? "Ada" : "Bob", `message ${index + 1}`);
  });
}

const textOf = (items: readonly TimelineItem[]) => items.map((item) => `${JSON.stringify(item)}\n`).join("");
const foldOf = (items: readonly TimelineItem[]) => items.reduce(viewReducer, initialView);

interface Heard {
  readonly at: number;
  readonly content: string;
}

async function stage(text: string, more: Partial<PlayerOptions> = {}, pacing = new Pacing({ slowdown: 1 })) {
  const clock = new ManualClock();
  const log = new MemoryLog(text, 20_000);
  const recording = await openLogRecording(log, { pacing });
  const player = new Player({ recording, clock, ...more });
  const changes: SourceChange[] = [];
  const heard: Heard[] = [];
  player.subscribe((change) => {
    changes.push(change);
    if (change.type === "item" && isRecord(change.item)) {
      heard.push({ at: clock.monotonic(), content: change.item.content });
    }
  });
  const shown = () => [...player.view.conversation].map((line) => line.text);
  return { clock, log, recording, player, changes, heard, shown };
}

const said = (count: number) => Array.from({ length: count }, (_, index) => `message ${index + 1}`);

describe("[REPLAY-7] playing", () => {
  it("shows nothing before it is told to play, then each record at its time", async () => {
    const { clock, player, heard } = await stage(textOf(messages([0, 1_000, 1_000, 21_000])));
    await clock.advance(5_000);
    expect(heard).toEqual([]);
    player.play();
    await clock.advance(30_000);
    expect(heard.map(({ at }) => at)).toEqual([5_000, 6_000, 6_100, 16_100]);
    expect(player.state).toMatchObject({ status: "ended", position: 11_100, duration: 11_100, line: 4 });
  });

  it("keeps to the due times for an hour, at any speed, and no lateness adds up", async () => {
    const ats = Array.from({ length: 3_000 }, (_, index) => index * 1_207);
    for (const [slowdown, speed] of [
      [1.1, 1],
      [2, 0.5],
      [1, 16],
    ] as const) {
      const { clock, player, heard } = await stage(textOf(messages(ats)), { speed }, new Pacing({ slowdown }));
      player.play();
      // Time goes in steps that fit nothing: a timer is up to 13 ms late.
      while (heard.length < ats.length) await clock.advance(13);
      for (const [index, { at }] of heard.entries()) {
        const due = (index * 1_207 * slowdown) / speed;
        expect(at - due).toBeGreaterThanOrEqual(-0.001);
        expect(at - due).toBeLessThan(20);
      }
    }
  }, 60_000);

  it("catches up what came due while the machine slept", async () => {
    const { clock, player, heard } = await stage(textOf(messages([0, 1_000, 2_000, 9_000])));
    player.play();
    await settle();
    clock.sleep(5_000);
    await clock.advance(0);
    expect(heard).toHaveLength(3);
    await clock.advance(4_000);
    expect(heard.map(({ at }) => at)).toEqual([0, 5_000, 5_000, 9_000]);
  });

  it("pauses, goes on where it paused, and changes speed on the way", async () => {
    const { clock, player, heard } = await stage(textOf(messages([0, 1_000, 2_000, 3_000, 4_000])));
    player.play();
    await clock.advance(1_500);
    player.pause();
    expect(player.state).toMatchObject({ status: "paused", position: 1_500 });
    await clock.advance(60_000);
    expect(heard).toHaveLength(2);
    player.play();
    player.setSpeed(2);
    await clock.advance(250);
    expect(heard).toHaveLength(3);
    player.setSpeed(0.5);
    await clock.advance(2_000);
    expect(heard.map(({ at }) => at)).toEqual([0, 1_000, 61_750, 63_750]);
    expect(player.state.position).toBe(3_000);
  });

  it("held speeds: from 1/64 to 64", async () => {
    const { player } = await stage(textOf(messages([0])));
    player.setSpeed(1_000);
    expect(player.state.speed).toBe(64);
    player.setSpeed(0);
    expect(player.state.speed).toBe(1 / 64);
  });

  it("[REPLAY-8] loops for ever after a pause of 3 s; play at the end begins anew", async () => {
    const { clock, player, heard, shown } = await stage(textOf(messages([0, 1_000])), { loop: true });
    player.play();
    await clock.advance(8_500);
    expect(heard.map(({ at }) => at)).toEqual([0, 1_000, 4_000, 5_000, 8_000]);
    expect(shown()).toEqual(said(1));
    const once = await stage(textOf(messages([0, 1_000])));
    once.player.play();
    await once.clock.advance(5_000);
    once.player.play();
    await once.clock.advance(500);
    expect(once.shown()).toEqual(said(1));
  });

  it("[REPLAY-3] goes on with what was added, also to a line that was cut, and says of no line twice that it is bad", async () => {
    const [first, second, third] = messages([0, 1_000, 2_000]).map((item) => `${JSON.stringify(item)}\n`) as [
      string,
      string,
      string,
    ];
    const { clock, player, log, heard, changes } = await stage(`${first}nonsense\n${second.slice(0, 50)}`, {
      loop: true,
    });
    player.play();
    await clock.advance(100);
    log.append(second.slice(50));
    await clock.advance(3_000);
    log.append(third);
    await clock.advance(2_000);
    expect(heard.map(({ content }) => content)).toEqual(said(3));
    await clock.advance(60_000);
    const problems = changes.filter(({ type }) => type === "problem");
    expect(problems.filter((change) => change.type === "problem" && change.line === 2)).toHaveLength(1);
  });

  it("[REPLAY-9] a log that cannot be read any more fails with the reason, and can be tried again", async () => {
    const { clock, player, log, heard } = await stage(
      textOf(messages(Array.from({ length: 200 }, (_, index) => index * 100))),
    );
    player.play();
    await clock.advance(1_000);
    log.failure = new LogError("unreadable", "Cannot read it: gone.");
    await clock.advance(60_000);
    expect(player.state).toMatchObject({ status: "failed", failure: "Cannot read it: gone." });
    log.failure = null;
    player.play();
    await clock.advance(60_000);
    expect(heard.map(({ content }) => content)).toEqual(said(200));
  });

  it("without a view it tells the same and keeps nothing", async () => {
    const { clock, player, heard } = await stage(textOf(messages([0, 1_000, 2_000, 3_000])), { keepView: false });
    await player.seek(1_500);
    player.play();
    await clock.advance(5_000);
    expect(heard.map(({ content }) => content)).toEqual(["message 3", "message 4"]);
    expect(player.view).toBe(initialView);
  });
});

describe("[REPLAY-10] going elsewhere", () => {
  const items = messages(Array.from({ length: 500 }, (_, index) => index * 1_000));

  it("seeks forward and back; what is shown is the fold of all up to there", async () => {
    const { player, shown, changes } = await stage(textOf(items));
    for (const position of [0, 100_500, 3_000, 499_000, 250_250, 1_000_000, -5]) {
      await player.seek(position);
      const count = Math.floor(Math.min(Math.max(position, 0), 499_000) / 1_000) + 1;
      expect(shown()).toEqual(said(count));
      expect(player.view).toEqual(foldOf(items.slice(0, count)));
      expect(player.state).toMatchObject({ status: "paused", line: count });
    }
    expect(changes.filter(({ type }) => type === "item")).toEqual([]);
  });

  it("goes on playing where it played, from the new place", async () => {
    const { clock, player, heard } = await stage(textOf(items));
    player.play();
    await clock.advance(1_500);
    await player.seek(100_500);
    expect(player.state.status).toBe("playing");
    await clock.advance(1_000);
    expect(heard.map(({ content }) => content)).toEqual(["message 1", "message 2", "message 102"]);
  });

  it("a later seek replaces one that is under way; pausing in it pauses after it", async () => {
    const { player, clock, shown } = await stage(textOf(items));
    player.play();
    const first = player.seek(400_000);
    const second = player.seek(10_000);
    player.pause();
    await Promise.all([first, second]);
    await clock.advance(10_000);
    expect(player.state).toMatchObject({ status: "paused", position: 10_000 });
    expect(shown()).toEqual(said(11));
  });

  it("steps one record at a time, past lines that are none", async () => {
    const [first = "", ...rest] = textOf(items.slice(0, 3)).split("\n");
    const { player, shown } = await stage([first, "nonsense", ...rest].join("\n"));
    for (const [count, position] of [
      [1, 0],
      [2, 1_000],
      [3, 2_000],
      [3, 2_000],
    ] as const) {
      await player.step();
      expect(shown()).toEqual(said(count));
      expect(player.state).toMatchObject({ status: "paused", position, problems: count > 1 ? 1 : 0 });
    }
  });

  it("finds the next and the one before, wherever they are, and says when there is none", async () => {
    const { player, shown } = await stage(textOf(items));
    const match = (text: RegExp) => (item: object) => "record" in item && text.test((item.record as LogRecord).content);
    expect(await player.find(match(/ \d*7$/), 1)).toBe(true);
    expect(shown()).toEqual(said(7));
    expect(await player.find(match(/ \d*7$/), 1)).toBe(true);
    expect(shown()).toEqual(said(17));
    expect(await player.find(match(/ 499$/), 1)).toBe(true);
    expect(await player.find(match(/ 8$/), -1)).toBe(true);
    expect(shown()).toEqual(said(8));
    expect(player.state).toMatchObject({ position: 7_000, status: "paused" });
    expect(await player.find(match(/nothing/), -1)).toBe(false);
    expect(await player.find(match(/nothing/), 1)).toBe(false);
    expect(shown()).toEqual(said(8));
  });

  it("whatever is done in whatever order, what is shown is a fold of the first lines", async () => {
    const action = fc.oneof(
      fc.record({ do: fc.constant("seek" as const), to: fc.nat(520_000) }),
      fc.record({ do: fc.constant("find" as const), step: fc.constantFrom(1 as const, -1 as const), digit: fc.nat(9) }),
      fc.record({ do: fc.constantFrom("play" as const, "pause" as const, "step" as const, "end" as const) }),
      fc.record({ do: fc.constant("wait" as const), ms: fc.nat(5_000) }),
      fc.record({ do: fc.constant("speed" as const), speed: fc.constantFrom(0.5, 1, 8) }),
    );
    const text = textOf(items);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(action, fc.boolean()), { maxLength: 25 }), async (actions) => {
        const { player, clock } = await stage(text, { loop: true });
        for (const [act, waits] of actions) {
          let over: Promise<unknown> = Promise.resolve();
          if (act.do === "seek") over = player.seek(act.to);
          else if (act.do === "find") {
            const ending = String(act.digit);
            over = player.find((item) => "record" in item && item.record.content.endsWith(ending), act.step);
          } else if (act.do === "step") over = player.step();
          else if (act.do === "end") over = player.seekEnd();
          else if (act.do === "play") player.play();
          else if (act.do === "pause") player.pause();
          else if (act.do === "speed") player.setSpeed(act.speed);
          else if (act.do === "wait") await clock.advance(act.ms);
          if (waits) await over;
        }
        for (let turns = 0; player.state.status === "seeking" && turns < 1_000; turns++) await settle();
        const { line, status } = player.state;
        expect(status).not.toBe("seeking");
        expect(player.view).toEqual(foldOf(items.slice(0, line)));
        await player.close();
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe("[REPLAY-11] a live recording", () => {
  function live() {
    const clock = new ManualClock();
    const recording = new LiveRecording("lobby");
    const player = new Player({ recording, clock });
    const shown = () => [...player.view.conversation].map((line) => line.text);
    return { clock, recording, player, shown };
  }
  const records = messages([0, 500, 60_000, 61_000]) as LogRecord[];
  const [one, two, three, four] = records as [LogRecord, LogRecord, LogRecord, LogRecord];

  it("is followed: what comes is shown at once, growing text too", async () => {
    const { recording, player, shown } = live();
    recording.push(one);
    player.play();
    await settle();
    await player.seekEnd();
    await settle();
    expect(player.state).toMatchObject({ following: true, live: true, status: "playing" });
    recording.push(two);
    recording.push(three);
    await settle();
    expect(shown()).toEqual(said(3));
    recording.push({ ...four, type: "thinking" });
    await settle();
    recording.signal(new Items().thinks("Bob", "hm"));
    expect(player.view.agents.map(({ name, growing }) => [name, growing.map(({ text }) => text)])).toEqual([
      ["Bob", ["hm"]],
    ]);
  });

  it("can be paused and gone back in while it runs on, and be followed again", async () => {
    const { recording, player, shown, clock } = live();
    player.play();
    await settle();
    recording.push(one);
    recording.push(two);
    await settle();
    player.pause();
    recording.push(three);
    recording.signal(new Items().thinks("Bob", "hm"));
    await settle();
    expect(shown()).toEqual(said(2));
    expect(player.state).toMatchObject({ following: false, duration: 10_500 });
    await player.seek(0);
    expect(shown()).toEqual(said(1));
    player.play();
    await clock.advance(500);
    expect(shown()).toEqual(said(2));
    expect(player.state.following).toBe(false);
    await player.seekEnd();
    await settle();
    recording.push(four);
    await settle();
    expect(shown()).toEqual(said(4));
    expect(player.state.following).toBe(true);
  });

  it("forgets the oldest of very many, and goes on", async () => {
    const { recording, player } = live();
    player.play();
    await settle();
    for (let index = 0; index < 210_000; index++) recording.push(one);
    await settle();
    expect(recording.length).toBe(210_000);
    await player.seek(0);
    await player.seekEnd();
    expect(player.state.line).toBe(210_000);
  });
});
