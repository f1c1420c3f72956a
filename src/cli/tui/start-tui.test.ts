import { afterEach, describe, expect, it, vi } from "vitest";
import { conversation, NAMES, start, stopAll } from "../../../test/fakes/tui-stage.ts";

afterEach(stopAll);

describe("the screen", () => {
  it.each([
    [60, 20],
    [80, 24],
    [120, 40],
    [250, 80],
  ])("at %ix%i shows header, columns, conversation and keys with 2, 3 and 8 agents", async (columns, rows) => {
    for (const count of [2, 3, 8]) {
      const { push, items, screen, terminal, tui } = start(columns, rows);
      push(conversation(items, count));
      const lines = await screen();
      expect(lines).toHaveLength(rows);
      expect(lines[0]).toContain("llm-chat  Is a queue");
      expect(lines.slice(0, 2).join()).toMatch(/0 crossed/);
      expect(lines.at(-1)).toContain("q quit");
      const titles = lines.find((line) => line.includes("1 Ada")) ?? "";
      expect(titles).toHaveLength(columns);
      expect(lines.some((line) => line.includes("0 conversation"))).toBe(true);
      expect(lines.some((line) => line.startsWith(` ${NAMES[count - 1]}: This is what`))).toBe(true);
      // Every separator stands under its joint.
      const joints = titles.split("").flatMap((character, column) => (character === "┬" ? [column] : []));
      const state = lines[lines.indexOf(titles) + 1] ?? "";
      for (const joint of joints) expect(state[joint]).toBe("│");
      expect(terminal.erasures).toBe(1);
      await tui.stop();
    }
  });

  it("shows the columns that fit, the focused one among them, and how many do not", async () => {
    const { push, items, screen, terminal } = start(80, 24);
    push(conversation(items, 8));
    expect((await screen())[2]).toMatch(/1 Ada .*2 Bob .*3 Chloé .*5 more ›/);
    terminal.type("5");
    expect((await screen())[2]).toMatch(/3 Chloé .*4 Dan .*5 Eve .*‹ 5 more ›/);
  });

  it("shows each agent's entries, state and growing draft, undone parts struck through", async () => {
    const { push, items, screen, terminal } = start(80, 24);
    push(
      items.session("Topic", ["Ada", "Bob"]),
      items.activity("Ada", "writing"),
      items.acts("Ada", "append", { text: "Good morning." }, { appended: "Good morning." }),
      items.acts("Ada", "undo"),
      items.writes("Ada", "next", '{"text":"Good ev'),
      items.thinks("Bob", "Is it morning?"),
      items.activity("Bob", "thinking"),
    );
    const lines = await screen();
    expect(lines[3]).toMatch(/▸ writing .*│ ◌ thinking/);
    expect(lines[4]).toMatch(/✓ append Good morning\. .*│ · Is it morning\?/);
    const row = lines.findIndex((line) => line.includes("Good morning. Good ev▌"));
    expect(row).toBeGreaterThan(0);
    const cells = terminal.cells(row);
    expect(cells[1]).toMatchObject({ text: "G", struck: true });
    expect(cells[15]).toMatchObject({ text: "G", struck: false });
    expect(terminal.cells(4)[42]).toMatchObject({ dim: true });
  });

  it("marks refused pushes, errors, the floor's holder and crossed messages", async () => {
    const { push, items, screen } = start(100, 30);
    push(
      items.session("Topic", ["Ada", "Bob"], "stick"),
      items.notice("Ada has the stick", { type: "stick", action: "granted", participant: "Ada", epoch: 1 }),
      items.acts("Ada", "append", { text: "Mine." }, { appended: "Mine." }),
      items.acts("Ada", "push", {}, { status: 0, reason: "unseen_messages", content: "[Bob]: wait" }),
      items.error("Bob", "401: the key is wrong", "failed"),
      items.says("Ada", "First."),
      items.says("Bob", "Second, unaware.", 0),
    );
    const lines = (await screen()).join("\n");
    expect(lines).toContain("✗ push refused · unseen messages");
    expect(lines).toContain("╌ draft ✗ refused 1×");
    expect(lines).toContain("◆ holding the stick");
    expect(lines).toContain("■ stopped: 401: the key is wrong");
    expect(lines).toContain("stick ◆ Ada");
    expect(lines).toContain("✗ 1 crossed");
    expect(lines).toContain("Bob ✗ crossed: Second, unaware.");
  });

  it("counts durations on while nothing happens, with one timer a second", async () => {
    const { push, items, screen, clock } = start(80, 24);
    push(items.session("Topic", ["Ada"]), items.activity("Ada", "waiting"));
    await screen();
    expect(clock.pending).toBe(1);
    await clock.advance(12_000);
    const lines = await screen();
    expect(lines[0]).toContain("00:12");
    expect(lines[3]).toContain("○ waiting 12 s");
    push(items.ended("all_waiting"));
    expect((await screen())[0]).toContain("■ ended: all waiting");
    expect(clock.pending).toBe(0);
  });

  it("says so when the terminal is too small, and shows one pane alone in a low one", async () => {
    const tiny = start(28, 6);
    tiny.push(conversation(tiny.items, 3));
    expect((await tiny.screen())[0]).toBe("terminal too small");
    const low = start(50, 10);
    low.push(conversation(low.items, 3));
    const lines = await low.screen();
    expect(lines).toHaveLength(10);
    expect(lines.join()).toContain("0 conversation");
    expect(lines.join()).not.toContain("1 Ada ·");
  });
});

