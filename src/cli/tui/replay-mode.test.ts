import { afterEach, describe, expect, it, vi } from "vitest";
import { settle } from "../../../test/fakes/manual-clock.ts";
import { logText, startReplay, stopAllReplays, tenSecondTalk } from "../../../test/fakes/replay-stage.ts";
import { Items } from "../../../test/fakes/timeline-items.ts";

afterEach(stopAllReplays);

const TALK = logText(tenSecondTalk());
const RIGHT = "\x1b[C";
const LEFT = "\x1b[D";
/** The newest message in the conversation. */
const last = (rows: readonly string[]) => rows.findLast((row) => /^ (Ada|Bob): /.test(row))?.trim();

describe("[REPLAY-20] the screen of a replay", () => {
  it.each([
    [60, 20],
    [80, 24],
    [120, 36],
  ])("is that of a conversation, with a bar, at %ix%i", async (columns, rows) => {
    const { player, clock, screen } = await startReplay(TALK, { columns, rows });
    player.play();
    await clock.advance(30_000);
    const lines = await screen();
    expect(lines).toHaveLength(rows);
    expect(lines[0]).toMatch(/^ replay {2}Tea or coffee\? {2}talk\.jsonl .*00:3\d/);
    expect(lines.some((line) => /1 Ada .*2 Bob/.test(line))).toBe(true);
    expect(last(lines)).toBe("Ada: message 3");
    expect(lines.at(-2)).toMatch(/^ ▶ 00:30 \/ 03:20 {2}1× {2}\[━+●─*▲─+\] {2}line \d+ *$/);
    expect(lines.at(-1)).toMatch(/^ space pause .*\? help {2}q quit$/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it("reads without colour", async () => {
    const { player, clock, screen, terminal } = await startReplay(TALK, { env: { NO_COLOR: "1", TERM: "xterm" } });
    player.play();
    await clock.advance(30_000);
    expect((await screen()).at(-2)).toContain("●");
    expect(terminal.written).not.toMatch(/\x1b\[[\d;]*m/);
  });

  it("counts durations in the conversation's time: at its speed, and not while it is paused", async () => {
    const items = new Items();
    const start = [items.session("Topic", ["Ada"]), items.call("Ada", "check")];
    items.at = 4_000;
    const text = logText([...start, items.says("Ada", "at last")]);
    const { player, clock, screen, press } = await startReplay(text, { slowdown: 2 });
    player.play();
    await clock.advance(4_200);
    expect((await screen())[0]).toMatch(/00:02$/);
    expect((await screen())[3]).toContain("○ waiting 2 s");
    await press(" ");
    await clock.advance(60_000);
    expect((await screen())[3]).toContain("○ waiting 2 s");
    await press(">> ");
    await clock.advance(500);
    // Four times as fast, and the pause takes twice as long.
    expect((await screen())[3]).toContain("○ waiting 3 s");
  });

  it("has the time of what is shown, also after a seek in the dark", async () => {
    const { press } = await startReplay(TALK);
    expect((await press("G"))[0]).toMatch(/03:20$/);
    expect((await press("[["))[0]).toMatch(/03:00$/);
    // Between two messages it is as late as it has played on since.
    expect((await press(RIGHT))[0]).toMatch(/03:04$/);
    expect((await press("g"))[0]).toMatch(/00:00$/);
  });

  it("follows the size of the terminal while it plays", async () => {
    const { player, clock, screen, terminal } = await startReplay(TALK);
    player.play();
    await clock.advance(30_000);
    for (const [columns, rows] of [
      [60, 20],
      [120, 36],
      [40, 10],
    ] as const) {
      terminal.resize(columns, rows);
      await clock.advance(1_000);
      const lines = await screen();
      expect(lines).toHaveLength(rows);
      expect(lines.at(-2)).toContain("●");
    }
  });
});

describe("[REPLAY-22] the keys", () => {
  it("space pauses and plays, and at the end plays again", async () => {
    const { player, clock, press, bar } = await startReplay(TALK);
    await press(" ");
    await clock.advance(20_000);
    expect((await press(" ")).at(-2)).toContain("‖ paused 00:20");
    await clock.advance(20_000);
    expect(await bar()).toContain("‖ paused 00:20");
    await press("G ");
    await clock.advance(1);
    expect(await bar()).toContain("■ ended 03:20 / 03:20  1×");
    expect((await press(" ")).at(-1)).toContain("space pause");
    expect(player.state).toMatchObject({ status: "playing", line: 1 });
  });

  it("← and → seek 5 s, three of them 15 s, with ctrl a minute; never beyond the ends", async () => {
    const { press, bar } = await startReplay(TALK);
    await press(RIGHT);
    expect(await bar()).toContain("‖ paused 00:05");
    await press(RIGHT + RIGHT + RIGHT);
    expect(await bar()).toContain("‖ paused 00:20");
    await press(LEFT);
    expect(await bar()).toContain("‖ paused 00:15");
    await press("\x1b[1;5C");
    expect(await bar()).toContain("‖ paused 01:15");
    await press("\x1b[1;5D\x1b[1;5D");
    expect(await bar()).toContain("‖ paused 00:00");
    await press("\x1b[1;5C\x1b[1;5C\x1b[1;5C\x1b[1;5C");
    expect(await bar()).toContain("‖ paused 03:20");
  });

  it("a seek goes on playing where it played", async () => {
    const { player, clock, press, screen } = await startReplay(TALK);
    player.play();
    await clock.advance(10_000);
    await press(RIGHT);
    expect(player.state).toMatchObject({ status: "playing", position: 15_000 });
    await clock.advance(5_000);
    expect(last(await screen())).toBe("Bob: message 2");
  });

  it(". steps one record on, and pauses", async () => {
    const { player, press } = await startReplay(TALK);
    player.play();
    await settle();
    expect(last(await press("."))).toBe("Ada: message 1");
    expect(player.state).toMatchObject({ status: "paused", line: 2 });
    expect(last(await press("..."))).toBe("Bob: message 4");
  });

  it("> and < change the speed by steps, held within 1/64 and 64", async () => {
    const { press, bar } = await startReplay(TALK);
    const speeds = [];
    for (const key of [">", ">", "<", "<", "<", ","]) {
      await press(key);
      speeds.push(/\s(\S+×)/.exec(await bar())?.[1]);
    }
    expect(speeds).toEqual(["2×", "4×", "2×", "1×", "½×", "¼×"]);
    await press(">".repeat(20));
    expect(await bar()).toContain(" 64× ");
    await press("<".repeat(20));
    expect(await bar()).toContain(" 1/64× ");
  });

  it("] and [ go from message to message, and say where there is none", async () => {
    const { press } = await startReplay(TALK);
    expect(last(await press("]"))).toBe("Ada: message 1");
    expect(last(await press("]]"))).toBe("Ada: message 3");
    expect(last(await press("["))).toBe("Bob: message 2");
    await press("[");
    expect((await press("[")).at(-1)).toContain("no earlier message");
    await press("G");
    expect((await press("]")).at(-1)).toContain("no further message");
    // Any key brings the keys back.
    expect((await press("v")).at(-1)).toContain("q quit");
  });

  it("m and M go to markers", async () => {
    const { press, player } = await startReplay(TALK);
    const lines = await press("m");
    expect(lines.join("\n")).toContain("✗ push refused · unseen");
    expect(lines.at(-1)).toBe(" Bob was refused a push: somebody had spoken first, line 8");
    expect(player.state.position).toBe(60_100);
    expect((await press("m")).at(-1)).toContain("no further interruption, refused push or failure");
    await press("G");
    await press("M");
    expect(player.state.position).toBe(60_100);
  });

  it("g and G go to the begin and the end", async () => {
    const { press, bar } = await startReplay(TALK);
    expect(last(await press("G"))).toBe("Bob: message 20");
    expect(await bar()).toContain("03:20 / 03:20");
    expect(last(await press("g"))).toBeUndefined();
    expect(await bar()).toContain("00:00 / 03:20");
  });

  it("those of every screen are there: focus, alone, views, scrolling, help", async () => {
    const { press } = await startReplay(TALK);
    await press("G");
    expect((await press("\t"))[2]).toContain("━ 1 Ada");
    expect((await press("2"))[2]).toContain("━ 2 Bob");
    expect((await press("f")).join()).not.toMatch(/Ada ·|conversation/);
    await press("f0");
    expect((await press("\x1b[5~")).at(-3)).toMatch(/↓ \d+ more$/);
    expect((await press("\x1b[F")).join()).not.toMatch(/more/);
    expect((await press("v")).at(-1)).toContain("q quit");
    const help = (await press("?")).join("\n");
    for (const word of [
      "pause and play",
      "5 s back",
      "one record on",
      "next message",
      "interruption",
      "search",
      "quit",
    ]) {
      expect(help).toContain(word);
    }
    expect((await press("x"))[2]).toContain("1 Ada");
  });

  it("no key speaks", async () => {
    const { press } = await startReplay(TALK);
    expect((await press("i")).at(-1)).toContain("q quit");
  });

  it.each([
    ["q", "quit"],
    ["\x03", "interrupted"],
    ["/\x03", "interrupted"],
  ])("%j quits, and gives the terminal back", async (keys, how) => {
    const { terminal, quits, tui, player, clock } = await startReplay(TALK);
    player.play();
    await clock.advance(1_000);
    terminal.type(keys);
    await tui.done;
    await terminal.settled();
    expect(quits).toEqual([how]);
    expect(terminal.raw).toBe(false);
    expect(terminal.alternate).toBe(false);
    terminal.written = "";
    await clock.advance(60_000);
    expect(terminal.written).toBe("");
  });
});

describe("[REPLAY-23] a seek", () => {
  it("shows the state there, each pane at its end, and nothing on the way", async () => {
    const { press, terminal } = await startReplay(TALK);
    await press("G");
    expect((await press("g\x1b[H")).join()).not.toMatch(/message \d/);
    await press("G");
    await press("\x1b[H");
    expect((await press("")).join()).toContain("message 1");
    terminal.written = "";
    const lines = await press(LEFT);
    expect(last(lines)).toBe("Ada: message 19");
    expect(lines.join()).not.toContain("more");
    expect(terminal.erasures).toBe(0);
    expect(terminal.written).not.toMatch(/message [2-9]\D/);
  });

  it("is not said while it is quick, and then with how far it has come", async () => {
    const { player, clock, screen, press, log } = await startReplay(TALK);
    await press(RIGHT);
    // At its end it asks whether the log has grown.
    let goOn: () => void = () => {};
    log.size = () => {
      const { promise, resolve } = Promise.withResolvers<number>();
      goOn = () => resolve(log.bytes.length);
      return promise;
    };
    const sought = player.find(() => false, 1);
    await clock.advance(100);
    expect((await screen()).at(-2)).toContain("‖ paused 00:05");
    await clock.advance(200);
    expect((await screen()).at(-2)).toMatch(/» seeking( \d+ %)? 00:05/);
    goOn();
    await sought;
    await clock.advance(50);
    expect((await screen()).at(-2)).toContain("‖ paused 00:05");
  });
});

describe("[REPLAY-24] a search", () => {
  it("finds words forward, whatever their case; n and N go on, around the ends, and say so", async () => {
    const { press, player } = await startReplay(TALK);
    expect((await press("/")).at(-1)).toContain(" find  › ");
    const found = await press("MESSAGE 1\r");
    expect(found.at(-1)).toMatch(/“MESSAGE 1” in line 2 {2}n N: next and previous match$/);
    expect(last(found)).toBe("Ada: message 1");
    expect(last(await press("n"))).toBe("Bob: message 10");
    expect(last(await press("nn"))).toBe("Bob: message 12");
    expect(last(await press("N"))).toBe("Ada: message 11");
    await press("G");
    const wrapped = await press("n");
    expect(wrapped.at(-1)).toContain("“MESSAGE 1” in line 2, from the start again");
    const back = await press("N");
    expect(back.at(-1)).toContain(", from the end again");
    expect(last(back)).toBe("Ada: message 19");
    expect(player.state.status).toBe("paused");
  });

  it("says what is nowhere, and stays where it is", async () => {
    const { press, player } = await startReplay(TALK);
    await press(RIGHT + RIGHT);
    expect((await press("/lemonade\r")).at(-1)).toContain("“lemonade” is nowhere in this log");
    expect(player.state.position).toBe(10_000);
    expect((await press("/message 7\r")).at(-1)).toContain("in line 10");
    expect((await press("n")).at(-1)).toContain("“message 7” is here and nowhere else");
  });

  it("takes a paste for its words, escapes for none, and is given up with Esc", async () => {
    const { press, terminal, screen } = await startReplay(TALK);
    await press("\x1b[200~message\x1b[2J 9\x1b[201~");
    expect((await press("\r")).at(-1)).toContain("“message 9” in line 12");
    await press("/zzz");
    terminal.type("\x1b");
    await vi.waitFor(async () => expect((await screen()).at(-1)).toContain("q quit"));
    expect((await press("n")).at(-1)).toContain("message 9");
  });

  it("without words says how", async () => {
    const { press } = await startReplay(TALK);
    expect((await press("n")).at(-1)).toContain("nothing was searched for yet: / searches");
  });
});

describe("[REPLAY-25] whatever the speed", () => {
  it("at 64× the screen is drawn at most 24 times a second, and paused not at all", async () => {
    const items = new Items();
    const all = [items.session("Fast", ["Ada"])];
    for (let index = 0; index < 2_000; index++) {
      items.at += 100;
      all.push(items.says("Ada", `message ${index}`));
    }
    const { player, clock, store } = await startReplay(logText(all));
    let commits = 0;
    store.subscribe(() => commits++);
    player.setSpeed(64);
    player.play();
    await clock.advance(2_000);
    expect(player.state.line).toBeGreaterThan(1_200);
    expect(commits).toBeLessThanOrEqual(50);
    expect(commits).toBeGreaterThanOrEqual(40);
    player.pause();
    await clock.advance(100);
    expect(clock.pending).toBe(0);
  });

  it("a loop counts down, and begins again", async () => {
    const { player, clock, bar, screen } = await startReplay(TALK, { loop: true });
    await player.seekEnd();
    player.play();
    await clock.advance(50);
    expect(await bar()).toMatch(/■ ended 03:20 \/ 03:20 · again in 3 s .*↻/);
    await clock.advance(2_000);
    expect(await bar()).toContain("again in 1 s");
    await clock.advance(1_000);
    expect(await bar()).toContain("▶ 00:00");
    await clock.advance(10_000);
    expect(last(await screen())).toBe("Ada: message 1");
  });
});

describe("[REPLAY-26] a log that is not as it should be", () => {
  it("has its bad lines counted, and is played on", async () => {
    const lines = TALK.split("\n");
    lines.splice(2, 0, "{not json", "[1]");
    const { press, bar } = await startReplay(lines.join("\n"), { columns: 100 });
    await press("]]");
    expect(await bar()).toContain("! 2 malformed lines");
  });

  it("is read on where it has grown", async () => {
    const items = tenSecondTalk();
    const { press, log, player, clock, screen } = await startReplay(logText(items.slice(0, 3)));
    await press("G");
    log.append(logText(items.slice(3)));
    player.play();
    await clock.advance(10_000);
    expect(last(await screen())).toBe("Ada: message 3");
  });

  it("[TUI-2] steers no terminal, wherever its text appears", async () => {
    const evil = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202eevil";
    const items = new Items();
    const all = [items.session(evil, [`Ada${evil}`]), items.says(evil, evil), items.error(evil, evil, "failed")];
    const { player, clock, screen, press, terminal } = await startReplay(logText(all));
    player.play();
    await clock.advance(1_000);
    await screen();
    await press("/evil\r");
    await press("m");
    expect(terminal.alarms).toEqual([]);
    expect(terminal.erasures).toBe(1);
  });

  it("of a hundred thousand users shows the first of them, and is as quick", async () => {
    const items = new Items();
    const all = [items.session("Crowd", [])];
    for (let index = 0; index < 20_000; index++) all.push(items.thought(`User ${index}`, "I am here"));
    const { press, player } = await startReplay(logText(all));
    const rows = await press("G");
    expect(player.view.agents.length).toBeLessThanOrEqual(200);
    expect(rows[2]).toMatch(/1 User 0 .*197 more ›/);
  });

  it("that can no longer be read says why", async () => {
    const { press, log, player, clock, bar } = await startReplay(TALK);
    log.failure = new Error("the disk is on fire");
    player.play();
    await clock.advance(20_000);
    await press("");
    expect(await bar()).toContain("✗ failed: the disk is on fire");
  });
});
