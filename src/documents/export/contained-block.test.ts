import fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { containedBlock, gapBetween } from "./contained-block.ts";
import { piecesOf } from "./parsed-markdown.ts";

/** As a reader that lets HTML through. */
function html(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

/** What two readings of the same text may differ in: line breaks between elements, and at the end of code. */
function squeezed(text: string): string {
  return text
    .replaceAll("<!-- -->", "")
    .replace(/\n+/g, "\n")
    .replace(/\n?(<\/?code>)\n?/g, "$1")
    .trim();
}

function joined(blocks: readonly string[]): string {
  return blocks.reduce(
    (all, block, index) => all + (index ? gapBetween(blocks[index - 1] ?? "", block) : "") + block,
    "",
  );
}

const HOSTILE = [
  ...[
    "```",
    "````js",
    "~~~",
    "- ",
    "1. ",
    "   2) ",
    "> ",
    "    ",
    "\t",
    "# ",
    "## a ##",
    "---",
    "===",
    "| a | b |",
    "|---|---|",
  ],
  ...[
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "<script>",
    "<pre>",
    "<style",
    "<?",
    "<!X",
    "<![CDATA[",
    "<b>",
    "<a\n",
    "<http://a.b>",
  ],
  ...[
    "`",
    "``",
    "\\",
    "&lt;",
    "<",
    "*",
    "**",
    "_",
    "[x](y)",
    "![x](y)",
    "- [ ] ",
    "~~",
    "word",
    " ",
    "\n",
    "\n\n",
    "\n   ",
    "\r\n",
  ],
];
const block = fc.array(fc.constantFrom(...HOSTILE), { maxLength: 14 }).map((parts) => parts.join(""));

describe("a block's Markdown in a document", () => {
  it("[DOCEXPORT-1] is what it was, where it is harmless", () => {
    const text =
      "# A\n\n- b\n  - c\n\n| d | e |\n| - | -: |\n| `<f>` | 1 |\n\n```html\n<!-- g -->\n```\n\nh <http://i.j> [^1]\n\n[^1]: k";
    expect(containedBlock(text)).toBe(text);
  });

  it.each([
    ["an open fence", "```js\nlet a", "```js\nlet a\n```"],
    ["an open fence with more marks", "~~~~\n```\n~~~", "~~~~\n```\n~~~\n~~~~"],
    ["a comment", "a\n\n<!-- b", "a\n\n\\<!-- b"],
    ["HTML in HTML", "<div>\n\n<!--\n\n<script>", "\\<div>\n\n\\<!--\n\n\\<script>"],
    ["a tag in a line", "a <b onclick=x>c</b>", "a \\<b onclick=x>c\\</b>"],
    ["control characters, a BOM and foreign line ends", "\ufeffa\u0000\u001b[31m\r\nb\rc", "a[31m\nb\nc"],
    ["blank lines around it", "\n \t\n    code\n\n", "    code"],
  ])("[DOCEXPORT-2] reaches not beyond its end: %s", (_what, text, contained) => {
    expect(containedBlock(text)).toBe(contained);
  });

  it("[DOCEXPORT-2] a thousand comments in one another take no time that grows with their square", () => {
    const contained = containedBlock("<!--\n\n".repeat(2_000));
    expect(piecesOf(contained).some(({ type }) => type.startsWith("html"))).toBe(false);
  });

  it("[DOCEXPORT-3] keeps two lists apart, and code from a list before it", () => {
    expect(gapBetween("- a", "- b")).toBe("\n\n<!-- -->\n\n");
    expect(gapBetween("1. a\n2. b", "   c")).toBe("\n\n<!-- -->\n\n");
    expect(gapBetween("- a\n\nb", "- c")).toBe("\n\n");
    expect(gapBetween("- a", "b")).toBe("\n\n");
  });

  it("[DOCEXPORT-2] [DOCEXPORT-3] reads the same among others as alone, whatever is in them", {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (texts) => {
        const blocks = texts.map(containedBlock).filter((text) => text !== "");
        expect(squeezed(html(joined(blocks)))).toBe(squeezed(blocks.map(html).join("\n")));
        expect(blocks.flatMap(piecesOf).filter(({ type }) => type.startsWith("html"))).toEqual([]);
      }),
      { numRuns: Number(process.env["LLM_CHAT_SEEDS"] ?? 1_000), seed: 1 },
    );
  });
});
