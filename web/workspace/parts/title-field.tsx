/** The document's title, edited where it stands. */
import { type KeyboardEvent, memo, useState } from "react";
import type { Document } from "../../../src/documents/model.ts";
import { LIMITS } from "../../../src/documents/wire.ts";
import { nameText } from "../../state/display-text.ts";
import { useWorkspace } from "./workspace-context.ts";

export const TitleField = memo(function TitleField({ document: { id, title } }: { readonly document: Document }) {
  const { library } = useWorkspace();
  const [edited, setEdited] = useState<string | null>(null);
  const save = () => {
    setEdited(null);
    const next = edited?.trim();
    if (next && next !== title) void library.rename("document", id, next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Escape") setEdited(null);
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.currentTarget.blur();
  };
  return (
    <h1 className="title">
      <textarea
        rows={1}
        aria-label="Title of the document"
        value={edited ?? nameText(title)}
        maxLength={LIMITS.title}
        onChange={(event) => setEdited(event.target.value.replaceAll("\n", " "))}
        onBlur={save}
        onKeyDown={onKeyDown}
      />
    </h1>
  );
});
