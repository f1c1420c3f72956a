import { describe, expect, it } from "vitest";
import type { SourceState } from "../../logging/replay/timeline-source.ts";
import { type Line, lineWidth } from "./line.ts";
import { speedText, type TransportFacts, transportLine } from "./transport-line.ts";

const text = (line: Line) => line.map((part) => part.text).join("");

function facts(state: Partial<SourceState> = {}, more: Partial<Omit<TransportFacts, "state">> = {}): TransportFacts {
  const whole: SourceState = {
    status: "playing",
    following: false,
    live: false,
    position: 151_000,
    duration: 615_000,
    speed: 1,
    line: 123,
    due: 0,
    problems: 0,
    progress: null,
    failure: null,
    ...state,
  };
  return { state: whole, marks: [], loop: false, next: null, ...more };
}

const draw = (width: number, ...[state, more]: Parameters<typeof facts>) =>
  text(transportLine(facts(state, more), width));

describe("[REPLAY-21] the row of a replay", () => {
  it("has time, speed, bar and line, and fills the width", () => {
    expect(draw(60)).toBe(" ▶ 02:31 / 10:15  1×  [━━━━━━●──────────────────]  line 123 ");
    for (let width = 40; width < 140; width++) expect(draw(width)).toHaveLength(width);
  });

  it("never is wider than the terminal, whatever it has to say", () => {
    const states: Partial<SourceState>[] = [
      { status: "seeking", progress: 0.437 },
      { status: "ended", position: 615_000 },
      { status: "opening", progress: null, position: 0, duration: 0 },
      { status: "failed", failure: "Cannot read /var/log/x.jsonl: no permission.\x1b[2J\n" },
      { live: true, following: true },
      { problems: 12_345, line: 99_999_999, speed: 1 / 64, duration: 360_000_000 },
    ];
    for (const state of states) {
      for (let width = 8; width < 130; width++) {
        const line = transportLine(facts(state, { loop: true, next: { what: "again", in: 2_100 } }), width);
        expect(lineWidth(line), text(line)).toBeLessThanOrEqual(width);
        expect(text(line)).not.toMatch(/[\x00-\x1f]/);
      }
    }
  });

  it("tells each state in signs and words that need no colour", () => {
    expect(draw(80, { status: "paused" })).toContain("‖ paused 02:31 / 10:15");
    expect(draw(80, { status: "seeking", progress: 0.437 })).toContain("» seeking 43 % 02:31 / 10:15");
    expect(draw(80, { status: "opening", progress: 0.5 })).toContain("… opening 50 %");
    expect(
      draw(80, { status: "ended", position: 615_000 }, { loop: true, next: { what: "again", in: 2_100 } }),
    ).toMatch(/^ ■ ended 10:15 \/ 10:15 · again in 3 s {2}1× {2}\[━+●\] {2}↻ {2}line 123 $/);
    expect(draw(80, { status: "failed", failure: "Cannot read a.jsonl: no permission." })).toBe(
      " ✗ failed: Cannot read a.jsonl: no permission.",
    );
    expect(draw(80, { live: true, following: true })).toContain("● live 02:31 / 10:15+");
  });

  it("marks what is worth a look, under the head at last", () => {
    const marks = [
      { position: 0, kind: "refused" as const },
      { position: 300_000, kind: "interrupted" as const },
      { position: 600_000, kind: "failed" as const },
    ];
    expect(draw(60, {}, { marks })).toBe(" ▶ 02:31 / 10:15  1×  [▲━━━━━●─────▲──────────✗─]  line 123 ");
    expect(draw(60, { position: 300_000 }, { marks })).toContain("[▲━━━━━━━━━━━●──────────✗─]");
    const many = Array.from({ length: 1_000 }, (_, index) => ({ position: index * 615, kind: "refused" as const }));
    expect(draw(60, {}, { marks: many })).toMatch(/\[▲{6}●▲{17}▲\]/);
  });

  it("says how many lines could not be read, in fewer words where there is less room", () => {
    expect(draw(120, { problems: 1 })).toContain("line 123  ! 1 malformed line ");
    expect(draw(100, { problems: 3 })).toContain("line 123  ! 3 malformed lines ");
    expect(draw(60, { problems: 3 })).toContain("line 123  ! 3 malformed ");
    expect(draw(50, { problems: 3 })).toContain("line 123  !3 ");
    expect(draw(42, { problems: 3 })).toContain("]  !3 ");
  });

  it("has a bar where nothing is known of the length", () => {
    expect(draw(60, { position: 0, duration: 0, line: 0 })).toMatch(/\[●─+\]/);
  });
});

describe("the speed", () => {
  it.each([
    [1, "1×"],
    [64, "64×"],
    [1.5, "1.5×"],
    [0.5, "½×"],
    [0.125, "⅛×"],
    [1 / 64, "1/64×"],
  ])("%d is %s", (speed, shown) => {
    expect(speedText(speed)).toBe(shown);
  });
});
