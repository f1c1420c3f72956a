import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/logging/view-types.ts";
import { entryLook } from "./entry-look.ts";

const entry = (part: Partial<Entry>): Entry => ({ key: 0, kind: "tool_call", at: 0, text: "", ...part });
const look = (part: Partial<Entry>, answer?: Partial<Entry>) => {
  const { sign, tone, title, words } = entryLook(entry(part), answer && entry({ kind: "tool_response", ...answer }));
  return [sign, tone, title, words].join("|");
};
const append = { function: "append", text: '{"text":"Hello."}' };

describe("an entry of a column", () => {
  it("[PAGE-1] a call has the sign of its answer", () => {
    expect(look(append)).toBe("→|action|append|Hello.");
    expect(look(append, { status: 1 })).toBe("✓|good|append|Hello.");
    expect(look(append, { status: 2 })).toBe("~|warning|append|Hello.");
    expect(look({ function: "push" }, { status: 0, reason: "unseen_messages" })).toBe("✗|bad|push|");
    expect(look({ function: "check" }, { status: 0, reason: "skipped" })).toBe("–|dim||check skipped");
  });

  it("[PAGE-1] an answer says what it brought, or why it was refused", () => {
    const refused = {
      kind: "tool_response",
      status: 0,
      reason: "unseen_messages",
      text: "[system] Not sent.\nBob: hm",
    } as const;
    expect(look(refused)).toBe("|bad|refused · unseen messages|Bob: hm");
    expect(look({ kind: "tool_response", status: 1, text: "Bob: hm" })).toBe("←|dim||Bob: hm");
    expect(look({ kind: "tool_response", function: "weather", text: "rain" })).toBe("?|warning|weather|rain");
  });

  it("[PAGE-1] thoughts and errors are whole", () => {
    expect(entryLook(entry({ kind: "thinking", text: "a\nb" }), undefined)).toMatchObject({
      isProse: true,
      words: "a\nb",
    });
    expect(look({ kind: "error", text: "No." })).toBe("!|bad||No.");
    expect(look({ kind: "instruction", text: "Begin." })).toBe("»|dim||Begin.");
  });
});
