/**
 * Text for display: what a terminal would obey is removed, what a person reads stays. Logs keep the raw text.
 * One allow-list of our own, because strip-ansi and its like leave C1, payloads, tails and bidi. Browser-safe.
 */

/** OSC, DCS, SOS, PM and APC with their payload, up to BEL, ST, a newline, another ESC or the end. */
const CONTROL_STRING = /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?/.source;
/** CSI, complete or cut off. */
const CONTROL_SEQUENCE = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?/.source;
const OTHER_ESCAPE = /\x1b[ -/]*[0-~]?/.source;

// The alternatives begin differently and their parts are disjoint, so there is nothing to backtrack into: linear.
const ESCAPES = new RegExp(`${CONTROL_STRING}|${CONTROL_SEQUENCE}|${OTHER_ESCAPE}`, "g");

/**
 * Every control character but \n and \t (a sequence split over two chunks can leave only harmless text), bidi
 * controls, zero-width and deprecated format characters, tag characters. ZWJ and ZWNJ stay: emoji and scripts need them.
 */
const INVISIBLE =
  /[[\p{Cc}--[\n\t]]\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gv;
const LINE_ENDS = /\r\n?|[\u2028\u2029\u0085]/g;

/** Safe to write to a terminal; may have several lines and tabs. */
export function sanitizeForTerminal(text: string): string {
  return text.replace(LINE_ENDS, "\n").replace(ESCAPES, "").replace(INVISIBLE, "").toWellFormed();
}

/** The same on one line: newlines are shown, tabs are spaces. */
export function sanitizeLine(text: string): string {
  return sanitizeForTerminal(text).replace(/[\n\t]/g, (character) => (character === "\n" ? "⏎" : " "));
}
