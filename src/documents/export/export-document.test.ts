import { describe, expect, it } from "vitest";
import { AGENT, ALAN, BlockBoard, GRACE } from "../../../test/fakes/block-board.ts";
import { markdownTree, nodesOf, wordsOf } from "../../../test/fakes/markdown-tree.ts";
import type { BlockType } from "../model.ts";
import { exportDocument } from "./export-document.ts";
import type { ExportOptions } from "./exported-document.ts";
import { EXPORT_FORMATS, type ExportFormat, exportFileName } from "./file-name.ts";

/** 3 by 2 pixels. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==";
const CHART =
  '{"kind":"line","title":"Price of gold","x":"Year","series":["Price"],"unit":"USD"}\n2023,1940\n2024,2390\n';

class Draft extends BlockBoard {
  put(id: string, type: BlockType, content: string, title?: string): this {
    this.run(GRACE, {
      type: "add",
      block: { id, type, meta: title === undefined ? {} : { title }, place: "end" },
      content,
    });
    return this;
  }

  as(format: ExportFormat, options?: ExportOptions, title = "Gold"): string {
    return exportDocument({ title, blocks: this.blocks }, format, options).text;
  }
}

function report(): Draft {
  return new Draft()
    .put("a", "md", "Gold is *old*.\n\n## Since when\n\n- [x] always")
    .put("b", "csv", 'Year,"Price, USD",Note\n2023,1940,"a | b"\n2024,2390,"two\nlines"\n', "Prices")
    .put("c", "interactive_chart", CHART)
    .put("d", "image/png", PNG, "A bar")
    .put("e", "md", "The end.");
}

describe("what is exported", () => {
  it("[DOCEXPORT-4] is what was accepted, or what would be if all were", () => {
    const draft = new Draft()
      .put("a", "md", "one")
      .put("b", "md", "two")
      .put("c", "md", "three")
      .put("d", "md", "four");
    draft.proposeText("a", "one, older", ALAN);
    draft.proposeText("a", "one, newer");
    draft.run(AGENT, { type: "propose_delete", block_id: "b", base: 1 });
    draft.run(AGENT, { type: "propose_move", block_id: "d", base: 1, after: "a" });
    draft.proposeBlock("e", "five, and it is bei", "streaming");
    expect(draft.as("md")).toBe("# Gold\n\none\n\ntwo\n\nthree\n\nfour\n");
    expect(draft.as("md", { proposals: true })).toBe("# Gold\n\none, newer\n\nfour\n\nthree\n\nfive, and it is bei\n");
    const before = draft.blocks;
    draft.as("html", { proposals: true });
    expect(draft.blocks).toBe(before);
  });

  it("[DOCEXPORT-4] keeps a block whose deletion is stale, or which got a text after it; a move that leads nowhere is none", () => {
    const draft = new Draft().put("a", "md", "one").put("b", "md", "two");
    draft.run(AGENT, { type: "propose_delete", block_id: "a", base: 1 });
    draft.run(GRACE, { type: "edit", block_id: "a", base: 1, content: "one, edited" });
    draft.run(AGENT, { type: "propose_delete", block_id: "b", base: 1 });
    draft.proposeText("b", "two, newer");
    draft.put("c", "md", "three");
    draft.run(AGENT, { type: "propose_move", block_id: "a", base: 2, after: "c" });
    draft.run(GRACE, { type: "remove", block_id: "c" });
    expect(draft.as("md", { proposals: true })).toBe("# Gold\n\none, edited\n\ntwo, newer\n");
  });

  it("[DOCEXPORT-5] has its title once, as the first heading, whatever the title is", () => {
    for (const format of EXPORT_FORMATS) {
      const text = new Draft().put("a", "md", "#  Gold #\n\ntext").as(format);
      expect(text.match(/<h1[ >]|^# /gm), format).toHaveLength(1);
    }
    expect(new Draft().put("a", "md", "# Silver").as("md")).toBe("# Gold\n\n# Silver\n");
    expect(new Draft().as("md", {}, "<b>*x*\n# y")).toBe("# &lt;b\\>\\*x\\* \\# y\n");
    expect(new Draft().as("md", {}, " ")).toBe("# Untitled\n");
  });
});

describe("as Markdown", () => {
  it("[DOCEXPORT-6] texts stay, tables and charts are tables, pictures are data URLs", () => {
    expect(report().as("md")).toBe(
      `# Gold

Gold is *old*.

## Since when

- [x] always

**Prices**

| Year | Price, USD | Note |
| --- | --- | --- |
| 2023 | 1940 | a \\| b |
| 2024 | 2390 | two<br>lines |

**Price of gold**

*line chart, USD*

| Year | Price |
| --- | --- |
| 2023 | 1940 |
| 2024 | 2390 |

![A bar](data:image/png;base64,${PNG})

The end.
`,
    );
  });

  it("[DOCEXPORT-6] a cell is plain text for every reader", () => {
    const cells = ["*a*", "`b | c`", "<script>", "[d](javascript:e)", "![f](g)", "\\|", "=1+1"];
    const csv = `x,y\n${cells.map((cell) => `"${cell}",1`).join("\n")}\n`;
    const tree = markdownTree(new Draft().put("a", "csv", csv).as("md"));
    const rows = nodesOf(tree).filter(({ type }) => type === "tableRow");
    expect(rows.slice(1).map((row) => wordsOf(row.children?.[0] ?? row))).toEqual(cells);
    expect(nodesOf(tree).filter(({ type }) => /link|image|html|emphasis/i.test(type))).toEqual([]);
  });

  it("[DOCEXPORT-2] a block that is left open swallows nothing", () => {
    const draft = new Draft().put("a", "md", "```\nopen").put("b", "md", "<!-- open").put("c", "md", "## C");
    const headings = nodesOf(markdownTree(draft.as("md"))).filter(({ type }) => type === "heading");
    expect(headings.map(wordsOf)).toEqual(["Gold", "C"]);
  });
});

describe("as a page", () => {
  it("[DOCEXPORT-7] is complete, has no script, and fetches nothing", () => {
    const html = report().as("html");
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain("default-src 'none'; img-src data:");
    expect(html).toContain("<title>Gold</title>");
    expect(html).toContain(`<img alt="A bar" src="data:image/png;base64,${PNG}">`);
    expect(html).toContain('<td class="number">1940</td>');
    expect(html).toContain("two<br>lines");
    expect(html).not.toMatch(/<script|https?:|<link|@import/);
  });

  it("[DOCEXPORT-8] nothing that was written becomes markup, an address to run, or a picture from elsewhere", () => {
    const evil = '<script>alert(1)</script>\n\n[a](javascript:b) ![c](https://d/e.png "f") <img src=x onerror=y>';
    const cell = '"<i onclick=""x"">"';
    const title = '"><script>z</script>';
    const draft = new Draft()
      .put("a", "md", evil)
      .put("b", "csv", `${cell},${cell}\n${cell},\n`, title)
      .put("c", "image/png", '"><script>', title)
      .put("d", "interactive_chart", `{"title":${JSON.stringify(title)},"kind":"<b>","unit":"<u>"}\n${cell},1\n`);
    for (const format of ["html", "docx"] as const) {
      const html = draft.as(format, { chartImage: () => "data:text/html,<script>x</script>" }, title);
      const body = html.slice(html.indexOf("<body"));
      expect(body, format).not.toMatch(/<(?:script|img|i|b|u)\b|javascript:|data:/);
      expect(body, format).toContain('<a href="https://d/e.png">c</a>');
      expect(html, format).toContain("<title>&quot;&gt;&lt;script&gt;z&lt;/script&gt;</title>");
    }
  });

  it("[DOCEXPORT-9] a chart has its picture, where one is given, and its table in any case", () => {
    const asked: string[] = [];
    const chartImage: ExportOptions["chartImage"] = ({ id }, content) => {
      asked.push(id, content);
      return `data:image/png;base64,${PNG}`;
    };
    for (const format of EXPORT_FORMATS) {
      const text = new Draft().put("c", "interactive_chart", CHART).as(format, { chartImage });
      expect(text, format).toContain(`data:image/png;base64,${PNG}`);
      expect(text, format).toContain("2390");
    }
    expect(asked.slice(0, 2)).toEqual(["c", CHART]);
  });

  it("[DOCEXPORT-9] a chart whose first row names its columns, or whose header is broken, is a table too", () => {
    const named = new Draft().put("c", "interactive_chart", '{"kind":"bar","x":"Year"}\nYear,Price\n2024,1\n').as("md");
    expect(named).toContain("| Year | Price |\n| --- | --- |\n| 2024 | 1 |");
    const broken = new Draft().put("c", "interactive_chart", "{oh\nYear,Price\n2024,1\n").as("md");
    expect(broken).toContain("| Year | Price |\n| --- | --- |\n| 2024 | 1 |");
    expect(new Draft().put("c", "interactive_chart", '{"kind":"pie"}').as("md")).toContain("*pie chart*");
  });
});

describe("for word processors", () => {
  it("[DOCEXPORT-10] has its styles on its elements, bordered tables, boxes as characters, and pictures with a width", () => {
    const html = report().as("docx");
    expect(html).toContain('<table border="1"');
    expect(html).toContain('<td align="right" style="border:1px solid #999999');
    expect(html).toContain("☑ always");
    expect(html).toContain(`alt="A bar" width="3">`);
    expect(html).toMatch(/<h2 style="[^"]*font-size:16pt/);
    expect(html).not.toMatch(/<style|class=|flex|grid|<figure|<input/);
  });
});

describe("a file's name", () => {
  it.each([
    ["Gold", "md", "Gold.md"],
    ["Gold", "html", "Gold.html"],
    ["Gold", "docx", "Gold.docx.html"],
    ['a/b\\c:d*e?f"g<h>i|j%k', "md", "a b c d e f g h i j k.md"],
    ["../../etc/passwd", "md", "etc passwd.md"],
    ["  .hidden. ", "md", "hidden.md"],
    ["-rf ~", "md", "rf ~.md"],
    ["CON", "md", "CON document.md"],
    ["nul.txt", "md", "nul.txt document.md"],
    ["Über Größe 金 👩‍🔬", "md", "Über Größe 金 👩‍🔬.md"],
    ["a\u0000b\u202ec\nd", "md", "a b c d.md"],
    ["...", "md", "document.md"],
    ["", "html", "document.html"],
    ["金".repeat(100), "md", `${"金".repeat(40)}.md`],
  ] as const)("[DOCEXPORT-11] is safe on every system: %j as %s", (title, format, name) => {
    expect(exportFileName(title, format)).toBe(name);
  });
});
