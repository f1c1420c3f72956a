import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LIMITS } from "../protocol.ts";
import { countCharacters } from "./characters.ts";
import { appendSegment, type Draft, draftSuffix, draftText, dropSegments, EMPTY_DRAFT, undoSegment } from "./draft.ts";

/** The draft of `texts` appended one after the other. */
const draftOf = (...texts: string[]): Draft =>
  texts.reduce((draft, text) => appendSegment(draft, text).draft, EMPTY_DRAFT);
const join = (...texts: string[]) => draftText(draftOf(...texts));

function append(text: string, limit?: number) {
  const outcome = appendSegment(EMPTY_DRAFT, text, limit);
  if (outcome.status === 0) throw new Error(outcome.reason);
  return { status: outcome.status, appended: outcome.appended };
}

describe("append", () => {
  it("[DRAFT-2] takes a text of exactly the limit whole, in characters and not in code units", () => {
    expect(append("a".repeat(50), 50)).toEqual({ status: 1, appended: "a".repeat(50) });
    expect(append("👍🏽".repeat(50), 50)).toEqual({ status: 1, appended: "👍🏽".repeat(50) });
    expect(append("👍🏽".repeat(51), 50)).toEqual({ status: 2, appended: "👍🏽".repeat(50) });
  });

  it("[DRAFT-3] cuts at the last word boundary within the limit", () => {
    expect(append("hello wonderful world", 12)).toEqual({ status: 2, appended: "hello" });
    expect(append("hello wonderful world", 15)).toEqual({ status: 2, appended: "hello wonderful" });
    expect(append("hello wonderful world", 16)).toEqual({ status: 2, appended: "hello wonderful" });
    expect(append("one\n\ntwo", 6)).toEqual({ status: 2, appended: "one" });
  });

  it("[DRAFT-3] cuts at the limit where the last 40 characters have no boundary", () => {
    const boundary40 = `${"a".repeat(59)} ${"b".repeat(60)}`;
    expect(append(boundary40, 100)).toEqual({ status: 2, appended: "a".repeat(59) });
    const boundary41 = `${"a".repeat(58)} ${"b".repeat(60)}`;
    expect(append(boundary41, 100)).toEqual({ status: 2, appended: `${"a".repeat(58)} ${"b".repeat(41)}` });
    expect(append("x".repeat(80), 50)).toEqual({ status: 2, appended: "x".repeat(50) });
    expect(append(`  ${"x".repeat(80)}`, 30)).toEqual({ status: 2, appended: `  ${"x".repeat(28)}` });
  });

  it("[DRAFT-4] after a cut inside a word the next segment is joined with nothing, and undo keeps that", () => {
    const cut = appendSegment(EMPTY_DRAFT, "x".repeat(60), 50).draft;
    const whole = appendSegment(cut, "x".repeat(10)).draft;
    expect(draftText(whole)).toBe("x".repeat(60));
    expect(draftText(appendSegment(undoSegment(whole), "yy").draft)).toBe(`${"x".repeat(50)}yy`);
  });

  it("[DRAFT-3] what is appended is the beginning of the text: who appends the rest loses nothing", () => {
    const words = fc.array(fc.constantFrom("word", "漢字", "a", "👍🏽", " ", "  ", "\n", "x".repeat(45), "é", "."), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 60 }), (pieces, limit) => {
        const text = pieces.join("");
        let rest = text;
        let draft = EMPTY_DRAFT;
        for (let calls = 0; rest.trim() !== ""; calls++) {
          const outcome = appendSegment(draft, rest, limit);
          if (outcome.status === 0) throw new Error(outcome.reason);
          expect(rest.startsWith(outcome.appended)).toBe(true);
          expect(countCharacters(outcome.appended)).toBeLessThanOrEqual(limit);
          expect(outcome.status).toBe(outcome.appended === rest ? 1 : 2);
          expect(calls).toBeLessThan(text.length + 1);
          rest = rest.slice(outcome.appended.length);
          draft = outcome.draft;
        }
        expect(draftText(draft) + rest).toBe(text);
      }),
    );
  });

  it("[DRAFT-5] empty text changes nothing", () => {
    const draft = draftOf("one");
    for (const text of ["", " ", "\n\t\u3000"]) {
      expect(appendSegment(draft, text)).toEqual({ status: 0, reason: "empty_text", draft });
    }
  });

  it("[DRAFT-7] a draft holds 100,000 characters and not one more", () => {
    const full = appendSegment(EMPTY_DRAFT, "é".repeat(100_001), 200_000);
    expect(full).toMatchObject({ status: 2, appended: "é".repeat(100_000) });
    expect(appendSegment(full.draft, "more")).toMatchObject({ status: 0, reason: "draft_full" });
    const nearly = appendSegment(EMPTY_DRAFT, "é".repeat(99_990), 200_000).draft;
    const last = appendSegment(nearly, "0123456789");
    expect(last).toMatchObject({ status: 2, appended: "012345678" });
    expect(countCharacters(draftText(last.draft))).toBe(100_000);
  });
});

