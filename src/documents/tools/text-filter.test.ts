import { describe, expect, it } from "vitest";
import { type TextFilter, withoutFence, withoutHeading } from "./text-filter.ts";

function through(make: () => TextFilter, text: string): readonly string[] {
  const results = [1, 2, 5, 1_000].map((size) => {
    const filter = make();
    let written = "";
    for (let at = 0; at < text.length; at += size) written += filter.add(text.slice(at, at + size));
    return written + filter.end().text;
  });
  return [...new Set(results)];
}

describe("a text of a model", () => {
  it.each([
    ["no fence", "Gold.\n\nMore.", "Gold.\n\nMore."],
    ["a fence around all of it", "```markdown\n# Gold\n\nMore.\n```\n", "# Gold\n\nMore."],
    ["a fence that is not closed", "```md\n# Gold\n", "# Gold"],
    ["code in a fence", "```md\n# Gold\n\n```js\nlet a;\n```\n\nEnd.\n```", "# Gold\n\n```js\nlet a;\n```\n\nEnd."],
    ["code that it begins with", "```js\nlet a;\n```\nEnd.", "```js\nlet a;\n```\nEnd."],
    ["code without a language", "```\nlet a;\n```", "```\nlet a;\n```"],
    ["a single tick", "`a` is", "`a` is"],
  ])("[PEN-15] with %s", (_what, text, expected) => {
    expect(through(withoutFence, text)).toEqual([expected]);
  });

  it.each([
    ["once more", "## Gold\n\nIt is.", "It is."],
    ["once more, in another form", "**gold:**\nIt is.", "It is."],
    ["not", "It is.", "It is."],
    ["alone", "## Gold", ""],
    ["of another section", "### Silver\n\nIt is.", "### Silver\n\nIt is."],
  ])("[PEN-9] has the heading of its block %s", (_what, text, expected) => {
    expect(through(() => withoutHeading("## Gold"), text)).toEqual([expected]);
  });
});
