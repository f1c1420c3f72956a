import { describe, expect, it } from "vitest";
import { CellPainter, type Patch } from "./cell-painter.ts";
import { type Line, span } from "./line.ts";
import { Pen } from "./pen.ts";

const left = (line: Line, y = 0): Patch => ({ x: 0, y, width: 10, line });
const right = (line: Line, y = 0): Patch => ({ x: 12, y, width: 10, line });
const panes = (...patches: Patch[]) => ({ key: "a", patches });

function painted(text: string): string {
  return text.replace(/^\x1b7/, "").replace(/\x1b8$/, "");
}

describe("CellPainter", () => {
  it("paints the whole panes first, then only from the cell that changed", () => {
    const painter = new CellPainter(new Pen("none"));
    const same = [span("same")];
    expect(painted(painter.paint(panes(left([span("one")]), right(same))))).toBe(
      "\x1b[1;1H\x1b[10Xone\x1b[1;13H\x1b[10Xsame",
    );
    expect(painted(painter.paint(panes(left([span("one two")]), right(same))))).toBe("\x1b[1;4H two");
    expect(painter.paint(panes(left([span("one two")]), right([span("same")])))).toBe("");
  });

  it("blanks what a shorter line leaves over", () => {
    const painter = new CellPainter(new Pen("none"));
    painter.paint(panes(left([span("abcdef")])));
    expect(painted(painter.paint(panes(left([span("abX")]))))).toBe("\x1b[1;3HX   ");
    expect(painted(painter.paint(panes(left([]))))).toBe("\x1b[1;1H   ");
  });

  it("leaves the cursor where it was", () => {
    const painter = new CellPainter(new Pen("none"));
    expect(painter.paint(panes(left([span("x")])))).toMatch(/^\x1b7.*\x1b8$/);
  });

  it("paints everything anew when the panes stand elsewhere or the screen was erased", () => {
    const painter = new CellPainter(new Pen("none"));
    painter.paint(panes(left([span("x")])));
    painter.forget();
    expect(painter.paint(panes(left([span("x")])))).toContain("x");
    expect(painter.paint({ key: "b", patches: [left([span("x")])] })).toContain("x");
  });

  it("clears each row that it painted once, and then knows nothing", () => {
    const painter = new CellPainter(new Pen("none"));
    painter.paint(panes(left([span("x")]), right([span("y")]), left([span("z")], 4)));
    expect(painted(painter.clear())).toBe("\x1b[1;1H\x1b[K\x1b[5;1H\x1b[K");
    expect(painter.clear()).toBe("");
  });

  it("paints a line of uncertain width whole, and its neighbour to the right after it", () => {
    const painter = new CellPainter(new Pen("none"));
    const neighbour = [span("right")];
    const below = [span("below")];
    painter.paint(panes(left([span("👍")]), right(neighbour), left(below, 1)));
    const text = painter.paint(panes(left([span("👍🏽")]), right(neighbour), left(below, 1)));
    expect(painted(text)).toBe("\x1b[1;1H\x1b[10X👍🏽\x1b[1;13H\x1b[10Xright");
  });
});
