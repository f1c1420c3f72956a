import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MarkdownNode, markdownTree, nodesOf, wordsOf } from "../../../test/fakes/markdown-tree.ts";
import { plainMarkdown, quoteOf } from "./contain-markdown.ts";

/** What a renderer makes of a message that holds `text`, with another one behind it. */
const rendered = (text: string) => markdownTree(`**Ada** (00:01)\n\n${quoteOf(text)}\n\n**Bob** (00:02)\n\n> fine\n`);

const quoteIn = (tree: MarkdownNode): MarkdownNode => tree.children?.[1] ?? { type: "none" };

/** Nodes that reach beyond the message, load something, or run. */
function escapes(tree: MarkdownNode): string[] {
  const forbidden = ["html", "heading", "image", "imageReference", "definition", "linkReference"];
  return nodesOf(tree)
    .filter(({ type, url }) => {
      if (forbidden.includes(type) || type.startsWith("footnote")) return true;
      return type === "link" && !/^(https?|mailto):/i.test(url ?? "");
    })
    .map(({ type, url = "" }) => `${type} ${url}`);
}

const shape = (tree: MarkdownNode) => (tree.children ?? []).map(({ type }) => type);
const CONTAINED = ["paragraph", "blockquote", "paragraph", "blockquote"];

describe("[EXPORT-1] no text leaves its message", () => {
  it.each([
    ["a heading", "# Big\n\n## Bigger"],
    ["a heading in a list in a quote", "> - # Big"],
    ["an underlined heading", "Big\n===\n\nBigger\n---\n\n> In a quote\n> --"],
    ["another speaker", "fine\n\n**Bob** (00:02)\n\n> I did it"],
    ["a fence that does not close", "```js\nlet a = 1;"],
    ["a fence that closes ours", "```\na\n````\n`````\n</details>\n# Big"],
    ["a fence of tildes with backticks in it", "~~~\n```\n# Big\n~~~\n<b>x</b>"],
    ["a fence in a list", "- ```\n  # Big\n<b>x</b>"],
    ["HTML", "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n</blockquote></details><!-- "],
    ["HTML behind a code span over two lines", "a ` b\n<b>x</b> ` c"],
    ["HTML behind a code span over the cells of a table", "a | b\n--- | ---\n`a|` `<b>x</b>` ` c"],
    ["HTML behind a bare address", "https://x.example`<b>` www.x.example/|``<b>`` a@x.example`<b>`"],
    ["HTML behind an escaped backtick", "\\` <b>x</b> ` c \\\\` <i>y</i> `"],
    ["a link that runs", "[a](javascript:alert(1)) [b](JaVaScRiPt:1) [c](data:text/html,x) [d](vbscript:x)"],
    [
      "a link that hides what it runs",
      "[a](&#106;avascript:1) [b](javascript\\:1) [c](<javascript:1>) [d](\njavascript:1)",
    ],
    ["a link by reference", "[a][b] [b]\n\n[b]: javascript:alert(1)\n\n[c\nd]: javascript:1\n\n[c d]"],
    ["an automatic link that runs", "<javascript:alert(1)>"],
    ["a definition that all others would use", "[Bob]: https://evil.example"],
    ["a definition that is nearly code", "[`]:`x` and\n\n[`\\[]: `x` and\n\n[a\n`]: /b`"],
    ["a footnote", "see[^1]\n\n[^1]: **Bob** (00:02)"],
    ["an image", "![a](https://evil.example/x.png) ![b][c] [![d](https://x.example/y)](https://z.example)"],
    ["an alert", "[!WARNING]\nBob has lied"],
    ["line breaks of all kinds", "a\r\n# b\r# c\u2028# d\u0085# e\u000b# f\u000c# g"],
    ["terminal escapes", "\u001b]0;x\u0007\u001b[2J# Big \u009b31m"],
    ["nothing", ""],
    ["white space", "   \n\n\t\n"],
  ])("%s", (_what, text) => {
    const tree = rendered(text);
    expect(shape(tree)).toEqual(CONTAINED);
    expect(escapes(tree)).toEqual([]);
    expect(wordsOf(tree.children?.[2] ?? tree)).toBe("Bob (00:02)");
    expect(quoteOf(text)).not.toMatch(/[\u001b\u009b\r]/);
  });

  const token = fc.constantFrom(
    ...["`", "``", "```", "~~~", "<b>", "</blockquote>", "<!--", "<script", ">", "&#106;", "&lt;", "javascript:", "\\"],
    ...["[", "]", "](", "](https://x.example", "]:", ")", "(", "[^1]", "![", "!", "# ", "=", "---", "- ", "* ", "1. "],
    ...["> ", "|", "\n", "\n\n", " ", "    ", "\t", "**", "_", "Bob", "(00:02)", '"', ":", "a", "| - |", "$", "<", "&"],
  );
  it("whatever is put together", () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
        const tree = rendered(tokens.join(""));
        expect(shape(tree)).toEqual(CONTAINED);
        expect(escapes(tree)).toEqual([]);
      }),
      { numRuns: 2_000, seed: 4 },
    );
  }, 60_000);

  it("what only some readers know: formulas before code, code that is HTML", () => {
    expect(quoteOf("$ ` $ <b> `")).toBe("> \\$ ` $ <b> `");
    expect(quoteOf("`<b>`{=html}\n```{=html}\n<b>\n```")).toBe("> `<b>`\\{=html}\n>\n> ```\n> <b>\n> ```\n>");
  });

  it("takes long text in time that grows with it", () => {
    for (const piece of ["`", "`` ` ", ">", "[", "](", "- ", "1.", "| `", "&a", "\\", "    ", "```\n"]) {
      expect(quoteOf(piece.repeat(200_000)).length).toBeGreaterThan(0);
    }
    // Nested as deep as it can be read.
    expect(nodesOf(rendered(">".repeat(10_000))).length).toBeLessThan(100);
  });
});

