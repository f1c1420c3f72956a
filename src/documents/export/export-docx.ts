/**
 * A document as the HTML that Word, LibreOffice and Google Docs import well: real headings, lists and tables, and every
 * style on its element, because of style sheets they take little. Pure and browser-safe.
 */
import { titleAbove } from "./document-title.ts";
import { type ExportedBlock, exportedBlocks, type ExportOptions, type ExportSource } from "./exported-document.ts";
import { escapedHtml, markdownHtml, tableParts } from "./html-parts.ts";
import { type Picture, pictureOf, pictureOfUrl } from "./picture.ts";
import { chartOf, type Table, tableOf } from "./table.ts";

const FONT = "font-family:Calibri,Arial,sans-serif";
const MONO = "font-family:Consolas,'Courier New',monospace";
const BORDER = "border:1px solid #999999";
/** Pixels: what a page between its margins has room for. */
const WIDEST = 600;

export function exportDocx(source: ExportSource, options: ExportOptions = {}): string {
  const blocks = exportedBlocks(source, options);
  const title = titleAbove(source.title, blocks);
  const heading = title && `${styled(`<h1>${escapedHtml(title)}</h1>`)}\n`;
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>${escapedHtml(source.title.trim() || "Untitled")}</title>
</head>
<body style="${FONT};font-size:11pt;color:#000000">
${heading}${blocks.map((block, index) => blockHtml(block, index, options)).join("\n")}
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
      return styled(markdownHtml(content, index));
    case "csv":
      return `${caption(title)}${tableHtml(tableOf(content))}`;
    case "image/jpg":
    case "image/png":
      return `${caption(title)}${imageHtml(title, pictureOf(type, content))}`;
    case "interactive_chart": {
      const chart = chartOf(content);
      const words = title || chart.title;
      const picture = pictureOfUrl(chartImage?.(block, content) ?? "");
      const note = chart.note && `<p style="color:#555555;font-size:9pt">${escapedHtml(chart.note)}</p>\n`;
      return `${caption(words)}${picture ? imageHtml(words, picture) : ""}${note}${tableHtml(chart.table)}`;
    }
  }
}

const HEADING_SIZES = [20, 16, 14, 12, 11, 11];
const CELL = `${BORDER};padding:4px 6px;vertical-align:top`;
const QUOTE = "margin-left:24pt;border-left:3px solid #cccccc;padding-left:8pt;color:#555555";

/** As micromark writes its tags; no text can look like one. */
function styled(html: string): string {
  return html
    .replace(/<h([1-6])( class="notes")?>/g, (_tag, level: string) => {
      return `<h${level} style="${FONT};font-size:${HEADING_SIZES[Number(level) - 1]}pt;font-weight:bold">`;
    })
    .replaceAll(
      "<table>",
      `<table border="1" cellspacing="0" cellpadding="4" style="border-collapse:collapse;${BORDER}">`,
    )
    .replace(/<th( align="\w+")?>/g, `<th$1 style="${CELL};background:#f0f0f0">`)
    .replace(/<td( align="\w+")?>/g, `<td$1 style="${CELL}">`)
    .replaceAll("<pre>", `<pre style="${MONO};font-size:9.5pt;background:#f4f4f4;padding:6pt">`)
    .replace(/<code( class="[^"]*")?>/g, `<code style="${MONO};font-size:9.5pt">`)
    .replaceAll("<blockquote>", `<blockquote style="${QUOTE}">`)
    .replace(/<input type="checkbox" disabled=""( checked="")? \/>/g, (_tag, checked?: string) =>
      checked ? "☑" : "☐",
    );
}

function caption(title: string): string {
  return title.trim() && `<p style="${FONT};font-weight:bold">${escapedHtml(title)}</p>\n`;
}

function imageHtml(title: string, picture: Picture | null): string {
  if (!picture) return "<p><em>no picture</em></p>\n";
  const width = Math.min(picture.width ?? WIDEST, WIDEST);
  return `<p><img src="${picture.url}" alt="${escapedHtml(title)}" width="${width}"></p>\n`;
}

function tableHtml(table: Table | null): string {
  return table ? styled(`<table>\n${tableParts(table, 'align="right"')}\n</table>`) : "";
}
