/** What the two kinds of HTML are made of. All that is not ours is escaped: by micromark, or here. */
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { withoutMarkup } from "../../logging/export/html-text.ts";
import { plainText } from "./plain-text.ts";
import type { Table } from "./table.ts";

/** Markdown as HTML: raw HTML is shown as text, addresses lead to the web or to mail only. `index`: of the block, for its footnotes. */
export function markdownHtml(markdown: string, index: number): string {
  const html = micromark(plainText(markdown), {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml({ clobberPrefix: `b${index}-`, labelAttributes: 'class="notes"' })],
  });
  return html
    .replaceAll(' id="footnote-label"', "")
    .replaceAll(' aria-describedby="footnote-label"', "")
    .replace(IMAGE, linked);
}

/** As micromark writes them; text cannot look like that, its `<` is escaped. */
const IMAGE = /<img src="([^"]*)" alt="([^"]*)"(?: title="[^"]*")? \/>/g;

/** Whoever opens the file shall not be made to fetch anything: a picture from elsewhere is a link. */
function linked(_image: string, address: string, words: string): string {
  return address === "" ? words : `<a href="${address}">${words || address}</a>`;
}

/** For elements and quoted attributes. */
export function escapedHtml(text: string): string {
  return withoutMarkup(plainText(text));
}

function cellHtml(cell: string): string {
  return escapedHtml(cell.trim()).replaceAll("\n", "<br>");
}

/** The rows of a table; `numeric`: the attribute of cells in a column of numbers. */
export function tableParts({ header, rows }: Table, numeric: string): string {
  const sides = header.map((_, column) => (isNumeric(rows, column) ? ` ${numeric}` : ""));
  const row = (cells: readonly string[], tag: "td" | "th") =>
    `<tr>${cells.map((cell, column) => `<${tag}${sides[column] ?? ""}>${cellHtml(cell)}</${tag}>`).join("")}</tr>`;
  const body = rows.map((cells) => row(cells, "td")).join("\n");
  return `<thead>${row(header, "th")}</thead>\n<tbody>\n${body}\n</tbody>`;
}

/** A column whose cells are all numbers is set to the right. */
function isNumeric(rows: readonly (readonly string[])[], column: number): boolean {
  const cells = rows.map((row) => row[column]?.trim() ?? "").filter((cell) => cell !== "");
  return cells.length > 0 && cells.every((cell) => /^[-+−]?[$€£]?[\d.,'  ]+%?$/.test(cell));
}
