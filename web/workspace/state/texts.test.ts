/** What the page makes of the texts of blocks: tables, charts, parts of markdown, differences. */
import { describe, expect, it } from "vitest";
import { sampleBlock, sampleText } from "../../../test/fakes/block-samples.ts";
import { authorWords, blockWords } from "./block-words.ts";
import { readChart } from "./chart-data.ts";
import { csvTable, numberOf, sortedRows } from "./csv-table.ts";
import { codeIn, markdownParts } from "./markdown-parts.ts";
import { acceptableCount, standingOf } from "./pending.ts";
import { pictureUrl } from "./picture-url.ts";
import { tableDifference } from "./table-difference.ts";
import { foldSame, wordDifference } from "./word-difference.ts";

describe("a table", () => {
  it("[WORK-6] is read with quotes, and capped with a note", () => {
    const table = csvTable('Name,Note\n"Ann, B.","says ""hi"""\nBob\n', 1);
    expect(table).toEqual({ head: ["Name", "Note"], rows: [["Ann, B.", 'says "hi"']], more: { rows: 1, columns: 0 } });
    const wide = csvTable(Array.from({ length: 60 }, (_, index) => `c${index}`).join(","));
    expect([wide.head.length, wide.more.columns]).toEqual([40, 20]);
  });

  it("[WORK-6] is sorted by value where cells are numbers, else as people sort words", () => {
    const sorted = (cells: readonly string[]) =>
      sortedRows(
        cells.map((cell) => [cell]),
        0,
        false,
      ).flat();
    expect(sorted(["10", "9", "1,200", "-3", "n/a", "$5"])).toEqual(["-3", "$5", "9", "10", "1,200", "n/a"]);
    expect(sorted(["b10", "b9", "a"])).toEqual(["a", "b9", "b10"]);
    expect(["12 %", "1e3", "", "4-5", "0x10"].map(numberOf)).toEqual([12, 1_000, null, null, null]);
  });

  it("[WORK-9] shows which cells have changed, which rows came and went, and folds the rest", () => {
    const rows = Array.from({ length: 20 }, (_, index) => `row ${index},${index}`);
    const difference = tableDifference(
      ["a,b", ...rows].join("\n"),
      ["a,b", ...rows.with(10, "row 10,ten"), "row 20,20"].join("\n"),
    );
    expect(difference?.map(({ kind }) => kind)).toEqual([
      ...["same", "folded", "same", "same", "changed", "same", "same", "folded", "same", "same", "added"],
    ]);
    expect(difference?.find(({ kind }) => kind === "changed")?.cells).toEqual([
      { text: "row 10" },
      { text: "ten", before: "10" },
    ]);
  });
});

describe("a chart", () => {
  const rows = "2020,1,x\n2021,2,\n";

  it("[WORK-7] has its columns named by its header line, or by its first row", () => {
    const expected = [
      { label: "Price", values: [1, 2] },
      { label: "Mined", values: [null, null] },
    ];
    const named = readChart(`{"kind":"bar","x":"Year","series":["Price","Mined"],"title":"Gold","unit":"t"}\n${rows}`);
    expect(named).toMatchObject({ chart: { kind: "bar", title: "Gold", labels: ["2020", "2021"], series: expected } });
    const byRow = readChart(`{"kind":"line","x":"Year"}\nYear,Price,Mined\n${rows}`);
    expect(byRow).toMatchObject({ chart: { labels: ["2020", "2021"], series: expected } });
  });

  it("[WORK-7] with a broken header says what is wrong with it", () => {
    expect(readChart("no json\n1,2")).toEqual({ problem: "its first line is no JSON" });
    expect(readChart('{"kind":"radar"}\n1,2')).toMatchObject({
      problem: expect.stringContaining("none of line") as string,
    });
    expect(readChart('{"kind":"line","series":"x"}\n1,2')).toMatchObject({
      problem: expect.stringContaining("series") as string,
    });
  });

  it("[WORK-7] takes names of series only: nothing of a library's configuration", () => {
    const read = readChart(
      '{"kind":"line","options":{"onClick":"x"},"series":[{"column":"a","label":"A","fn":1}]}\n1,2',
    );
    expect(JSON.stringify(read)).not.toMatch(/onClick|fn/);
    expect(read).toMatchObject({ chart: { series: [{ label: "A", values: [2] }] } });
  });
});