describe("characters of any width", () => {
  it("keeps the columns aligned", async () => {
    const { push, items, screen, terminal } = start(80, 24);
    push(
      items.session("数据库", ["明日香", "Bob"]),
      items.thought("明日香", "消息队列是不是数据库？我觉得要看它能不能按键查询，也要看它保留多久。"),
      items.thought("Bob", "한글 텍스트도 마찬가지로 맞아야 합니다."),
      items.says("明日香", "同意。"),
    );
    const lines = await screen();
    const joint = terminal.cells(2).findIndex((cell) => cell.text === "┬");
    for (let row = 3; row < lines.findIndex((line) => line.includes("0 conversation")); row++) {
      expect(terminal.cells(row)[joint]?.text, `row ${row}`).toBe("│");
    }
    expect(lines.join("\n")).toContain("明日香: 同意。");
  });

  it("paints what stands right of a text of uncertain width after it, so that nothing is drawn over", async () => {
    const { push, items, screen, terminal } = start(80, 24);
    push(items.session("Topic", ["Ada", "Bob"]), items.thought("Bob", "untouched"), items.thinks("Ada", "👨‍👩‍👧"));
    await screen();
    terminal.written = "";
    push(items.thinks("Ada", "🙂"));
    await screen();
    expect(terminal.written.indexOf("🙂")).toBeLessThan(terminal.written.indexOf("untouched"));
  });
});

