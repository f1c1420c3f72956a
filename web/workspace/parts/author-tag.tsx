/** Who wrote it, in a colour of their own. */
import type { Author } from "../../../src/documents/model.ts";
import { authorWords } from "../state/block-words.ts";
import { useWorkspaceState } from "./workspace-context.ts";

export function AuthorTag({ author }: { readonly author: Author }) {
  const words = authorWords(author);
  const color = useWorkspaceState(({ colors }) => colors.get(words));
  // A custom property is no part of the type.
  const style = { "--tone": color ?? "currentcolor" } as React.CSSProperties;
  return (
    <span className="name" style={style} title={author.type === "agent" ? author.model : "a person"}>
      {words}
    </span>
  );
}
