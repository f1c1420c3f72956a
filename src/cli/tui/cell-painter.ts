/**
 * Paints the panes straight into their cells, and only what changed. Ink repaints a whole row of the terminal for one
 * new word, and lays out and tokenises the whole screen for it: with four agents writing, most of its time and bytes.
 * So Ink draws the frame and leaves the panes blank, and this fills them.
 */
import { lineWidth, type Line } from "./line.ts";
import type { Pen } from "./pen.ts";

/** What stands in a row of a pane. */
export interface Patch {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly line: Line;
}

/** Row by row, from left to right. Another `key`: other panes, of which nothing is on the screen yet. */
export interface Panes {
  readonly key: unknown;
  readonly patches: readonly Patch[];
}

const SAVE_CURSOR = "\x1b7";
const RESTORE_CURSOR = "\x1b8";
const ERASE_TO_END = "\x1b[K";
/** Text whose width all terminals agree on: no marks, no emoji, no wide characters. */
const CERTAIN = /^[ -\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2311\u2500-\u25fc\u2713\u2717]*$/;

export class CellPainter {
  readonly #pen: Pen;
  #key: unknown = null;
  #shown: readonly Patch[] = [];

  constructor(pen: Pen) {
    this.#pen = pen;
  }

  /** The screen was erased: the next painting is complete. */
  forget(): void {
    this.#key = null;
    this.#shown = [];
  }

  /** What to write to make blank again every row that was painted: what Ink takes them for. */
  clear(): string {
    let cleared = "";
    let row = -1;
    for (const { y } of this.#shown) {
      if (y !== row) cleared += `${moveTo(0, y)}${ERASE_TO_END}`;
      row = y;
    }
    this.forget();
    return cleared === "" ? "" : SAVE_CURSOR + cleared + RESTORE_CURSOR;
  }

  /** Whether these panes are where the last ones were. */
  knows(panes: Panes): boolean {
    return panes.key === this.#key;
  }

  /** What to write to make the panes look so; "" when they do. Leaves the cursor where it was. */
  paint({ key, patches }: Panes): string {
    const known = key === this.#key;
    let written = "";
    let rowInDoubt = -1;
    for (const [index, patch] of patches.entries()) {
      const before = known ? this.#shown[index]?.line : undefined;
      if (before === patch.line && patch.y !== rowInDoubt) continue;
      const uncertain = isUncertain(patch.line) || (before !== undefined && isUncertain(before));
      const inDoubt = patch.y === rowInDoubt;
      const painted = before === undefined || uncertain || inDoubt ? this.#whole(patch) : this.#changed(before, patch);
      // A terminal that draws it wider has drawn over its neighbours to the right: they are painted after it.
      if (uncertain && painted !== "") rowInDoubt = patch.y;
      written += painted;
    }
    this.#key = key;
    this.#shown = patches;
    return written === "" ? "" : SAVE_CURSOR + written + RESTORE_CURSOR;
  }

  #whole({ x, y, width, line }: Patch): string {
    return `${moveTo(x, y)}\x1b[${width}X${this.#pen.draw(line)}`;
  }

  #changed(before: Line, { x, y, line }: Patch): string {
    const difference = this.#pen.difference(before, line);
    if (difference === null) return "";
    const leftOver = Math.max(0, lineWidth(before) - lineWidth(line));
    return moveTo(x + difference.cell, y) + this.#pen.draw(difference.line) + " ".repeat(leftOver);
  }
}

function isUncertain(line: Line): boolean {
  return !line.every(({ text }) => CERTAIN.test(text));
}

function moveTo(x: number, y: number): string {
  return `\x1b[${y + 1};${x + 1}H`;
}
