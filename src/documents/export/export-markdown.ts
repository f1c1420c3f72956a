/** A document as Markdown: what somebody else wrote stays in its block. Pure and browser-safe. */
import { plainMarkdown } from "../../logging/export/contain-markdown.ts";
import { containedBlock, gapBetween } from "./contained-block.ts";
import { titleAbove } from "./document-title.ts";
import { type ExportedBlock, exportedBlocks, type ExportOptions, type ExportSource } from "./exported-document.ts";
import { pictureOf, pictureOfUrl } from "./picture.ts";
import { chartOf, type Table, tableOf } from "./table.ts";

export function exportMarkdown(source: ExportSource, options: ExportOptions = {}): string {
  const blocks = exportedBlocks(source, options);
  const title = titleAbove(source.title, blocks);
  let document = title && `# ${plainMarkdown(title)}`;
  let last = "";
  for (const block of blocks) {
    const text = markdownOf(block, options);
    if (text === "") continue;
    document += document === "" ? text : `${gapBetween(last, text)}${text}`;
    last = text;
  }
  return `${document}\n`;
}

function markdownOf({ block, type, title, content }: ExportedBlock, { chartImage }: ExportOptions): string {
  switch (type) {
    case "md":
      return containedBlock(content);
    case "csv":
      return paragraphs(caption(title), markdownTable(tableOf(content)));
    case "image/jpg":
    case "image/png":
      return image(title, pictureOf(type, content)?.url);
    case "interactive_chart": {
      const chart = chartOf(content);
      const words = title || chart.title;
      const url = pictureOfUrl(chartImage?.(block, content) ?? "")?.url;
      const note = chart.note && `*${plainMarkdown(chart.note)}*`;
      return paragraphs(caption(words), url ? image(words, url) : "", note, markdownTable(chart.table));
    }
  }
}

function paragraphs(...all: readonly string[]): string {
  return all.filter((each) => each !== "").join("\n\n");
}

function caption(title: string): string {
  const words = plainMarkdown(title);
  return words && `**${words}**`;
}

function image(title: string, url: string | undefined): string {
  const words = plainMarkdown(title) || "Image";
  return url === undefined ? `*${words}: no picture*` : `![${words}](${url})`;
}

function markdownTable(table: Table | null): string {
  if (!table) return "";
  const row = (cells: readonly string[]) => `| ${cells.map(cellOf).join(" | ")} |`;
  return [row(table.header), row(table.header.map(() => "---")), ...table.rows.map(row)].join("\n");
}

function cellOf(cell: string): string {
  return cell.trim().split("\n").map(plainMarkdown).join("<br>");
}
