/** Puts an answer into the document: for a block, after one, or at the end. */
import { useState } from "react";
import { blockWords } from "../state/block-words.ts";
import { Menu } from "./menu.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export function ApplyMenu({ blockId }: { readonly blockId: string }) {
  const isPossible = useWorkspaceState(({ shown }) => shown.document !== null);
  return (
    <Menu
      label={isPossible ? "Apply to the document" : "Open a document to apply this to it"}
      className="apply-menu"
      disabled={!isPossible}
      button={<span>Apply</span>}
    >
      {(close) => <ApplyChoice blockId={blockId} close={close} />}
    </Menu>
  );
}

function ApplyChoice({ blockId, close }: { readonly blockId: string; readonly close: () => void }) {
  const { prompting } = useWorkspace();
  const content = useWorkspaceState(({ shown }) => shown.document);
  const selected = useWorkspaceState(({ ui }) => ui.selected);
  const blocks = content?.blocks ?? [];
  const usual = blocks.find(({ block }) => block.id === selected) ?? blocks.at(-1);
  const [chosen, choose] = useState(usual?.block.id ?? "");
  // A text does not take the place of a table.
  const isText = blocks.find(({ block }) => block.id === chosen)?.block.type === "md";
  const documentId = content?.document.id ?? "";
  const apply = (place: { replace?: string; after?: string }) => {
    close();
    void prompting.apply(blockId, { document_id: documentId, ...place });
  };
  return (
    <>
      {blocks.length > 0 && (
        <>
          <label className="menu-label" htmlFor={`apply-${blockId}`}>
            Block
          </label>
          <select id={`apply-${blockId}`} value={chosen} onChange={(event) => choose(event.target.value)}>
            {blocks.map((state, index) => (
              <option key={state.block.id} value={state.block.id}>
                {index + 1}. {blockWords(state)}
              </option>
            ))}
          </select>
          <button type="button" disabled={!isText} onClick={() => apply({ replace: chosen })}>
            Replace this block
          </button>
          <button type="button" onClick={() => apply({ after: chosen })}>
            After this block
          </button>
        </>
      )}
      <button type="button" onClick={() => apply({})}>
        At the end
      </button>
    </>
  );
}
