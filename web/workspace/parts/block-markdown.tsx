/** A block's markdown, part by part: of one that grows only its last part is read again. */
import { memo } from "react";
import { sanitizeForTerminal } from "../../../src/logging/sanitize.ts";
import { Markdown } from "../../parts/markdown.tsx";
import { MOST_MARKDOWN } from "../../state/display-text.ts";
import { codeIn, markdownParts } from "../state/markdown-parts.ts";

export const BlockMarkdown = memo(function BlockMarkdown({ text }: { readonly text: string }) {
  return (
    <div className="markdown">
      {markdownParts(text).map((part, index) => (
        // A part is where it is: those before the last never change while a text grows.
        <Part key={index} text={part} />
      ))}
    </div>
  );
});

const Part = memo(function Part({ text }: { readonly text: string }) {
  const code = text.length > MOST_MARKDOWN ? codeIn(text) : null;
  if (code !== null) {
    return (
      <pre>
        <code>{sanitizeForTerminal(code)}</code>
      </pre>
    );
  }
  // An image in a text is one long word, which needs no cleaning, and takes none.
  return <Markdown text={sanitizeForTerminal(text)} images />;
});