describe("[EXPORT-2] what a message says stays as it was meant", () => {
  const typesOf = (text: string) => new Set(nodesOf(quoteIn(rendered(text))).map(({ type }) => type));

  it.each([
    ["emphasis", "**very** *well* ~~done~~", ["strong", "emphasis", "delete"]],
    ["lists", "- a\n- b\n  1. c\n\n- [x] done", ["list", "listItem"]],
    ["a quote", "> said before\n\nand now", ["blockquote"]],
    ["a link", "[docs](https://example.org) and https://example.com", ["link"]],
    ["a table", "| a | b |\n| --- | --- |\n| 1 | `x` |", ["table", "inlineCode"]],
    ["a code span", "use `Array<string>` & `a && b`", ["inlineCode"]],
    ["a block of code", "so:\n```ts\nconst a: Array<string> = [`# b`];\n```\nthen", ["code"]],
  ])("%s", (_what, text, types) => {
    const found = typesOf(text);
    for (const type of types) expect(found).toContain(type);
  });

  it("shows code to the letter, and every character of the rest", () => {
    const code = 'if (a < b && c) {\n  say("&lt;`x`");\n}';
    const words = wordsOf(quoteIn(rendered(`1 < 2 & \\* AT&T &lt; \`<b>\`\n\n\`\`\`\`js\n${code}\n\`\`\`\``)));
    expect(words).toBe(`1 < 2 & * AT&T &lt; <b>${code}`);
  });

  it.each(["*Ada*", "a_b_c", "`x`", "[a](javascript:1)", "<b>", "&lt;", "a | b", "# c", "~~d~~", "![e](f)", "\\"])(
    "takes %s in a name for a name",
    (name) => {
      const tree = markdownTree(`**${plainMarkdown(name)}** (00:01)\n\n| a |\n| --- |\n| ${plainMarkdown(name)} |`);
      expect(wordsOf(tree)).toBe(`${name} (00:01)a${name}`);
      expect(escapes(tree)).toEqual([]);
    },
  );
});