describe("keys", () => {
  it("scrolls the focused pane, which then stays while more comes, until it is back at its end", async () => {
    const { push, items, screen, terminal } = start(80, 24);
    push(items.session("Topic", ["Ada", "Bob"]));
    for (let index = 1; index <= 40; index++) push(items.says("Ada", `message ${index}`));
    expect((await screen()).join()).toContain("message 40");
    terminal.type("\x1b[5~");
    const scrolled = await screen();
    expect(scrolled.join()).not.toContain("message 40");
    expect(scrolled.at(-2)).toMatch(/↓ \d+ more$/);
    push(items.says("Bob", "message 41"));
    const later = await screen();
    expect(later.slice(-7, -2)).toEqual(scrolled.slice(-7, -2));
    terminal.type("g");
    expect((await screen()).join()).toContain("message 1,");
    terminal.type("G");
    expect((await screen()).join()).toContain("message 41");
    expect((await screen()).join()).not.toContain("more");
  });

  it("gives the focused column the whole screen, and takes it back", async () => {
    const { push, items, screen, terminal } = start(80, 24);
    push(conversation(items, 3));
    await screen();
    terminal.type("2f");
    const alone = await screen();
    expect(alone.join()).toContain("Bob thinks about queues and databases, at some length.");
    expect(alone.join()).not.toMatch(/Ada|conversation/);
    terminal.type("f");
    const back = await screen();
    expect(back[2]).toMatch(/1 Ada .*━ 2 Bob/);
    expect(back.some((line) => line.startsWith(" Chloé: This is what"))).toBe(true);
  });

  it("cycles the focus with Tab and the arrows", async () => {
    const { push, items, screen, terminal } = start(80, 24);
    push(conversation(items, 2));
    expect((await screen()).join()).toContain("━ 0 conversation");
    terminal.type("\t");
    expect((await screen())[2]).toContain("━ 1 Ada");
    terminal.type("\x1b[C");
    expect((await screen())[2]).toContain("━ 2 Bob");
    terminal.type("\x1b[C");
    expect((await screen()).join()).toContain("━ 0 conversation");
    terminal.type("\x1b[Z");
    expect((await screen())[2]).toContain("━ 2 Bob");
  });

  it("pauses and resumes everybody", async () => {
    const { push, items, screen, terminal, controls } = start(80, 24);
    push(conversation(items, 2));
    terminal.type(" ");
    expect(controls.paused).toBe(true);
    const paused = await screen();
    expect(paused[0]).toContain("‖ paused");
    expect(paused.at(-1)).toContain("space resume");
    terminal.type(" ");
    expect(controls.paused).toBe(false);
  });

  it("explains the keys, leaves nothing of the columns beside them, and any key goes back", async () => {
    const { push, items, screen, terminal } = start(80, 24);
    push(conversation(items, 3));
    const before = await screen();
    terminal.type("?");
    const help = await screen();
    expect(help.join()).toContain("pause and resume all agents");
    expect(help.join()).not.toMatch(/│|Ada/);
    terminal.type("x");
    expect(await screen()).toEqual(before);
  });

  it("shows less and more", async () => {
    const { push, items, screen, terminal } = start(120, 40);
    push(items.session("Topic", ["Ada"]), items.notice("Ada joined"), items.acts("Ada", "push", { why: "because" }));
    terminal.type("v");
    expect((await screen()).join("\n")).toMatch(/✓ push \[system\] ok/);
    terminal.type("v");
    const chat = (await screen()).join("\n");
    expect(chat).not.toMatch(/push|joined/);
    terminal.type("v");
    expect((await screen()).join("\n")).toMatch(/✓ push \{"why":"because"\}/);
  });

  it("lets a person speak: typed, mended, sent with Enter", async () => {
    const { push, items, screen, terminal, heard } = start(80, 24);
    push(conversation(items, 2));
    terminal.type("i");
    terminal.type("Helo");
    expect((await screen()).at(-1)).toContain("say  › Helo");
    terminal.type("\x1b[D");
    terminal.type("l");
    terminal.type("\x1b[F");
    terminal.type(" 明日香?q");
    terminal.type("\x7f");
    expect((await screen()).at(-1)).toContain("› Hello 明日香?");
    terminal.type("\r");
    expect(heard.filter((what) => what !== "composing")).toEqual(["say Hello 明日香?"]);
    expect(heard.filter((what) => what === "composing").length).toBeGreaterThan(3);
    expect((await screen()).at(-1)).toContain("q quit");
  });

  it("takes a paste for text, never for keys, and sends nothing before Enter", async () => {
    const { push, items, screen, terminal, heard } = start(80, 24);
    push(conversation(items, 2));
    terminal.type("\x1b[200~q\rtwo\x1b[201~");
    expect((await screen()).at(-1)).toContain("› q⏎two");
    expect(heard).toEqual(["composing"]);
    terminal.type("\r");
    expect(heard).toContain("say q\ntwo");
  });

  it("gives up a message with Esc", async () => {
    const { push, items, screen, terminal, heard } = start(80, 24);
    push(conversation(items, 2));
    terminal.type("iq");
    terminal.type("\x1b");
    // A terminal sends Esc and the beginning of other keys alike: Ink waits a moment.
    await vi.waitFor(async () => expect((await screen()).at(-1)).toContain("q quit"));
    expect(heard).toEqual(["composing"]);
  });

  it.each([
    ["q", "q"],
    ["Ctrl-C", "\x03"],
    ["Ctrl-C while writing", "i\x03"],
  ])("quits with %s, and gives the terminal back", async (_name, keys) => {
    const { push, items, screen, terminal, heard, tui } = start(80, 24);
    push(conversation(items, 2));
    await screen();
    expect(terminal.raw).toBe(true);
    expect(terminal.alternate).toBe(true);
    terminal.type(keys);
    await tui.done;
    await terminal.settled();
    expect(heard).toContain("quit");
    expect(terminal.raw).toBe(false);
    expect(terminal.alternate).toBe(false);
    expect(terminal.written.lastIndexOf("\x1b[?25h")).toBeGreaterThan(terminal.written.lastIndexOf("\x1b[?25l"));
    expect(terminal.written.lastIndexOf("\x1b[?2004l")).toBeGreaterThan(terminal.written.lastIndexOf("\x1b[?2004h"));
    terminal.written = "";
    push(items.says("Ada", "after the end"));
    expect(terminal.written).toBe("");
  });
});
