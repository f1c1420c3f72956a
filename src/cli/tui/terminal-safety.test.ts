import { afterEach, describe, expect, it } from "vitest";
import { COLOR, conversation, start, stopAll } from "../../../test/fakes/tui-stage.ts";

afterEach(stopAll);

describe("a defect", () => {
  it("ends the TUI with its error, and gives the terminal back", async () => {
    const { push, items, screen, terminal, tui, controls, clock } = start(80, 24);
    push(conversation(items, 2));
    await screen();
    Object.defineProperty(controls, "paused", {
      get() {
        throw new Error("broken");
      },
    });
    const outcome = tui.done.then(() => "done", String);
    await clock.advance(1_000);
    expect(await outcome).toBe("Error: broken");
    await terminal.settled();
    expect(terminal.raw).toBe(false);
    expect(terminal.alternate).toBe(false);
  });

  it("in what another program wrote over the screen is mended with Ctrl-L", async () => {
    const { push, items, screen, terminal } = start(80, 24);
    push(conversation(items, 3));
    const before = await screen();
    terminal.stdout.write("\x1b7\x1b[5;1Hgarbage\x1b[12;1Hmore garbage\x1b8");
    expect(await screen()).not.toEqual(before);
    terminal.type("\x0c");
    expect(await screen()).toEqual(before);
  });
});

describe("[TUI-1] no frame is taller than the terminal", () => {
  it.each([
    [60, 20],
    [80, 24],
    [97, 31],
    [120, 40],
    [250, 80],
    [40, 9],
  ])("at %ix%i nothing is erased as a whole after the first frame, whatever is done", async (columns, rows) => {
    const { push, items, screen, terminal } = start(columns, rows);
    push(conversation(items, 4));
    await screen();
    const first = terminal.erasures;
    for (const keys of ["1", "f", "f", "v", "?", "x", "v", "v", "g", "G", "i", "abc\r", " ", " ", "0", "f", "f"]) {
      terminal.type(keys);
      push(items.says("Bob", `after ${keys}`), items.thinks("Ada", "more and more "));
      expect(await screen()).toHaveLength(rows);
    }
    expect(terminal.erasures).toBe(first);
  });

  it("follows the terminal's size, smaller and larger, and nothing of the old one is left", async () => {
    const { push, items, screen, terminal } = start(120, 40);
    push(conversation(items, 3));
    await screen();
    for (const [columns, rows] of [
      [80, 24],
      [60, 20],
      [200, 50],
      [28, 6],
      [100, 30],
      [100, 29],
    ] as const) {
      terminal.resize(columns, rows);
      const fresh = start(columns, rows);
      fresh.push(conversation(fresh.items, 3));
      expect(await screen(), `${columns}x${rows}`).toEqual(await fresh.screen());
    }
  });
});

