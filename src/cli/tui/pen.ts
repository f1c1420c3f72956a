/**
 * The only place where control sequences for looks are made. Text has been sanitised long before; whatever control
 * character still came this far is drawn as a replacement character, so no text can ever steer the terminal.
 */
import type { NameColor } from "../../logging/colors.ts";
import { cellWidth, isAscii } from "./cell-width.ts";
import type { Line, Style, Tone } from "./line.ts";

export type ColorDepth = "none" | "basic" | "palette";

/** NO_COLOR means no sequence at all, bold and dim included: what is seen must then be read. */
export function colorDepthOf(env: Readonly<Record<string, string | undefined>>): ColorDepth {
  if ((env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb") return "none";
  const palette = /truecolor|24bit/.test(env["COLORTERM"] ?? "") || /256|kitty|direct|ghostty/.test(env["TERM"] ?? "");
  return palette ? "palette" : "basic";
}

const TONES: Record<Tone, { basic: number; ansi256: number }> = {
  good: { basic: 32, ansi256: 71 },
  warning: { basic: 33, ansi256: 172 },
  bad: { basic: 31, ansi256: 167 },
};
const RESET = "\x1b[0m";
const CONTROL = /\p{Cc}/u;

export class Pen {
  readonly depth: ColorDepth;
  readonly #openings = new WeakMap<Style, string>();

  constructor(depth: ColorDepth) {
    this.depth = depth;
  }

  draw(line: Line): string {
    let drawn = "";
    for (const { text, style } of line) {
      const safe = CONTROL.test(text) ? text.replaceAll(/\p{Cc}/gu, "\ufffd") : text;
      const opening = this.opening(style);
      drawn += opening === "" ? safe : opening + safe + RESET;
    }
    return drawn;
  }

  /** The sequence that switches to `style`; "" where it needs none. */
  opening(style: Style): string {
    if (this.depth === "none") return "";
    let opening = this.#openings.get(style);
    if (opening === undefined) {
      const codes: string[] = [];
      if (style.bold) codes.push("1");
      if (style.dim) codes.push("2");
      if (style.inverse) codes.push("7");
      if (style.struck) codes.push("9");
      if (style.color !== undefined) codes.push(this.#colorCode(style.color));
      opening = codes.length === 0 ? "" : `\x1b[${codes.join(";")}m`;
      this.#openings.set(style, opening);
    }
    return opening;
  }

  /** What to write over `before` to make it `after`, and from which cell on; null where nothing differs. */
  difference(before: Line, after: Line): { readonly cell: number; readonly line: Line } | null {
    let cell = 0;
    for (let index = 0; ; index++) {
      const old = before[index];
      const now = after[index];
      if (old === undefined && now === undefined) return null;
      if (old === undefined || now === undefined || this.opening(old.style) !== this.opening(now.style)) {
        return { cell, line: after.slice(index) };
      }
      if (old.text === now.text) {
        cell += cellWidth(now.text);
        continue;
      }
      // Inside the span only between plain characters: there the cell is certain and no cluster is cut.
      const common = isAscii(old.text) && isAscii(now.text) ? commonPrefix(old.text, now.text) : 0;
      return {
        cell: cell + common,
        line: [{ text: now.text.slice(common), style: now.style }, ...after.slice(index + 1)],
      };
    }
  }

  #colorCode(color: NameColor | Tone): string {
    const chosen =
      typeof color === "string" ? TONES[color] : { ansi256: color.ansi256, basic: nearestBasic(color.hex) };
    return this.depth === "palette" ? `38;5;${chosen.ansi256}` : String(chosen.basic);
  }
}

/** The foreground code 31 to 36 whose channels are on where those of `hex` are strong. */
function nearestBasic(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const strongest = Math.max(...channels);
  const bits = channels.reduce((sum, channel, index) => sum + (channel > strongest * 0.7 ? 1 << index : 0), 0);
  return bits === 0 || bits === 7 ? 36 : 30 + bits;
}

function commonPrefix(left: string, right: string): number {
  let index = 0;
  while (index < left.length && left.charCodeAt(index) === right.charCodeAt(index)) index++;
  return index;
}
