/** What a model writes becomes what is stored, piece by piece: some write a fence around it, or the heading once more. */

export interface TextFilter {
  /** What can be stored now. */
  add(piece: string): string;
  /** What was held back, and what the model should know of what was mended. */
  end(): { readonly text: string; readonly notes: readonly string[] };
}

export function asWritten(): TextFilter {
  return { add: (piece) => piece, end: () => ({ text: "", notes: [] }) };
}

/** A fence without a language may as well begin a block of code. */
const FENCE = /^\s*(`{3,}|~{3,})[ \t]*(?:markdown|md)[ \t]*\r?\n/iu;
/** A beginning this long without an end of line is no fence; and so much at the end may be one. */
const LONGEST_FENCE = 80;

/** Without a fence around all of it. */
export function withoutFence(): TextFilter {
  let state: "beginning" | "fenced" | "plain" = "beginning";
  let held = "";
  let fence = "";
  /** The last lines may be the closing fence: what is white or a fence waits for what follows. */
  const inside = () => {
    let end = held.length;
    while (end > held.length - LONGEST_FENCE && /[\s`~]/u.test(held.charAt(end - 1))) end--;
    const ready = held.slice(0, end);
    held = held.slice(end);
    return ready;
  };
  return {
    add(piece) {
      held += piece;
      if (state === "beginning") {
        const opening = FENCE.exec(held);
        if (opening) {
          state = "fenced";
          fence = opening[1] ?? "";
          held = held.slice(opening[0].length);
        } else if (mayBeFence(held)) return "";
        else state = "plain";
      }
      if (state === "fenced") return inside();
      const ready = held;
      held = "";
      return ready;
    },
    end() {
      const text = state === "fenced" && held.trimEnd().endsWith(fence) ? held.trimEnd().slice(0, -fence.length) : held;
      held = "";
      return { text: state === "fenced" ? text.trimEnd() : text, notes: [] };
    },
  };
}

function mayBeFence(text: string): boolean {
  if (text.length > LONGEST_FENCE || text.trimStart().includes("\n")) return false;
  return /^\s*(?:`{0,3}|~{0,3}|(?:`{3,}|~{3,})[ \t]*[a-z]*[ \t]*\r?)$/iu.test(text);
}

/** For a block that begins with `heading` already: models like to write it once more. */
export function withoutHeading(heading: string): TextFilter {
  let held: string | null = "";
  const settle = (text: string) => {
    held = null;
    const [line = ""] = text.trimStart().split("\n", 1);
    if (wordsOf(line) !== wordsOf(heading)) return text.trimStart();
    return text.trimStart().slice(line.length).trimStart();
  };
  return {
    add(piece) {
      if (held === null) return piece;
      held += piece;
      // After the heading's line the white space that follows it goes too.
      const line = /^\s*[^\n]*\n\s*\S/u.exec(held);
      return line || held.trimStart().length > heading.length + 40 ? settle(held) : "";
    },
    end: () => ({ text: held === null ? "" : settle(held), notes: [] }),
  };
}

function wordsOf(line: string): string {
  return line
    .replace(/^#+/u, "")
    .replace(/[*_:\s]+/gu, " ")
    .trim()
    .toLowerCase();
}