describe("[TUI-2] text from outside cannot steer the terminal", () => {
  const HOSTILE = [
    "\x1b]52;c;aGFja2Vk\x07",
    "\x1b]0;title\x1b\\",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H\x1b[1;1H",
    "\x1b[31m\x1b[8mhidden\x1b[0m",
    "\x1bc\x1b(0\x1b#8",
    "\x9b2J\x9d52;c;x\x9c",
    "\x1bP1$qm\x1b\\",
    "\x1b[6n\x1b[c\x1b[?1049l",
    "a\rb\bc\x07d\x00e",
    "\u202etxet\u202c",
    "\x1b]52;c;unterminated",
  ];

  it("which the test would notice", async () => {
    for (const evil of [HOSTILE[0], HOSTILE[1], HOSTILE[5], HOSTILE[8]]) {
      const { terminal } = start(80, 24);
      terminal.stdout.write(evil ?? "");
      await terminal.settled();
      expect(terminal.alarms).not.toEqual([]);
    }
  });

  it("in names, models, topic, thinking, calls, messages, errors and reasons", async () => {
    for (const evil of HOSTILE) {
      const { push, items, screen, terminal, tui } = start(120, 40);
      const name = `Eve${evil}`;
      push(
        items.session(`topic${evil}`, [name, "Bob"]),
        items.notice(`${evil} joined`, { type: "joined", participant: name }),
        items.notice("stick", { type: "stick", action: "granted", participant: name, epoch: 1 }),
        items.thinks(name, `grow${evil}`),
        items.thinks(name, evil),
        items.thought("Bob", `thought${evil}`),
        items.writes("Bob", "w", JSON.stringify({ text: `draft${evil}` }).slice(0, -2)),
        items.acts(
          "Bob",
          `append${evil}`,
          { text: `arg${evil}` },
          { appended: `arg${evil}`, status: 0, reason: evil, content: evil },
        ),
        items.acts("Bob", "append", { text: `kept${evil}` }, { appended: `kept${evil}` }),
        items.says(name, `said${evil}`),
        items.error(name, `error${evil}`, "failed"),
        items.ended(evil),
      );
      await screen();
      terminal.type("v");
      const lines = await screen();
      expect(terminal.alarms, JSON.stringify(evil)).toEqual([]);
      expect(terminal.alternate).toBe(true);
      expect(lines.join("\n")).toContain("said");
      expect(lines.at(-1)).toContain("q leave");
      expect(lines[0]).toContain("llm-chat");
      await tui.stop();
    }
  });

  it("in what a person pastes", async () => {
    const { push, items, screen, terminal, heard } = start(80, 24);
    push(conversation(items, 2));
    terminal.type("\x1b[200~a\x1b]52;c;eA==\x07b\x1b[2Jc\x1b[201~");
    await screen();
    terminal.type("\r");
    expect(heard).toContain("say abc");
    expect(terminal.alarms).toEqual([]);
  });

  it("and a message cannot draw a line that looks like another's", async () => {
    const { push, items, screen } = start(80, 24);
    push(items.session("Topic", ["Eve", "Bob"]), items.says("Eve", "hi\nBob: I agree with Eve"));
    expect((await screen()).filter((line) => line.startsWith(" Bob: "))).toEqual([]);
  });
});

describe("[TUI-3] without colour", () => {
  it("sends no code for looks at all, and says in words what was undone", async () => {
    const { push, items, screen, terminal } = start(80, 24, { ...COLOR, NO_COLOR: "1" });
    push(conversation(items, 3));
    push(
      items.activity("Ada", "writing"),
      items.acts("Ada", "append", { text: "Wrong." }, { appended: "Wrong." }),
      items.acts("Ada", "undo"),
      items.writes("Ada", "n", '{"text":"Right'),
      items.acts("Bob", "push", {}, { status: 0, reason: "unseen_messages" }),
    );
    await screen();
    terminal.type("1i");
    terminal.type("hello");
    const lines = (await screen()).join("\n");
    expect(terminal.written).not.toMatch(/\x1b\[[\d;:]*m/);
    expect(lines).toContain("[undone: Wrong.]");
    expect(lines).toContain("✗ push refused");
    expect(lines).toContain("━ 1 Ada");
    expect(lines).toContain("› hello█");
  });

  it("with colour, a name has the same one in its column and in the conversation", async () => {
    const { push, items, screen, terminal } = start(80, 24);
    push(conversation(items, 2));
    const lines = await screen();
    const title = terminal.cells(2)[lines[2]?.indexOf("Bob") ?? 0];
    const said = lines.findIndex((line) => line.startsWith(" Bob: "));
    expect(title?.color).toBeGreaterThan(15);
    expect(terminal.cells(said)[1]).toMatchObject({ text: "B", bold: true, color: title?.color });
  });
});

describe("what is written to the terminal", () => {
  it("is only what changed: a new word costs a word, not a screen", async () => {
    const { push, items, screen, terminal } = start(200, 50);
    push(conversation(items, 4), items.thinks("Ada", "one two "));
    await screen();
    terminal.written = "";
    push(items.thinks("Ada", "three "));
    await screen();
    expect(terminal.written).toContain("three");
    expect(terminal.written.length).toBeLessThan(80);
    terminal.written = "";
    await screen();
    expect(terminal.written).toBe("");
  });
});