describe("the joint of two segments", () => {
  it.each([
    ["one", "two", "one two"],
    ["one ", "two", "one two"],
    ["one", "\ntwo", "one\ntwo"],
    ["one.", "Two", "one. Two"],
    ["well", ", then", "well, then"],
    ["really", "?!", "really?!"],
    ["see", ".gitignore", "see .gitignore"],
    ["it is", "!important", "it is !important"],
    ["nice", "👍", "nice 👍"],
    ["한국어", "텍스트", "한국어 텍스트"],
    ["привет", "мир", "привет мир"],
    ["नमस्ते", "दुनिया", "नमस्ते दुनिया"],
    ["漢字", "漢字", "漢字漢字"],
    ["日本語。", "はい", "日本語。はい"],
    ["これは", "API", "これはAPI"],
    ["API", "です", "APIです"],
    ["สวัสดี", "ครับ", "สวัสดีครับ"],
    ["ខ្មែរ", "ខ្មែរ", "ខ្មែរខ្មែរ"],
  ])("[DRAFT-4] %s and %s", (one, two, joined) => {
    expect(join(one, two)).toBe(joined);
  });
});

describe("undo", () => {
  it("[DRAFT-1] takes back exactly what the last append added", () => {
    const texts = fc.array(fc.constantFrom("one", " two ", "漢字", ", three", "x".repeat(1_100), "four"), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(texts, (given) => {
        let draft = EMPTY_DRAFT;
        const before: string[] = [];
        for (const text of given) {
          before.push(draftText(draft));
          draft = appendSegment(draft, text).draft;
        }
        for (const text of before.toReversed()) {
          draft = undoSegment(draft);
          expect(draftText(draft)).toBe(text);
        }
        expect(undoSegment(draft)).toEqual([]);
      }),
    );
  });
});

describe("what is left when a draft has been sent", () => {
  it("[PUSH-7] is what was appended meanwhile, as a draft of its own", () => {
    const sent = draftOf("one", "two");
    const later = appendSegment(appendSegment(sent, "three").draft, "four").draft;
    expect(dropSegments(sent, sent)).toEqual(EMPTY_DRAFT);
    expect(dropSegments(later, sent)).toEqual(draftOf("three", "four"));
    expect(dropSegments(undoSegment(sent), sent)).toEqual(EMPTY_DRAFT);
  });
});

describe("the suffix", () => {
  it("[DRAFT-6] is the whole draft where that is at most 100 characters", () => {
    expect(draftSuffix(EMPTY_DRAFT)).toBe("");
    expect(draftSuffix(draftOf("a ".repeat(50)))).toBe("a ".repeat(50));
  });

  it("[DRAFT-6] is at most 100 characters and begins at a word", () => {
    expect(draftSuffix(draftOf(`wonderful ${"word ".repeat(19)}done`))).toBe(`${"word ".repeat(19)}done`);
    expect(draftSuffix(draftOf(`x${"a".repeat(9)} ${"b".repeat(95)}`))).toBe("b".repeat(95));
    expect(draftSuffix(draftOf(`words ${"b".repeat(100)}`))).toBe("b".repeat(100));
  });

  it("[DRAFT-6] is the same whether the text came at once or in many segments", () => {
    const words = fc.constantFrom("a", "word", "👩🏽‍🚀", "漢字", "e\u0301", " \n", "x".repeat(120), "\u0301", ".");
    const segments = fc.array(fc.array(words, { minLength: 1, maxLength: 6 }), { maxLength: 60 });
    fc.assert(
      fc.property(segments, (texts) => {
        const draft = draftOf(...texts.map((text) => text.join(" ")));
        const whole = appendSegment(EMPTY_DRAFT, draftText(draft), LIMITS.draftCharacters).draft;
        expect(draftSuffix(draft)).toBe(draftSuffix(whole));
      }),
    );
  });

  it("[DRAFT-6] is 100 characters of a word that is longer, and of a script without spaces", () => {
    expect(draftSuffix(draftOf("b".repeat(300)))).toBe("b".repeat(100));
    expect(draftSuffix(draftOf(`${"漢".repeat(300)} ok`))).toBe(`${"漢".repeat(97)} ok`);
    expect(draftSuffix(draftOf("👍🏽".repeat(300)))).toBe("👍🏽".repeat(100));
  });
});

describe("what it costs", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Counts the characters that are looked at one by one: the only work that is slow. */
  function countWork(): { segmented: number } {
    const work = { segmented: 0 };
    const segment = Intl.Segmenter.prototype.segment;
    vi.spyOn(Intl.Segmenter.prototype, "segment").mockImplementation(function (this: Intl.Segmenter, text: string) {
      const segments = segment.call(this, text);
      return {
        containing(index?: number) {
          work.segmented++;
          return segments.containing(index);
        },
        *[Symbol.iterator]() {
          for (const one of segments) {
            work.segmented++;
            yield one;
          }
        },
      } as Intl.Segments;
    });
    return work;
  }

  it("[DRAFT-2] of a text of 100,000 characters only the part that is taken is looked at", () => {
    const text = "Straßenbahnhaltestelle für Großstädte ".repeat(2_700).slice(0, 100_000);
    const work = countWork();
    const { draft } = appendSegment(EMPTY_DRAFT, text);
    draftSuffix(draft);
    expect(work.segmented).toBeGreaterThan(900);
    expect(work.segmented).toBeLessThan(3_000);
  });

  it("[DRAFT-7] a long draft costs an append no more than a short one", () => {
    const segment = "漢字".repeat(500);
    let draft = EMPTY_DRAFT;
    const costs: number[] = [];
    const work = countWork();
    for (let n = 0; n < LIMITS.draftCharacters / 1_000; n++) {
      const before = work.segmented;
      draft = appendSegment(draft, segment).draft;
      draftSuffix(draft);
      costs.push(work.segmented - before);
    }
    expect(draftText(draft)).toHaveLength(100_000);
    expect(Math.max(...costs.slice(1))).toBe(costs[1]);
  });
});