describe("markdown that grows", () => {
  const long = "word ".repeat(90);

  it("[WORK-8] is cut where nothing reaches over, and its parts are the whole", () => {
    const text = `# Title\n\n${long}\n\n- a\n\n  b\n\n- c\n\nAfter\n\n\`\`\`js\n1\n\nfoo\n\`\`\`\n\nEnd`;
    const parts = markdownParts(text);
    expect(parts.join("")).toBe(text);
    expect(parts.map((part) => part.trim().slice(0, 5))).toEqual(["# Tit", "word ", "After", "```js", "End"]);
  });

  it.each([
    ["```js\nfoo\n\nbar\n```\n", "foo\n\nbar"],
    ["~~~\nfoo\n```\nba", "foo\n```\nba"],
    ["```\n```", ""],
    ["foo\n```\nbar\n```", null],
  ])("[WORK-8] of %j only code is told from the rest", (part, code) => {
    expect(codeIn(part)).toBe(code);
  });

  it("[WORK-8] with references is read as a whole", () => {
    expect(markdownParts(`[a][1]\n\n${long}\n\n[1]: https://example.org`)).toHaveLength(1);
  });

  it("[WORK-8] keeps its earlier parts as they are while more comes", () => {
    const before = markdownParts(`${long}\n\n${long}\n\nThe la`);
    const after = markdownParts(`${long}\n\n${long}\n\nThe last one\n\nNext`);
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
  });
});

describe("a difference of words", () => {
  const readOf = (pieces: ReturnType<typeof wordDifference>, ...kinds: readonly string[]) =>
    (pieces ?? [])
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ text }) => text)
      .join("");

  it("[WORK-9] has both texts in it", () => {
    const texts = [
      "",
      "Gold is old.",
      "Gold is very old.\nYes.",
      "A b c d e f.",
      "b a d c f e!",
      "\n\n  x\n",
      "Gold, old",
    ];
    for (const current of texts) {
      for (const proposed of texts) {
        const pieces = wordDifference(current, proposed);
        expect([readOf(pieces, "same", "removed"), readOf(pieces, "same", "added")]).toEqual([current, proposed]);
      }
    }
  });

  it("[WORK-9] reads in phrases: what is short between two changes is part of them", () => {
    const pieces = wordDifference("The Romans struck it for coins.", "The Lydians wanted it as money.") ?? [];
    expect(pieces.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      "same: The ",
      "removed: Romans struck it for coins",
      "added: Lydians wanted it as money",
      "same: .",
    ]);
  });

  it("[WORK-9] folds what is the same over long stretches", () => {
    const same = "x ".repeat(2_000);
    const pieces = foldSame(wordDifference(`${same}a`, `${same}b`) ?? []);
    expect(pieces[0]?.folded).toEqual({ begin: "", end: same.slice(-160), characters: 3_840 });
  });
});

describe("a block", () => {
  it("[WORK-10] stands as its change does: writing, planned, cut, stale, ready", () => {
    const { block } = sampleBlock("b1", { version: 2 });
    const standing = (fields: Parameters<typeof sampleText>[2]) => standingOf(block, sampleText("b1", "x", fields));
    expect([
      standing({ base: 2, status: "streaming" }),
      standing({ base: 2, status: "cut" }),
      standing({ base: 2, status: "cut", content: "## A heading\n\n" }),
      standing({ base: 1 }),
      standing({ base: 2 }),
    ]).toEqual(["streaming", "cut", "planned", "stale", "ready"]);
  });

  it("[WORK-10] is counted among those to accept unless it is being written or all of it is stale", () => {
    const blocks = [
      sampleBlock("b1", {}, sampleText("b1", "x")),
      sampleBlock("b2", {}, sampleText("b2", "x", { status: "streaming" })),
      sampleBlock("b3", { version: 3 }, sampleText("b3", "x")),
      sampleBlock("b4"),
    ];
    expect(acceptableCount(blocks)).toBe(1);
  });

  it("[WORK-11] is called by its title or its first words, without signs", () => {
    expect(blockWords(sampleBlock("b1", { current: "\n## The *history* of `gold`\n\nmore" }))).toBe(
      "The history of gold",
    );
    expect(blockWords(sampleBlock("b1", { type: "csv", meta: { title: "Prices\u202e" } }))).toBe("Prices");
    expect(blockWords(sampleBlock("b1", { current: "word ".repeat(40) })).length).toBeLessThan(64);
    expect(authorWords({ type: "agent", model: "demo/ada, groq/openai/gpt-oss" })).toBe("ada, gpt-oss");
  });

  it("[WORK-18] of a picture is shown as far as it has come", () => {
    expect(pictureUrl("image/png", "AQID\nBA==")).toBe("data:image/png;base64,AQIDBA");
    expect(pictureUrl("image/jpg", "AQIDB")).toBe("data:image/jpeg;base64,AQID");
    expect(pictureUrl("image/png", '"><script>')).toBeNull();
  });
});
