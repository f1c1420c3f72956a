import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countCharacters } from "./characters.ts";
import { parseName, sameName } from "./names.ts";

const refused = (name: string) => {
  try {
    parseName(name);
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: "invalid_name" });
    return true;
  }
};

describe("names", () => {
  it.each([
    "Ada",
    "a",
    "Ada Lovelace",
    "Ada (GPT-5)",
    "anthropic/claude-sonnet",
    "O’Neil",
    "李小龙",
    "Ольга",
    "محمد",
    "अतः",
    "ខ្មែរ",
    "ǀXam",
    "🇩🇪 Bot",
    "👍🏽",
    "I ❤\ufe0f U",
    "한국",
    "Nguyễn Thị Ánh",
  ])("[NAME-1] %s is a name", (name) => {
    expect(parseName(name)).toBe(name.normalize("NFC"));
  });

  it("[NAME-1] has 1 to 64 characters, an emoji being one", () => {
    expect(refused("")).toBe(true);
    expect(refused("é".repeat(64))).toBe(false);
    expect(refused("👍🏽".repeat(64))).toBe(false);
    expect(refused("a".repeat(65))).toBe(true);
    expect(refused("a".repeat(1_000_000))).toBe(true);
  });

  it("[NAME-1] that is a megabyte of marks is refused before anybody looks at it", () => {
    // Normalised, this would take minutes: the test's own time limit is what tells.
    expect(() => parseName(`a${"\u0315\u0300".repeat(500_000)}`)).toThrow("it is longer than 64 characters");
  });

  it("[NAME-1] is normalised to NFC", () => {
    expect(parseName("e\u0301")).toBe("\u00e9");
  });

  it.each([
    ["a space before", " Ada"],
    ["a space after", "Ada "],
    ["only spaces", " \u3000"],
    ["a wide space after", "Ada\u3000"],
    ["a line feed", "Ada\nServer"],
    ["a next-line character", "Ada\x85Server"],
    ["a line separator", "Ada\u2028Server"],
    ["escape", "\x1b[31mAda"],
    ["a C1 control", "Ada\x9b31m"],
    ["delete", "Ada\x7f"],
    ["a zero-width space", "A\u200bda"],
    ["a soft hyphen", "A\u00adda"],
    ["a byte order mark", "\ufeffAda"],
    ["a right-to-left override", "Ada\u202egpj"],
    ["a bidi isolate", "Ada\u2066x\u2069"],
    ["a zero-width joiner in an emoji", "👩\u200d💻"],
    ["a zero-width non-joiner in Persian", "علی\u200cرضا"],
    ["a zero-width joiner in Sinhala", "ශ\u0dca\u200dරී"],
    ["tag characters", "\u{1f3f4}\u{e0067}\u{e007f}"],
    ["a variation selector on a letter", "Ada\ufe0f"],
    ["another variation selector", "Ada\u{e0100}"],
    ["a Hangul filler", "\u3164"],
    ["a braille blank", "\u2800"],
    ["a grapheme joiner", "A\u034fda"],
    ["a lone surrogate", "Ada\ud83d"],
    ["a private character", "Ada\ue000"],
    ["a pile of marks", "a" + "\u0300".repeat(12)],
    ["a colon", "Ada: hi"],
    ["a wide colon", "Ada：hi"],
    ["a ratio sign", "Ada∶ hi"],
    ["a small colon", "Ada﹕hi"],
    ["a bar", "Ada | hi"],
    ["a wide bar", "Ada｜hi"],
    ["a box-drawing bar", "Ada │ hi"],
    ["brackets", "[Server]"],
    ["wide brackets", "［Server］"],
    ["lenticular brackets", "【Server】"],
  ])("[NAME-1] %s is refused", (_what, name) => {
    expect(refused(name)).toBe(true);
  });

  it.each([
    "Server",
    "SERVER",
    "sеrver",
    "Ｓｅｒｖｅｒ",
    "system",
    "System",
    "sуstem",
    "you",
    "YOU",
    "Y0u",
    "assistant",
    "Assіstant",
  ])("[NAME-3] %s reads as a reserved name", (name) => {
    expect(() => parseName(name)).toThrow(/reserved/);
  });

  it("[NAME-3] the refusal names the reserved name, not the one given", () => {
    expect(() => parseName("Ｓｅｒｖｅｒ")).toThrow(/reads as Server/);
  });

  it.each([
    ["Alice", "alice"],
    ["Alice", "ＡＬＩＣＥ"],
    ["Alice", "Аlice"],
    ["AI", "Al"],
    ["AI", "ai"],
    ["Agent 1", "Agent l"],
    ["Straße", "STRASSE"],
    ["Σίσυφος", "ΣΊΣΥΦΟΣ"],
    ["Bob", "Вob"],
    ["Sam", "Sarn"],
    ["José", "Jose\u0301"],
    ["í", "і\u0301"],
    ["Ⅳ", "IV"],
    ["ｶﾞ", "ガ"],
    ["a b", "a\u00a0b"],
    ["❤", "❤\ufe0f"],
  ])("[NAME-2] %s and %s are one name", (one, other) => {
    expect(sameName(one, other)).toBe(true);
    expect(sameName(other, one)).toBe(true);
  });

  it.each([
    ["Jose", "José"],
    ["Agent 1", "Agent 2"],
    ["ai", "Al"],
    ["Ada", "Ида"],
    ["李", "季"],
    ["Max", "Maxine"],
  ])("[NAME-2] %s and %s are two", (one, other) => {
    expect(sameName(one, other)).toBe(false);
  });

  it("[NAME-1] whatever is a name is one visible line without the transcript's syntax, and is its own name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 70 }), (input) => {
        if (refused(input)) return;
        const name = parseName(input);
        expect(name).not.toMatch(/[[\]:|\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\s|\s$/u);
        expect(countCharacters(name)).toBeGreaterThan(0);
        expect(parseName(name)).toBe(name);
        expect(sameName(name, name)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
