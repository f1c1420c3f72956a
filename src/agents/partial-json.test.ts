import { describe, expect, it } from "vitest";
import { partialStringField } from "./partial-json.ts";

describe("partialStringField", () => {
  it("grows with every character of the JSON and never takes back what it said", () => {
    const text = 'He said "hi" \\ / \n\t é 👩‍👩‍👧 𝒳 {not: json}, }';
    for (const json of [
      JSON.stringify({ text }),
      escapeAll(text),
      ` { "a" : [1,{"text":"no"}] , "text" : ${JSON.stringify(text)} } `,
    ]) {
      let before = "";
      for (let length = 0; length <= json.length; length++) {
        const now = partialStringField(json.slice(0, length), "text") ?? "";
        expect(now.startsWith(before), `cut at ${length} of ${json}`).toBe(true);
        expect(text.startsWith(now)).toBe(true);
        before = now;
      }
      expect(before).toBe(text);
    }
  });

  it("says nothing before the value has begun, and an empty string once it has", () => {
    for (const json of ["", "{", '{"te', '{"text"', '{"text":', '{"text": ', "[", '"text":"a"', "null"]) {
      expect(partialStringField(json, "text")).toBeUndefined();
    }
    expect(partialStringField('{"text":"', "text")).toBe("");
  });

  it("takes only the top level, and a later double as JSON.parse does", () => {
    expect(partialStringField('{"a":{"text":"inner"},"b":"text","text":"outer"', "text")).toBe("outer");
    expect(partialStringField('{"text":"one","text":"two"}', "text")).toBe("two");
    expect(partialStringField('{"text":17,"x":"y"}', "text")).toBeUndefined();
    expect(partialStringField('{"text":"one","text":2}', "text")).toBeUndefined();
  });

  it("leaves a cut escape and half a surrogate pair out", () => {
    expect(partialStringField('{"text":"a\\', "text")).toBe("a");
    expect(partialStringField('{"text":"a\\u00', "text")).toBe("a");
    expect(partialStringField('{"text":"a\\ud83d', "text")).toBe("a");
    expect(partialStringField('{"text":"a\\ud83d\\ude00', "text")).toBe("a😀");
    expect(partialStringField(`{"text":"a${"😀"[0]}`, "text")).toBe("a");
  });

  it("keeps an escape that JSON does not know as it stands", () => {
    expect(partialStringField('{"text":"a\\qb\\uzzzzc"}', "text")).toBe("a\\qb\\uzzzzc");
  });

  it("looks at a field named like a prototype's as at any other", () => {
    expect(partialStringField('{"__proto__":"x"}', "text")).toBeUndefined();
    expect(partialStringField('{"__proto__":"x"}', "__proto__")).toBe("x");
  });
});

function escapeAll(text: string): string {
  const escaped = [...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`);
  return `{"text":"${escaped.join("")}"}`;
}
