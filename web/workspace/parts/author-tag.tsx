/** Who wrote it, in a colour of their own. */
import { colorOf } from "../../../src/logging/colors.ts";
import type { Author } from "../../../src/documents/model.ts";
import { authorWords, modelWords } from "../state/block-words.ts";

export function AuthorTag({ author }: { readonly author: Author }) {
  const words = authorWords(author);
  const title = author.type === "agent" ? modelWords(author.model) : "a person";
  return (
    <span className="name" style={toneOf(words)} title={title}>
      {words}
    </span>
  );
}

/** The style that gives an element and its children the colour of a name, as `--tone`. */
export function toneOf(name: string): React.CSSProperties {
  // A custom property is no part of the type.
  return { "--tone": colorOf(name).hex } as React.CSSProperties;
}
