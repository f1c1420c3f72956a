import { afterEach, describe, expect, it } from "vitest";
import { joinStage, stopScreens } from "../../../test/fakes/join-stage.ts";
import { settle } from "../../../test/fakes/manual-clock.ts";
import { ChatError, isMessage } from "../../chatroom/index.ts";
import { WRITING_MS } from "./room-view.ts";

afterEach(stopScreens);

const SIZES = [
  [60, 20],
  [80, 24],
  [120, 36],
  [200, 50],
  [30, 8],
] as const;
const ALT_ENTER = "\x1b\r";
const CTRL_J = "\n";
const PAGE_UP = "\x1b[5~";
const PAGE_DOWN = "\x1b[6~";
const HOME = "\x1b[H";
const END = "\x1b[F";
const UP = "\x1b[A";
const pasted = (text: string) => `\x1b[200~${text}\x1b[201~`;

type Stage = Awaited<ReturnType<typeof joinStage>>;

const said = ({ room }: Stage) =>
  room.host
    .eventsAfter(0)
    .filter(isMessage)
    .map(({ sender, content }) => `${sender}: ${content}`);

describe("[PERSON-9] the screen", () => {
  it.each(SIZES)(
    "at %ix%i has exactly its rows, whatever is done, and nothing is erased as a whole",
    async (...size) => {
      const [columns, rows] = size;
      const { room, terminal, lines } = await joinStage({ columns, rows, policy: "stick" });
      await lines();
      const first = terminal.erasures;
      const doings = [
        ...["hello", ALT_ENTER, "more", CTRL_J, "x".repeat(500), "\r", "/who\r", "/foo\r", "\x15/help\r", " "],
        ...[PAGE_UP, HOME, END, UP, UP, pasted("a\nb\nc\nd\ne\nf\ng\nh\ni\nj"), "/reset\r", "/stick\r"],
      ];
      for (const keys of doings) {
        terminal.type(keys);
        await room.says("Ada", `after ${JSON.stringify(keys)}`).catch(() => {});
        const screen = await lines();
        expect(screen).toHaveLength(rows);
        expect(screen.at(-1)).not.toBe("");
      }
      expect(terminal.erasures).toBe(first);
    },
  );

  it("follows the size of the terminal: the people beside the conversation, or on a line above it", async () => {
    const { room, terminal, lines } = await joinStage({ columns: 120, rows: 36 });
    await room.says("Ada", "hello");
    expect((await lines())[1]).toMatch(/^─+┬─ 2 here ─+$/);
    terminal.resize(60, 20);
    const narrow = await lines();
    expect(narrow).toHaveLength(20);
    expect(narrow[1]).toBe(" 2 here  · Me (you)  · Ada");
    expect(narrow.join("\n")).not.toMatch(/[┬│┴]/);
    expect(narrow.some((line) => line.includes("Ada: hello"))).toBe(true);
    terminal.resize(20, 6);
    expect((await lines())[0]).toBe("terminal too small");
    terminal.resize(120, 36);
    expect((await lines())[1]).toMatch(/┬─ 2 here/);
  });

  it("is whole without colour: one's own messages, notices and the cursor have their signs", async () => {
    const { room, terminal, lines, visit } = await joinStage({ env: { NO_COLOR: "1" } });
    await room.says("Ada", "hello");
    visit.outbox.send("hi");
    terminal.type("ne\x1b[D");
    const screen = await lines();
    expect(screen).toContain("  10:30 Ada: hello");
    expect(screen).toContain("› 10:30 Me: hi");
    expect(screen).toContain("∙ 10:30 Ada has joined the room.");
    expect(screen.at(-1)).toBe("Me › n█e");
    // A cursor moves and lines are erased, but nothing has a look.
    expect(terminal.written).not.toMatch(/\x1b\[[\d;]*m/);
  });
});

describe("[PERSON-6] the conversation", () => {
  it("begins with the last messages of the room, under the days they were said on", async () => {
    const { lines } = await joinStage({
      async before(room) {
        await room.says("Ada", "good morning");
        await room.clock.advance(24 * 3_600_000);
        await room.says("Bob", "good\nmorning");
      },
    });
    const screen = await lines();
    const text = screen.join("\n");
    expect(text).toMatch(/─ Thursday,? 15 January 2026 ─+\n {2}10:30 Ada: good morning\n─ Friday,? 16 January 2026 ─/);
    expect(text).toContain("\n  10:30 Bob: good\n        morning\n");
  });

  it("has everybody's name in a colour of their own", async () => {
    const { room, lines, terminal } = await joinStage({ columns: 80, rows: 24 });
    await room.says("Ada", "hello");
    await room.says("Bob", "hello");
    const screen = await lines();
    const colorOf = (start: string) => {
      const row = screen.findIndex((line) => line.startsWith(start));
      return terminal.cells(row)[8];
    };
    expect(colorOf("  10:30 Ada")).toMatchObject({ text: "A", bold: true });
    expect(colorOf("  10:30 Ada")?.color).toBeGreaterThan(0);
    expect(colorOf("  10:30 Bob")?.color).not.toBe(colorOf("  10:30 Ada")?.color);
  });

  it("is scrolled by page and to its ends, tells what is new below, and goes to the end with one's own word", async () => {
    const stage = await joinStage({
      async before(room) {
        for (let number = 1; number <= 20; number++) await room.says("Ada", `line ${number}`);
      },
    });
    const { room, terminal, lines } = stage;
    for (let number = 21; number <= 60; number++) await room.says("Ada", `line ${number}`);
    expect((await lines()).join("\n")).toContain("Ada: line 60");
    terminal.type(PAGE_UP);
    const up = await lines();
    expect(up.join("\n")).not.toContain("line 60");
    expect(up.join("\n")).toMatch(/↓ \d+ more below/);
    await room.says("Ada", "line 61");
    await room.says("Ada", "line 62");
    const later = await lines();
    expect(later.join("\n")).toContain("↓ 2 new below");
    // What is read stays where it is.
    expect(later.slice(3, 10)).toEqual(up.slice(3, 10));
    terminal.type(HOME);
    expect((await lines()).join("\n")).toContain("Ada: line 1\n");
    terminal.type(PAGE_DOWN);
    expect((await lines()).join("\n")).not.toContain("Ada: line 1\n");
    terminal.type(END);
    expect((await lines()).join("\n")).toContain("Ada: line 62");
    terminal.type(HOME);
    terminal.type("me too\r");
    expect((await lines()).join("\n")).toContain("› 10:30 Me: me too");
  });
});

describe("[PERSON-7] who is here", () => {
  it("waits, writes, has the stick or queues for it, as signs and words", async () => {
    const { room, terminal, lines } = await joinStage({ columns: 120, rows: 36, policy: "stick" });
    const ada = await room.other("Ada");
    const bob = await room.other("Bob");
    await room.other("Eve");
    await ada.talkingStick();
    await room.clock.advance(WRITING_MS);
    await room.host.execute({ type: "waiting", participant: "Eve", seconds: 8 });
    bob.composing();
    terminal.type("me\r");
    const side = (await lines()).map((line) => line.split("│ ")[1]).filter((line) => line !== undefined && line !== "");
    expect(side).toEqual(
      ["· Me (you)", "◆ Ada", "▸ Bob writing", "○ Eve waiting 8 s", "◆ stick Ada", "1 Me"].with(0, "◇ Me queue 1"),
    );
    expect((await lines()).join("\n")).toContain(
      "─ waiting for the stick: Ada has it, you are number 1 · /reset gives up ",
    );
    expect((await lines()).at(-2)).toBe("⋯ me");
    await room.clock.advance(WRITING_MS);
    expect((await lines()).join("\n")).toMatch(/│ · Bob\n.*│ ○ Eve waiting 14 s/);
  });

  it("fits one line in a narrow terminal: those who do something first, and how many more", async () => {
    const { room, lines } = await joinStage({ columns: 60, rows: 20 });
    for (const name of ["Ada", "Bob", "Chloé", "Dan", "Eve", "Farid", "Greta"]) await room.other(name);
    await room.clock.advance(1_000);
    (await room.other("Greta")).composing();
    expect((await lines())[1]).toBe(" 8 here  ▸ Greta writing  · Me (you)  · Ada  · Bob   +4 more");
  });
});

describe("[PERSON-8] the connection", () => {
  it("is told in words, counts down to the next attempt, and says what will be sent", async () => {
    const { local, room, lines, visit } = await joinStage();
    expect((await lines())[0]).toMatch(/ ● connected$/);
    const reason = "the server does not answer (ECONNREFUSED)";
    local.watcher().onStatus({ type: "reconnecting", reason, attempt: 3, retryInMs: 2_000 });
    const first = await lines();
    expect(first[0]).toMatch(/ ○ reconnecting$/);
    expect(first).toContain(`! reconnecting in 2 s: ${reason}`);
    await room.clock.advance(1_000);
    expect(await lines()).toContain(`! reconnecting in 1 s: ${reason}`);
    local.seat().say = () => new Promise(() => {});
    visit.outbox.send("hello?");
    expect((await lines()).join("\n")).toContain("─ your message will be sent when the server is back ─");
    local.watcher().onStatus({ type: "broken", error: new ChatError("unauthorized", "the token is void") });
    const broken = await lines();
    expect(broken[0]).toMatch(/ ○ not connected$/);
    expect(broken).toContain("! not connected: the token is void");
    local.watcher().onStatus({ type: "connected" });
    expect((await lines()).join("\n")).not.toContain("! ");
  });
});

describe("[PERSON-2] what is typed", () => {
  it("becomes one message of several lines by Alt-Enter, Ctrl-J and a backslash; the draft stands above the input", async () => {
    const stage = await joinStage();
    const { terminal, lines } = stage;
    for (const keys of ["one", ALT_ENTER, "two", CTRL_J, "three\\", "\r", "four"]) terminal.type(keys);
    const screen = await lines();
    expect(screen.slice(-4)).toEqual(["│ one", "│ two", "│ three", "Me › four"]);
    expect(said(stage)).toEqual([]);
    terminal.type("\r");
    await lines();
    expect(said(stage)).toEqual(["Me: one\ntwo\nthree\nfour"]);
  });

  it("can be pasted: nothing is sent before Enter, no line is a command, and nothing steers the terminal", async () => {
    const stage = await joinStage();
    const { terminal, lines, quits } = stage;
    terminal.type(pasted("one\r\n\x1b[2J/quit\r"));
    expect((await lines()).slice(-3)).toEqual(["│ one", "│ /quit", "Me ›"]);
    expect(said(stage)).toEqual([]);
    terminal.type("\r");
    await lines();
    expect(said(stage)).toEqual(["Me: one\n/quit"]);
    expect(quits).toEqual([]);
    expect(terminal.alarms).toEqual([]);
  });

  it("is broken into rows where it is long, with those around the cursor in sight", async () => {
    const { terminal, lines } = await joinStage({ columns: 40, rows: 20 });
    terminal.type("0123456789".repeat(30));
    const end = await lines();
    expect(end.at(-1)).toMatch(/^ {5}[0-9]+$/);
    expect(end.filter((line) => /^(?:Me ›| {4}) [0-9]{35}$/.test(line))).toHaveLength(3);
    terminal.type("\x01");
    terminal.type("begin ");
    expect((await lines()).at(-4)).toMatch(/^Me › begin 0123/);
  });
});

describe("[PERSON-11] who writes", () => {
  it("says so to the room at most each 2 s, and not for a command", async () => {
    const { room, terminal, lines } = await joinStage();
    const signs: string[] = [];
    room.host.watchSigns((name) => void signs.push(name));
    for (const key of "hello") terminal.type(key);
    await lines();
    expect(signs).toEqual(["Me"]);
    await room.clock.advance(2_000);
    terminal.type("!");
    expect(signs).toEqual(["Me", "Me"]);
    await room.clock.advance(2_000);
    terminal.type("\x15");
    for (const key of "/stic") terminal.type(key);
    await lines();
    expect(signs).toEqual(["Me", "Me"]);
  });
});

describe("[PERSON-4] a message that is not sent", () => {
  it("stays in the input, with the reason, until something is done", async () => {
    const stage = await joinStage({ allows: (content) => !content.includes("secret") });
    const { terminal, lines } = stage;
    terminal.type("a secret\r");
    const screen = await lines();
    expect(screen.slice(-2)).toEqual(["✗ not sent: the room does not allow this content", "Me › a secret"]);
    terminal.type("\x15no word\r");
    expect((await lines()).join("\n")).not.toContain("✗");
    terminal.type("/foo\r");
    const unknown = await lines();
    expect(unknown.join("\n")).toContain("✗ there is no /foo; there is /stick /undo /reset /who /help /quit");
    expect(unknown.at(-1)).toBe("Me › /foo");
    expect(said(stage)).toEqual(["Me: no word"]);
  });

  it("is in the history where something else is being written", async () => {
    const { terminal, lines, local } = await joinStage();
    let answer: (outcome: { type: "refused"; reason: "content_policy" }) => void = () => {};
    local.seat().say = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    terminal.type("one\r");
    await settle();
    terminal.type("two");
    answer({ type: "refused", reason: "content_policy" });
    const screen = await lines();
    expect(screen.at(-1)).toBe("Me › two");
    expect(screen.join("\n")).toContain("(↑ brings it back)");
    terminal.type(UP);
    expect((await lines()).at(-1)).toBe("Me › one");
  });
});

describe("[PERSON-1] commands", () => {
  it("/who says it here, /help shows a page until a key, /undo and /reset change the draft", async () => {
    const { room, terminal, lines } = await joinStage({ policy: "stick" });
    await (await room.other("Ada")).talkingStick();
    terminal.type("/who\r");
    expect((await lines()).join("\n")).toContain("Here: Me (you), Ada. Ada has the talking stick.");
    terminal.type("/help\r");
    expect((await lines()).join("\n")).toMatch(/\/stick +claim the talking stick/);
    terminal.type("x");
    expect((await lines()).at(-1)).toBe("Me ›");
    for (const keys of ["one", ALT_ENTER, "two", ALT_ENTER, "/undo\r"]) terminal.type(keys);
    expect((await lines()).slice(-2)).toEqual(["│ one", "Me › two"]);
    terminal.type("\x15/reset\r");
    const reset = await lines();
    expect(reset.at(-1)).toBe("Me ›");
    expect(reset.join("\n")).not.toContain("│ one");
  });

  it.each([
    ["/quit\r", "quit"],
    ["\x03", "interrupted"],
    ["\x04", "quit"],
  ])("%j leaves", async (keys, how) => {
    const { terminal, lines, quits } = await joinStage();
    terminal.type(keys);
    await lines();
    expect(quits).toEqual([how]);
  });

  it("Ctrl-D deletes while something is written", async () => {
    const { terminal, lines, quits } = await joinStage();
    terminal.type("ab\x1b[D");
    terminal.type("\x04");
    expect((await lines()).at(-1)).toBe("Me › a");
    expect(quits).toEqual([]);
  });
});

describe("[PERSON-10] text from outside", () => {
  it("of messages, notices and names steers no terminal, at any size", async () => {
    const hostile = "\x1b]52;c;aGk=\x07\x1b[2J\x1b[1;1H\x1b]2;owned\x07\x1b[?25l\x9b2J\u202eevil\r\nfake";
    for (const columns of [60, 120]) {
      const { room, terminal, lines, local } = await joinStage({ columns, rows: 30 });
      await room.says("Ada", `${hostile} ok`);
      await room.host.execute({ type: "announce", content: hostile });
      local.watcher().onComposing(`Eve${hostile}`);
      local.watcher().onStatus({ type: "reconnecting", reason: hostile, attempt: 1, retryInMs: 1_000 });
      const screen = await lines();
      expect(screen.join("\n")).toContain("Ada: evil");
      expect(screen.join("\n")).not.toContain("owned");
      expect(terminal.alarms).toEqual([]);
    }
  });
});

describe("[PERSON-12] the terminal", () => {
  it("is as it was before when the screen is gone, also where it broke", async () => {
    const { terminal, lines, screen } = await joinStage();
    await lines();
    expect(terminal.raw && terminal.alternate).toBe(true);
    await screen.stop();
    await terminal.settled();
    expect(terminal.raw || terminal.alternate).toBe(false);
    const broken = await joinStage();
    Object.defineProperty(broken.visit.seat, "participants", {
      get() {
        throw new Error("broken");
      },
    });
    const outcome = broken.screen.done.then(() => "done", String);
    broken.visit.room.flush();
    expect(await outcome).toBe("Error: broken");
    await broken.terminal.settled();
    expect(broken.terminal.raw || broken.terminal.alternate).toBe(false);
  });
});
