import { describe, expect, inject, it } from "vitest";
import { logProblems, ofType } from "./support/log-checks.ts";
import { frameProblems, TmuxScreen } from "./support/tmux-screen.ts";

const DEMO = ["--seed", "7", "--speed", "20", "Should we colonise Mars?"];
const demo = (columns: number, rows: number) => TmuxScreen.open({ columns, rows, args: DEMO });
const said = (rows: readonly string[]) => rows.some((row) => /^ (Ada|Boole|Curie): /.test(row));
const draftOf = (rows: readonly string[]) => rows.join("\n").match(/\S[^│\n]*▌/)?.[0];

describe.skipIf(!inject("tmux"))("the full screen", { timeout: 60_000 }, () => {
  it("[TUI-3] shows everybody's column, the topic, and a draft that grows", async () => {
    const screen = await demo(80, 24);
    const rows = await screen.until(said);
    expect(frameProblems(rows, 80)).toEqual([]);
    expect(rows).toHaveLength(24);
    expect(rows[0]).toMatch(/^ llm-chat {2}Should we colonise Mars\? +\d\d:\d\d$/);
    expect(rows[1]).toMatch(/floor open · \d+ messages? · .* · 0 crossed/);
    expect(rows[2]).toMatch(/1 Ada .*┬. 2 Boole .*┬. 3 Curie /);
    const begun = draftOf(await screen.until((each) => draftOf(each) !== undefined));
    await screen.until((each) => draftOf(each) !== undefined && draftOf(each) !== begun);
    expect(await screen.state("alternate_on")).toBe("1");
  });

  it("[TUI-4] a person speaks, is heard, and is answered", async () => {
    const screen = await demo(80, 24);
    await screen.until(said);
    await screen.press("i");
    await screen.until((rows) => rows.at(-1)?.startsWith(" say  › ") === true);
    await screen.type("q: what about the Moon?");
    await screen.until((rows) => rows.at(-1)?.includes("› q: what about the Moon?") === true);
    await screen.press("Enter");
    await screen.until((rows) => rows.some((row) => row.startsWith(" Guest: q: what about the Moon?")));
    const { length } = ofType(screen.log.records, "chat");
    await screen.until(() => ofType(screen.log.records, "chat").length > length);
    await screen.press("q");
    expect(await screen.end()).toMatch(/^people +1$/m);
    const { records } = screen.log;
    expect(
      ofType(records, "tool_response")
        .map(({ content }) => content)
        .join("\n"),
    ).toContain("\nGuest: q: what about");
    const chats = ofType(records, "chat");
    const own = chats.findIndex(({ user }) => user === "Guest");
    expect(chats[own]?.content).toBe("q: what about the Moon?");
    expect(chats.slice(own + 1).length).toBeGreaterThan(0);
    expect(logProblems(records, ["Guest"])).toEqual([]);
  });

  it("[TUI-5] every key does what the footer says", async () => {
    const screen = await demo(80, 24);
    await screen.until(said);
    await screen.press("Space");
    await screen.until((rows) => /‖ paused/.test(rows[0] ?? "") && /space resume/.test(rows.at(-1) ?? ""));
    await screen.press("Tab");
    const focused = await screen.until((rows) => rows[2]?.startsWith("━ 1 Ada") === true);
    expect(frameProblems(focused, 80)).toEqual([]);
    await screen.press("f");
    const alone = await screen.until((rows) => !/┬/.test(rows[2] ?? "") && /f columns/.test(rows.at(-1) ?? ""));
    expect(alone.join("\n")).not.toMatch(/│|Boole ·/);
    await screen.press("f");
    const back = await screen.until((rows) => /┬/.test(rows[2] ?? ""));
    expect(frameProblems(back, 80)).toEqual([]);
    await screen.press("?");
    await screen.until((rows) => rows.some((row) => row.includes("end the conversation, with a summary")));
    await screen.press("Escape");
    const after = await screen.until((rows) => /┬/.test(rows[2] ?? ""));
    expect(frameProblems(after, 80)).toEqual([]);
    // From normal over everything to what is said only.
    await screen.press("v", "v");
    await screen.until((rows) => said(rows) && !rows.some((row) => row.startsWith(" ∙ ")));
    await screen.press("Space");
    await screen.until((rows) => !/paused/.test(rows[0] ?? "") && /space pause/.test(rows.at(-1) ?? ""));
  });

  it("[TUI-6] follows the size of the terminal, and leaves nothing of the old one", async () => {
    const screen = await demo(80, 24);
    await screen.until(said);
    for (const [columns, rows] of [
      [120, 36],
      [60, 20],
      [100, 30],
    ] as const) {
      await screen.resize(columns, rows);
      const frame = await screen.until((each) => each.length === rows && frameProblems(each, columns).length === 0);
      expect(frame[0]).toContain("Should we colonise Mars?");
    }
  });

  it("[TUI-7] eight agents at 80x24: three columns, and the way to the others", async () => {
    const screen = await TmuxScreen.open({ columns: 80, rows: 24, args: ["-n", "8", "-m", "demo/ada", ...DEMO] });
    const rows = await screen.until((each) => each[2]?.includes("5 more ›") === true && said(each));
    expect(frameProblems(rows, 80)).toEqual([]);
    await screen.press("8");
    await screen.until((each) => /━ 8 \w+/.test(each[2] ?? "") && frameProblems(each, 80).length === 0);
  });
});
