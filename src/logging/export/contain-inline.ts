/**
 * One line of somebody else's Markdown, made harmless: no HTML, entity, image, definition or unusual link is left in it.
 * Pure and browser-safe.
 *
 * Code spans are the only place where text stands as it is, so it must be certain that every reader takes them for such:
 * a span is left alone only where it is closed within its line and its table cell, where no bare address or formula could
 * swallow its beginning, and where nothing in it ends the label of a definition. Every other backtick is escaped.
 */
const SPECIAL = /[\\`<&!$\]{]/g;
const ENTITY = /&#?\w{1,40};/y;
const LINK = /\] *\(/y;
const USUAL_LINK = /\]\((?:https?:\/\/|mailto:)/iy;
const PUNCTUATION = /[!-/:-@[-`{-~]/;
/** From its beginning, without another label beginning in between. */
const LABEL_END = /^(?:[^[]|\\\[)*\]:/;
/** Readers make a link of it, up to the next space. */
const ADDRESS = /(?::\/\/|www\.)[^ ]*/gi;

/** How a character is written, and how many of the text that takes. */
type Piece = readonly [written: string, length: number];

export function containedInline(text: string): string {
  return new InlineScan(text).run();
}

class InlineScan {
  readonly #text: string;
  readonly #addresses: readonly { readonly start: number; readonly end: number }[];
  #nextAddress = 0;
  /** Where the table cell ends, should the line be a row of a table. */
  #cellEnd = -1;
  /** Lengths of runs of backticks that the cell holds no more: looked for once. */
  readonly #missing = new Set<number>();

  constructor(text: string) {
    this.#text = text;
    this.#addresses = [...text.matchAll(ADDRESS)].map(({ 0: found, index }) => ({
      start: index,
      end: index + found.length,
    }));
  }

  run(): string {
    const text = this.#text;
    let out = "";
    let at = 0;
    for (;;) {
      SPECIAL.lastIndex = at;
      const next = SPECIAL.exec(text)?.index ?? text.length;
      out += text.slice(at, next);
      if (next === text.length) return out;
      const [written, length] = this.#pieceAt(next);
      out += written;
      at = next + length;
    }
  }

  #pieceAt(at: number): Piece {
    const next = this.#text[at + 1] ?? "";
    switch (this.#text[at]) {
      case "\\":
        if (next === "<") return ["&lt;", 2];
        return PUNCTUATION.test(next) ? [`\\${next}`, 2] : ["\\", 1];
      case "`":
        return this.#backticksAt(at);
      case "<":
        return ["&lt;", 1];
      case "&":
        return [this.#matches(ENTITY, at) ? "&amp;" : "&", 1];
      case "!":
        // An image would be loaded from wherever it is.
        return [next === "[" ? "\\!" : "!", 1];
      case "$":
        // A formula would come before code.
        return ["\\$", 1];
      case "{":
        // Some readers make HTML of code with `{=html}` behind it.
        return [this.#text[at - 1] === "`" ? "\\{" : "{", 1];
      default:
        return this.#bracketAt(at);
    }
  }

  /** A whole code span, or backticks that are none. */
  #backticksAt(at: number): Piece {
    if (at > this.#cellEnd) {
      const edge = this.#text.indexOf("|", at);
      this.#cellEnd = edge < 0 ? this.#text.length : edge;
      this.#missing.clear();
    }
    let run = 1;
    while (this.#text[at + run] === "`") run++;
    const end = this.#missing.has(run) || this.#inAddress(at) ? -1 : this.#closing(at + run, run);
    const span = this.#text.slice(at, Math.max(at, end));
    if (span !== "" && !LABEL_END.test(span)) return [span, span.length];
    return ["\\`".repeat(run), run];
  }

  /** Where the run of exactly `length` backticks ends that closes a span; -1 where there is none. */
  #closing(from: number, length: number): number {
    for (let start = this.#text.indexOf("`", from); start >= 0 && start < this.#cellEnd; ) {
      let end = start;
      while (this.#text[end] === "`") end++;
      if (end - start === length) return end;
      start = this.#text.indexOf("`", end);
    }
    this.#missing.add(length);
    return -1;
  }

  #inAddress(at: number): boolean {
    while ((this.#addresses[this.#nextAddress]?.end ?? Infinity) <= at) this.#nextAddress++;
    return (this.#addresses[this.#nextAddress]?.start ?? Infinity) < at;
  }

  /** `]`: what follows makes a definition, which holds for the whole document, or a link. */
  #bracketAt(at: number): Piece {
    if (this.#text[at + 1] === ":") return [String.raw`]\:`, 2];
    LINK.lastIndex = at;
    const link = LINK.exec(this.#text)?.[0];
    if (link === undefined || this.#matches(USUAL_LINK, at)) return ["]", 1];
    return [`${link.slice(0, -1)}\\(`, link.length];
  }

  #matches(sticky: RegExp, at: number): boolean {
    sticky.lastIndex = at;
    return sticky.test(this.#text);
  }
}
