/** A document as one page: styled, complete, without a script, and nothing is fetched when it is opened. Pure and browser-safe. */
import { titleAbove } from "./document-title.ts";
import { type ExportedBlock, exportedBlocks, type ExportOptions, type ExportSource } from "./exported-document.ts";
import { escapedHtml, markdownHtml, tableParts } from "./html-parts.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { type Picture, pictureOf, pictureOfUrl } from "./picture.ts";
import { chartOf, type Table, tableOf } from "./table.ts";

export function exportHtml(source: ExportSource, options: ExportOptions = {}): string {
  const blocks = exportedBlocks(source, options);
  const title = titleAbove(source.title, blocks);
  const heading = title && `<h1>${escapedHtml(title)}</h1>\n`;
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escapedHtml(source.title.trim() || "Untitled")}</title>
<style>
${PAGE_STYLE}</style>
</head>
<body>
<main>
${heading}${blocks.map((block, index) => blockHtml(block, index, options)).join("\n")}
</main>
</body>
</html>
`;
}

function blockHtml(
  { block, type, title, content }: ExportedBlock,
  index: number,
  { chartImage }: ExportOptions,
): string {
  switch (type) {
    case "md":
      return `<section>\n${markdownHtml(content, index)}\n</section>`;
    case "csv":
      return figure(title, tableHtml(tableOf(content)));
    case "image/jpg":
    case "image/png":
      return figure(title, imageHtml(title, pictureOf(type, content)));
    case "interactive_chart": {
      const chart = chartOf(content);
      const picture = pictureOfUrl(chartImage?.(block, content) ?? "");
      const note = chart.note && `<p class="note">${escapedHtml(chart.note)}</p>`;
      const words = title || chart.title;
      return figure(words, (picture ? imageHtml(words, picture) : "") + note + tableHtml(chart.table));
    }
  }
}

function figure(title: string, content: string): string {
  return `<figure>${title.trim() && `<figcaption>${escapedHtml(title)}</figcaption>`}\n${content}\n</figure>`;
}

function imageHtml(title: string, picture: Picture | null): string {
  if (!picture) return "<p><em>no picture</em></p>";
  return `<img alt="${escapedHtml(title)}" src="${picture.url}">`;
}

function tableHtml(table: Table | null): string {
  return table ? `<div class="wide"><table>\n${tableParts(table, 'class="number"')}\n</table></div>` : "";
}
