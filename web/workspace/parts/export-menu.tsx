/** The document as a file, in the clipboard, on paper. */
import { useState } from "react";
import { Icon } from "../../parts/icons.tsx";
import { downloadDocument, FORMATS } from "../state/download.ts";
import { Menu } from "./menu.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export function ExportMenu() {
  const content = useWorkspaceState(({ shown }) => shown.document);
  if (content === null) return null;
  return (
    <Menu label="Export" className="export-menu" button={<Icon name="download" />}>
      {(close) => <Choice close={close} />}
    </Menu>
  );
}

function Choice({ close }: { readonly close: () => void }) {
  const { model } = useWorkspace();
  const content = useWorkspaceState(({ shown }) => shown.document);
  const [withChanges, setWithChanges] = useState(false);
  if (content === null) return null;
  const { id } = content.document;
  const copy = async () => {
    close();
    const answer = await model.api.exported(id, "md", withChanges);
    if (!model.did(answer)) return;
    try {
      await navigator.clipboard.writeText(answer.body);
      model.tell("Copied as Markdown.");
    } catch {
      model.fail({ message: "The browser did not let it be copied." });
    }
  };
  return (
    <>
      <label className="menu-check">
        <input type="checkbox" checked={withChanges} onChange={(event) => setWithChanges(event.target.checked)} />
        with the changes that wait
      </label>
      {FORMATS.map((format) => (
        <button
          key={format.id}
          type="button"
          onClick={() => {
            close();
            void downloadDocument(model, content, format, withChanges);
          }}
        >
          {format.words}
        </button>
      ))}
      <button type="button" onClick={() => void copy()}>
        Copy as Markdown
      </button>
      <button
        type="button"
        onClick={() => {
          close();
          print();
        }}
      >
        Print…
      </button>
    </>
  );
}
