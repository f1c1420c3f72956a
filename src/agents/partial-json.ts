/**
 * Reads one string field of a JSON object that is still arriving, piece by piece: how a draft is shown while the
 * model writes the arguments of `append`. Linear over all pieces, never throws, browser-safe.
 */

/** What has been read so far; a value, never changed. */
export interface PartialField {
  /** The field's text; ends before an escape or a surrogate pair that is cut. */
  readonly text: string;
  readonly scan: Scan;
}

interface Scan {
  readonly depth: number;
  /** `key`, `field` and `other`: inside a string that is a key, the wanted value, or anything else. */
  readonly inside: "structure" | "key" | "field" | "other";
  /** At depth 1: the next string is a key. */
  readonly keyNext: boolean;
  readonly key: string;
  /** A begun escape: "", "\" or "\u" and fewer than four digits. */
  readonly escape: string;
  readonly value: string;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

export const EMPTY_FIELD: PartialField = {
  text: "",
  scan: { depth: 0, inside: "structure", keyNext: false, key: "", escape: "", value: "" },
};

/** Reads `chunk`, which follows what `field` has read. */
export function readPartialField(field: PartialField, chunk: string, name: string): PartialField {
  let { depth, inside, keyNext, key, escape, value } = field.scan;
  const add = (text: string) => {
    if (inside === "key") key += text;
    else if (inside === "field") value += text;
  };
  for (let index = 0; index < chunk.length; index++) {
    const character = chunk.charAt(index);
    if (inside === "structure") {
      switch (character) {
        case '"':
          if (depth === 1 && keyNext) [inside, key] = ["key", ""];
          else if (depth === 1 && key === name) [inside, value] = ["field", ""];
          else inside = "other";
          break;
        case "{":
          keyNext = ++depth === 1;
          break;
        case "[":
          depth++;
          break;
        case "}":
        case "]":
          depth--;
          break;
        case ",":
          if (depth === 1) keyNext = true;
          break;
      }
    } else if (escape === "\\") {
      escape = character === "u" ? "\\u" : "";
      if (escape === "") add(SIMPLE_ESCAPES[character] ?? character);
    } else if (escape !== "") {
      escape += character;
      if (escape.length < 6) continue;
      const code = /^\\u[0-9a-f]{4}$/i.test(escape) ? Number.parseInt(escape.slice(2), 16) : 0xfffd;
      escape = "";
      add(String.fromCharCode(code));
    } else if (character === "\\") {
      escape = "\\";
    } else if (character === '"') {
      if (inside === "key") keyNext = false;
      inside = "structure";
    } else {
      add(character);
    }
  }
  return { text: withoutCutPair(value), scan: { depth, inside, keyNext, key, escape, value } };
}

/** The field's text as far as it can be read from `json`; "" where it has not come yet. */
export function partialStringField(json: string, name: string): string {
  return readPartialField(EMPTY_FIELD, json, name).text;
}

function withoutCutPair(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}
