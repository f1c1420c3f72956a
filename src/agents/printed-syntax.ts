/**
 * Finds where pieces of printed calls end: JSON values, string literals, white space. One pass over the text, no
 * backtracking, so that no text makes it slow.
 */

export function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/u.test(text.charAt(at))) at += 1;
  return at;
}

/** The index after the JSON object or array that begins at `start`; -1 where it does not end. */
export function endOfJson(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    switch (text.charAt(at)) {
      case '"':
        at = endOfString(text, at) - 1;
        if (at < 0) return -1;
        break;
      case "{":
      case "[":
        depth += 1;
        break;
      case "}":
      case "]":
        depth -= 1;
        if (depth === 0) return at + 1;
        break;
    }
    if (depth === 0) return -1;
  }
  return -1;
}

/** The index after the literal whose quote is at `start`; -1 where it is not closed. */
export function endOfString(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return -1;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** What a string literal between single or double quotes says; line breaks in it stand for themselves. */
export function readString(literal: string): string {
  const inner = literal.slice(1, -1);
  return inner.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_whole, code: string | undefined, character: string) =>
    code === undefined ? (ESCAPES.get(character) ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** The index of `mark` at the beginning of a line (spaces before it do not count); -1 where there is none. */
export function lineStart(text: string, mark: string): number {
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) {
    let before = at - 1;
    while (text[before] === " " || text[before] === "\t") before -= 1;
    if (before < 0 || text[before] === "\n") return at;
  }
  return -1;
}
