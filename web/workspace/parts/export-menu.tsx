/** The document as a file, in the clipboard, on paper. */
import { useState } from "react";
import { Icon } from "../../parts/icons.tsx";
import { downloadDocument, exported, FORMATS } from "../state/download.ts";
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
  const run = (work: () => Promise<unknown>, failed: string) => {
    close();
    work().catch(() => model.fail({ message: failed }));
  };
  const copy = async () => {
    const { text } = await exported(content, "md", withChanges);
    await navigator.clipboard.writeText(text);
    model.tell("Copied as Markdown.");
  };
  return (
    <>
      <label className="menu-check">
        <input type="checkbox" checked={withChanges} onChange={(event) => setWithChanges(event.target.checked)} />
        with the changes that wait
      </label>
      {FORMATS.map(([format, words]) => (
        <button
          key={format}
          type="button"
          onClick={() => run(() => downloadDocument(content, format, withChanges), "The file could not be made.")}
        >
          {words}
        </button>
      ))}
      <button type="button" onClick={() => run(copy, "The browser did not let it be copied.")}>
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
