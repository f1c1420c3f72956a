/**
 * Reads one string field of a JSON object that is still being written: what a model has said so far in
 * `{"text":"…`. A leaf: screens and logs use it too. One pass, no backtracking; hostile text is only text.
 */

/**
 * The decoded value of the top-level string `field` as far as it has come; undefined while its value has not
 * begun, or where it is no string. A cut escape, or half of a surrogate pair, at the end is left out.
 */
export function partialStringField(json: string, field: string): string | undefined {
  let found: string | undefined;
  let at = skipSpace(json, 0);
  if (json[at] !== "{") return undefined;
  at = skipSpace(json, at + 1);
  while (json[at] === '"') {
    const key = readString(json, at);
    if (!key.closed) return found;
    at = skipSpace(json, key.end);
    if (json[at] !== ":") return found;
    at = skipSpace(json, at + 1);
    if (json[at] === '"') {
      const value = readString(json, at);
      if (key.text === field) found = value.text;
      at = value.end;
    } else {
      if (key.text === field && at < json.length) found = undefined;
      at = skipValue(json, at);
    }
    at = skipSpace(json, at);
    if (json[at] !== ",") return found;
    at = skipSpace(json, at + 1);
  }
  return found;
}

interface StringRead {
  readonly text: string;
  /** The index after the closing quote, or of the end. */
  readonly end: number;
  readonly closed: boolean;
}

const ESCAPES = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

function readString(json: string, start: number): StringRead {
  const parts: string[] = [];
  let plain = start + 1;
  let at = plain;
  const cut = (): StringRead => {
    parts.push(json.slice(plain, at));
    return { text: withoutHalfPair(parts.join("")), end: json.length, closed: false };
  };
  while (at < json.length) {
    const character = json[at];
    if (character === '"') {
      parts.push(json.slice(plain, at));
      return { text: parts.join(""), end: at + 1, closed: true };
    }
    if (character !== "\\") {
      at += 1;
      continue;
    }
    const length = json[at + 1] === "u" ? 6 : 2;
    if (at + length > json.length) return cut();
    parts.push(json.slice(plain, at), decodeEscape(json.slice(at, at + length)));
    at += length;
    plain = at;
  }
  return cut();
}

/** An escape that JSON does not know stands for itself: what a person reads is better than nothing. */
function decodeEscape(escape: string): string {
  if (escape.length === 2) return ESCAPES.get(escape[1] ?? "") ?? escape;
  const code = escape.slice(2);
  return /^[0-9a-fA-F]{4}$/.test(code) ? String.fromCharCode(Number.parseInt(code, 16)) : escape;
}

function withoutHalfPair(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}

function skipSpace(json: string, start: number): number {
  let at = start;
  while (json[at] === " " || json[at] === "\n" || json[at] === "\r" || json[at] === "\t") at += 1;
  return at;
}

/** The index of the `,` or `}` that ends a value which is no string. */
function skipValue(json: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < json.length) {
    const character = json[at];
    if (character === '"') {
      at = readString(json, at).end;
      continue;
    }
    if (depth === 0 && (character === "," || character === "}")) return at;
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") depth -= 1;
    at += 1;
  }
  return at;
}
