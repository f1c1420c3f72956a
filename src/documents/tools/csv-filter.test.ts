import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { csvFilter } from "./csv-filter.ts";

function filtered(text: string, columns: readonly string[] | null = null, size = text.length) {
  const filter = csvFilter({ columns });
  let written = "";
  for (let at = 0; at < text.length; at += Math.max(1, size))
    written += filter.add(text.slice(at, at + Math.max(1, size)));
  const { text: rest, notes } = filter.end();
  return { written: written + rest, notes };
}

describe("CSV of a model", () => {
  it.each([
    ["as it is", "a,b\n1,2\n", "a,b\n1,2\n"],
    ["without its last line end", "a,b\n1,2", "a,b\n1,2\n"],
    ["in a fence", "```csv\na,b\n1,2\n```\n", "a,b\n1,2\n"],
    ["with empty lines and Windows line ends", "a,b\r\n\r\n1,2\r\n", "a,b\n1,2\n"],
    ["with quotes and a line end in a cell", 'a,b\n"x, ""y""\nz",2\n', 'a,b\n"x, ""y""\nz",2\n'],
    ["with an inch that is no quote", 'pipe,price\n5" copper,2\n', 'pipe,price\n"5"" copper",2\n'],
    ["with semicolons", "a;b\n1,5;2\n", 'a,b\n"1,5",2\n'],
    ["with tabs", "a\tb\n1\t2\n", "a,b\n1,2\n"],
    ["as a Markdown table", "| a | b |\n|---|:-:|\n| 1 | x, y |\n", 'a,b\n1,"x, y"\n'],
    ["with a short row", "a,b,c\n1\n", "a,b,c\n1,,\n"],
  ])("[PEN-7] %s", (_what, text, expected) => {
    for (const size of [1, 3, 1_000]) expect(filtered(text, null, size)).toEqual({ written: expected, notes: [] });
  });

  it("[PEN-7] rows with too many cells stay, and are named", () => {
    const { written, notes } = filtered("a,b\n1,2,3\n4,5\n6,7,8");
    expect(written).toBe("a,b\n1,2,3\n4,5\n6,7,8\n");
    expect(notes.join()).toContain("in rows 2, 4:");
    expect(filtered("\n").notes.join()).toContain("no rows");
  });

  it("[PEN-8] of a chart the header is dropped where it comes once more", () => {
    expect(filtered("Year, gold\n2020,1\n", ["Year", "Gold"]).written).toBe("2020,1\n");
    expect(filtered("2020,1\n2021,2\n", ["Year", "Gold"]).written).toBe("2020,1\n2021,2\n");
  });

  it("[PEN-7] is the same however it is cut, and says what it said", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", " ", ",", '"', "\n", "é", "1"), maxLength: 6 });
    const rows = fc.array(fc.tuple(cell, cell, fc.constant("end")), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (table, size) => {
        const csv = Papa.unparse([["x", "y", "z"], ...table], { newline: "\n" });
        const { written } = filtered(csv, null, size);
        expect(Papa.parse(written.trimEnd(), { delimiter: "," }).data).toEqual([["x", "y", "z"], ...table]);
      }),
    );
  });

  it("[PEN-7] is read once, however small the pieces", () => {
    const filter = csvFilter({ columns: null });
    filter.add('a,b\n"');
    for (let piece = 0; piece < 2_000; piece++) filter.add("x".repeat(10));
    expect(filter.end().text.length).toBeGreaterThan(20_000);
  });
});
