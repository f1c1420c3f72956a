/** What a real Markdown renderer makes of a text: its syntax tree, by CommonMark with GitHub's extensions. */
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";

export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly MarkdownNode[];
}

export function markdownTree(text: string): MarkdownNode {
  const trees: MarkdownNode[] = [];
  const keep = () => (tree: MarkdownNode) => void trees.push(tree);
  renderToStaticMarkup(createElement(Markdown, { remarkPlugins: [remarkGfm, keep] }, text));
  const [tree] = trees;
  if (tree === undefined) throw new Error("nothing was rendered");
  return tree;
}

export function nodesOf(node: MarkdownNode): MarkdownNode[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

/** The words of it, without their markup. */
export function wordsOf(node: MarkdownNode): string {
  return nodesOf(node)
    .map(({ value = "" }) => value)
    .join("");
}
