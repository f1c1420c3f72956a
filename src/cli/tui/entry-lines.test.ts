import { describe, expect, it } from "vitest";
import type { Draft, Entry, EntryKind } from "../../logging/view-types.ts";
import { draftLines } from "./draft-lines.ts";
import { EntryLines, entryLines, GrowingLines } from "./entry-lines.ts";
import type { Line } from "./line.ts";

function entry(kind: EntryKind, text: string, more: Partial<Entry> = {}): Entry {
  return { key: 0, kind, at: 0, text, ...more };
}

function plain(lines: readonly Line[]): string[] {
  return lines.map((line) => line.map((part) => part.text).join(""));
}

const call = (name: string, text: string) => entry("tool_call", text, { function: name, call_id: "1" });
const answer = (status: 0 | 1 | 2, more: Partial<Entry> = {}) =>
  entry("tool_response", "[system] ok", { function: "push", call_id: "1", status, ...more });

describe("an entry's lines", () => {
  it.each([
    ["thinking", "· hm"],
    ["text", "  hm"],
    ["instruction", "» hm"],
    ["notice", "∙ hm"],
    ["delivered", "← hm"],
    ["error", "! hm"],
  ] as const)("%s has its mark", (kind, line) =>
    expect(plain(entryLines(entry(kind, "hm"), "normal", 30))).toEqual([line]),
  );

  it("hang under the first", () => {
    expect(plain(entryLines(entry("thinking", "one two three four"), "normal", 12))).toEqual([
      "· one two",
      "  three four",
    ]);
  });

  it("tell a call, what it says, and how it went", () => {
    const append = call("append", '{"text":"Good morning"}');
    expect(plain(entryLines(append, "normal", 40))).toEqual(["→ append"]);
    expect(plain(entryLines(append, "normal", 40, answer(1)))).toEqual(["✓ append Good morning"]);
    expect(plain(entryLines(append, "everything", 40, answer(1)))).toEqual(['→ append {"text":"Good morning"}']);
    expect(plain(entryLines(call("push", ""), "normal", 40, answer(0)))).toEqual([]);
  });

  it("say clearly that a push was refused, or a text cut", () => {
    const refused = answer(0, { reason: "unseen_messages", text: "[Bob]: wait" });
    expect(plain(entryLines(refused, "normal", 60))).toEqual(["✗ push refused · unseen messages [Bob]: wait"]);
    expect(plain(entryLines(answer(2, { function: "append" }), "normal", 40))).toEqual(["~ append cut"]);
  });

  it("are none for a response that only says ok, and bring what it brought", () => {
    expect(entryLines(answer(1), "normal", 40)).toEqual([]);
    expect(plain(entryLines(answer(1, { text: "[system] ok\n[Bob]: hello" }), "normal", 40))).toEqual([
      "← [Bob]: hello",
    ]);
    expect(plain(entryLines(answer(1), "everything", 40))).toEqual(["✓ push [system] ok"]);
  });

  it("are cut in brief, and say so", () => {
    const long = call("append", JSON.stringify({ text: "word ".repeat(40) }));
    const lines = plain(entryLines(long, "normal", 20, answer(1)));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
  });

  it("are only refusals and errors where only the chat is asked for", () => {
    expect(entryLines(entry("thinking", "hm"), "chat", 40)).toEqual([]);
    expect(entryLines(call("push", ""), "chat", 40)).toEqual([]);
    expect(entryLines(answer(0), "chat", 40)).toHaveLength(1);
    expect(entryLines(entry("error", "no"), "chat", 40)).toHaveLength(1);
  });

  it("are made once, and again for another width or when the call is answered", () => {
    const made = new EntryLines();
    const push = call("push", "");
    const lines = made.of(push, "normal", 30);
    expect(made.of(push, "normal", 30)).toBe(lines);
    expect(made.of(push, "normal", 31)).not.toBe(lines);
    expect(plain(made.of(push, "normal", 31, answer(1)))).toEqual(["✓ push"]);
  });

  it("of a growing entry are the same objects as before, but for the last", () => {
    const growing = new GrowingLines();
    const first = growing.of(entry("thinking", "one two three fo"), "normal", 12);
    const second = growing.of(entry("thinking", "one two three four five"), "normal", 12);
    expect(plain(second)).toEqual(["· one two", "  three four", "  five"]);
    expect(second[0]).toBe(first[0]);
    expect(plain(growing.of(entry("thinking", "else"), "normal", 12))).toEqual(["· else"]);
  });
});

describe("a draft's lines", () => {
  const draft = (more: Partial<Draft>): Draft => ({ segments: [], growing: "", undoing: 0, refusals: 0, ...more });
  const look = { width: 40, plain: true, writing: true, accent: {} };

  it("join what stands, what was undone and what is coming", () => {
    const segments = [
      { text: "One.", undone: false },
      { text: "Two.", undone: true },
    ];
    expect(plain(draftLines(draft({ segments, growing: "Thr" }), look))[1]).toBe("One. [undone: Two.] Thr▌");
    const [, line] = draftLines(draft({ segments, growing: "Thr" }), { ...look, plain: false });
    expect(line?.find((part) => part.text === "Two.")?.style.struck).toBe(true);
    expect(line?.filter((part) => part.style.struck)).toHaveLength(1);
  });

  it("strike through at once what is being undone", () => {
    const segments = [
      { text: "One.", undone: false },
      { text: "Two.", undone: true },
      { text: "Three.", undone: false },
    ];
    const lines = draftLines(draft({ segments, undoing: 1 }), { ...look, width: 80, writing: false });
    expect(plain(lines)[1]).toBe("One. [undone: Two.] [undone: Three.]");
  });

  it("put no space between segments of a script that has none", () => {
    const segments = [
      { text: "同意。", undone: false },
      { text: "关键", undone: false },
    ];
    expect(plain(draftLines(draft({ segments }), { ...look, writing: false }))[1]).toBe("同意。关键");
  });

  it("count the refusals in the heading", () => {
    const [heading] = plain(draftLines(draft({ growing: "x", refusals: 2 }), look));
    expect(heading).toMatch(/^╌ draft ✗ refused 2× ╌+$/);
    expect(heading).toHaveLength(40);
  });
});
