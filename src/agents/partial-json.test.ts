import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY_FIELD, partialStringField, readPartialField } from "./partial-json.ts";

describe("partialStringField", () => {
  it.each([
    ["", ""],
    ["{", ""],
    ['{"te', ""],
    ['{"text"', ""],
    ['{"text": "', ""],
    ['{"text": "hel', "hel"],
    ['{"text":"hello"}', "hello"],
    ['{"text":"a\\', "a"],
    ['{"text":"a\\n', "a\n"],
    ['{"text":"a\\"b\\\\c\\/d', 'a"b\\c/d'],
    ['{"text":"\\u00e', ""],
    ['{"text":"\\u00e9', "é"],
    ['{"text":"x\\ud83d', "x"],
    ['{"text":"x\\ud83d\\ude', "x"],
    ['{"text":"x\\ud83d\\ude00', "x😀"],
    ['{"text":"x\ud83d', "x"],
    ['{"text":"\\u00zz!', "\ufffd!"],
    ['{"other":"text","text":"yes"}', "yes"],
    ['{"other":{"text":"no"},"list":["text","no"],"text":"yes', "yes"],
    ['{"te\\u0078t":"yes', "yes"],
    ['{"text":12}', ""],
    ['{"text":"first","text":"sec', "sec"],
    ['["text","no"]', ""],
    ['"text":"no"', ""],
    ["}}}]]]{", ""],
    ["not json at all: text", ""],
    ['{"__proto__":"a","text":"b', "b"],
  ])("reads %j as %j", (json, text) => {
    expect(partialStringField(json, "text")).toBe(text);
  });

  it("reads at every cut a beginning of the whole, piecewise as at once", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(text, fc.string(), fc.nat(7), (wanted, other, size) => {
        const json = JSON.stringify({ other, text: wanted }).replace(/[^ -~]/g, escapeUnicode);
        let field = EMPTY_FIELD;
        for (let from = 0; from < json.length; from += size + 1) {
          field = readPartialField(field, json.slice(from, from + size + 1), "text");
          expect(wanted.startsWith(field.text)).toBe(true);
        }
        expect(field.text).toBe(wanted);
        expect(partialStringField(json, "text")).toBe(wanted);
      }),
    );
  });

  it("never throws, whatever it is given", () => {
    const piece = fc.constantFrom("{", "}", "[", "]", '"', "\\", "u", "d8", "3d", "text", ":", ",", "\n");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(typeof partialStringField(pieces.join(""), "text")).toBe("string");
      }),
    );
  });
});

function escapeUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
