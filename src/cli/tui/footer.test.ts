import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { composerLine, footerLine as hintLine, helpLines as helpPage } from "./footer.ts";
import type { Verbosity } from "./layout.ts";
import { type Line, lineWidth } from "./line.ts";
import { REPLAY_HELP } from "./replay-keys.ts";
import { LiveMode } from "./live-mode.ts";

const text = (line: Line) => line.map((part) => part.text).join("");
function live(paused = false): LiveMode {
  const nothing = () => {};
  const controls = { paused, pause: nothing, resume: nothing, say: nothing, composing: nothing, quit: nothing };
  return new LiveMode(controls, new ManualClock());
}
const SAY = live().composer;
const footerLine = ({ paused, ...state }: typeof STATE, width: number) => hintLine(live(paused).hints(state), width);
const helpLines = (width: number, rows: number) => helpPage(live().help, width, rows);
const STATE = { verbosity: "normal" as Verbosity, paused: false, full: false, ended: false };

describe("the keys", () => {
  it("fit, and lose the least needed first", () => {
    for (let width = 10; width < 120; width++) expect(lineWidth(footerLine(STATE, width))).toBeLessThanOrEqual(width);
    expect(text(footerLine(STATE, 100))).toContain("v view: normal");
    expect(text(footerLine(STATE, 30))).toBe(" space pause  ? help  q quit");
  });

  it("say what they would do now", () => {
    expect(text(footerLine({ ...STATE, paused: true, full: true, ended: true }, 100))).toMatch(
      /f columns  space resume.*q leave/,
    );
  });
});

describe("the message being written", () => {
  it("shows the part around the cursor, never wider than the screen", () => {
    const long = { before: "漢字 and words ".repeat(20), after: " the rest 🙂".repeat(20) };
    for (let width = 30; width < 130; width += 7) {
      for (const plain of [true, false])
        expect(lineWidth(composerLine(long, SAY, width, plain))).toBeLessThanOrEqual(width);
    }
    expect(text(composerLine(long, SAY, 80, true))).toMatch(/and words █ the rest/);
  });

  it("shows newlines, and the cursor in a cell of its own without colour", () => {
    expect(text(composerLine({ before: "a\nb", after: "" }, SAY, 60, true))).toContain("› a⏎b█");
    const cursor = composerLine({ before: "a", after: "bc" }, SAY, 60, false).find(
      (part) => part.style.inverse && part.text === "b",
    );
    expect(cursor).toBeDefined();
  });
});

describe("help", () => {
  it("fits 60x20, with every key, and explains the signs where there is room", () => {
    const small = helpLines(60, 19);
    expect(small.map(text).join("\n")).not.toMatch(/…/);
    expect(small.length).toBeLessThanOrEqual(19);
    expect(helpLines(80, 40).map(text).join("\n")).toContain("refused");
    expect(helpLines(60, 5)).toHaveLength(5);
    expect(helpPage(REPLAY_HELP, 60, 19).map(text).join("\n")).toMatch(/^(?!.*…).*quit/s);
  });
});
