import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sanitizeForTerminal, sanitizeLine } from "./sanitize.ts";

const HOSTILE: readonly (readonly [what: string, text: string, shown: string])[] = [
  ["colour", "a\x1b[31mred\x1b[0mb", "aredb"],
  ["conceal", "\x1b[8mhidden\x1b[28m", "hidden"],
  ["clear screen and home", "\x1b[2J\x1b[Hx", "x"],
  ["alternate screen", "\x1b[?1049hx\x1b[?1049l", "x"],
  ["a cut CSI at the end", "x\x1b[38;5", "x"],
  ["C1 CSI", "a\x9b31mb", "ab"],
  ["window title with BEL", "\x1b]0;owned\x07x", "x"],
  ["OSC 8 link with ST", "\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\", "click"],
  ["OSC 8 unterminated", "a\x1b]8;;http://evil\nb", "a\nb"],
  ["OSC 52 clipboard", "\x1b]52;c;cm0gLXJm\x07x", "x"],
  ["OSC 52 unterminated", "x\x1b]52;c;cm0gLXJm", "x"],
  ["C1 OSC with C1 ST", "a\x9d52;c;AAAA\x9cb", "ab"],
  ["DCS", "a\x1bP1;2|payload\x1b\\b", "ab"],
  ["C1 DCS unterminated", "a\x90payload\nb", "a\nb"],
  ["APC, PM, SOS", "\x1b_Gx\x1b\\a\x1b^p\x1b\\b\x1bXs\x1b\\c", "abc"],
  ["a payload with an escape inside", "\x1b]0;a\x1b[31mb\x07c", "bc"],
  ["full reset", "\x1bcx", "x"],
  ["charset switch", "\x1b(0lqqk\x1b(B", "lqqk"],
  ["ESC before ESC", "\x1b\x1b[31m[2J", "[2J"],
  ["a lone ESC", "a\x1b", "a"],
  ["carriage return that overwrites the line", "transfer $1\rtransfer $1000", "transfer $1\ntransfer $1000"],
  ["CRLF", "a\r\nb", "a\nb"],
  ["backspaces", "safe\b\b\b\bevil", "safeevil"],
  ["NUL, BEL, DEL, vertical tab, form feed", "a\0\x07\x7f\v\fb", "ab"],
  ["NEL", "a\u0085b", "a\nb"],
  ["bidi override", "abc\u202efed\u202c", "abcfed"],
  ["bidi isolates and marks", "\u2066a\u2069\u200e\u200f\u061cb", "ab"],
  ["tag characters", "a\u{e0041}\u{e0042}\u{e007f}b", "ab"],
  ["line and paragraph separators", "a\u2028b\u2029c", "a\nb\nc"],
  ["BOM and zero-width space", "\ufeffa\u200bb", "ab"],
  ["a lone surrogate", "a\ud83db", "a\ufffdb"],
];

describe("sanitizeForTerminal", () => {
  it.each(HOSTILE)("defuses %s", (_what, text, shown) => {
    expect(sanitizeForTerminal(text)).toBe(shown);
  });

  it("keeps what people write", () => {
    const text = "Ärger, 日本語,\tעברית, 👩‍👩‍👧 می‌خواهم\nsecond line: a | b [c] ~`";
    expect(sanitizeForTerminal(text)).toBe(text);
  });

  it("leaves only harmless text of a sequence split over two chunks", () => {
    const sequence = "\x1b]52;c;cm0gLXJm\x07\x1b[31m\x9b2J";
    for (let cut = 0; cut <= sequence.length; cut++) {
      const shown = sanitizeForTerminal(sequence.slice(0, cut)) + sanitizeForTerminal(sequence.slice(cut));
      expect(shown).not.toMatch(/\p{Cc}/u);
    }
  });

  it("never lets a control character but newline and tab through, and is idempotent", () => {
    const nasty = fc.constantFrom(
      "\x1b",
      "[",
      "]",
      "\x9b",
      "\x9d",
      "\x9c",
      "\x07",
      "\\",
      "0",
      "m",
      ";",
      "\r",
      "\n",
      "\t",
      "\u202e",
    );
    const text = fc.array(fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 3 }))).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (hostile) => {
        const shown = sanitizeForTerminal(hostile);
        expect(shown.replace(/[\n\t]/g, "")).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
        expect(sanitizeForTerminal(shown)).toBe(shown);
      }),
      { numRuns: 500 },
    );
  });

  it.each(["\x1b[", "\x1b]", "\x1b[1;", "\x1b]0;a", "\x9b ", "\x1b ", "\r"])(
    "reads a megabyte of %j in one pass",
    (unit) => {
      const shown = sanitizeForTerminal(unit.repeat(1_000_000 / unit.length));
      expect(shown.length).toBeLessThanOrEqual(1_000_000);
    },
  );
});

describe("sanitizeLine", () => {
  it("makes one line of several, visibly", () => {
    expect(sanitizeLine("a\r\nb\tc\u2028d\x1b[31m")).toBe("a⏎b c⏎d");
  });
});
