/** The document: its title, its blocks, what a new structure has put aside; it follows what is written. */
import { memo, useDeferredValue, useLayoutEffect, useMemo, useRef } from "react";
import type { BlockState } from "../../../src/documents/model.ts";
import { structureOf } from "../state/structure.ts";
import { BlockView } from "./block-view.tsx";
import { NewBlock } from "./new-block.tsx";
import { EmptyDocument } from "./empty-document.tsx";
import { TitleField } from "./title-field.tsx";
import { useFollowing } from "./use-following.ts";
import { useFileDrop } from "./use-file-drop.ts";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

/** Blocks that are drawn at once. */
const FIRST = 5;

export function DocumentPane() {
  const { model } = useWorkspace();
  const content = useWorkspaceState((state) => state.shown.document);
  const earlierIds = useWorkspaceState((state) => state.shown.earlier);
  const isOpening = useWorkspaceState((state) => state.isOpening && state.place.document_id !== null);
  const isFollowing = useWorkspaceState((state) => state.ui.isFollowing);
  const isAway = useWorkspaceState((state) => state.ui.isAway);
  const { blocks, earlier } = useMemo(
    () => structureOf({ document: content, earlier: earlierIds }),
    [content, earlierIds],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const documentId = content?.document.id;
  // Another document begins at its beginning.
  const scrolledId = useRef(documentId);
  useLayoutEffect(() => {
    const before = scrolledId.current;
    scrolledId.current = documentId;
    // The first one is there already: to say so would lay all of it out once more.
    if (before !== undefined && before !== documentId && scroller.current) scroller.current.scrollTop = 0;
  }, [documentId]);
  useFollowing(scroller, blocks);
  const isOver = useFileDrop();
  return (
    <main className={`pane document-pane ${isOver ? "dropping" : ""}`} aria-label="Document">
      <div ref={scroller} className="scroller" data-testid="document-scroller">
        <div className="paper">
          {content === null ? (
            isOpening ? (
              <p className="dim opening">Opening the document…</p>
            ) : (
              <EmptyDocument />
            )
          ) : (
            <>
              <TitleField document={content.document} />
              <AddHere after={null} isQuiet={blocks.length > 0} />
              <Blocks key={content.document.id} blocks={blocks} />
              {earlier.length > 0 && <Earlier blocks={earlier} />}
            </>
          )}
        </div>
      </div>
      {isAway && !isFollowing && (
        <button type="button" className="follow-button" onClick={() => model.ui({ isFollowing: true })}>
          Follow the text (f)
        </button>
      )}
    </main>
  );
}

/** A place between blocks where one can be put. */
const AddHere = memo(function AddHere({
  after,
  isQuiet,
}: {
  readonly after: string | null;
  readonly isQuiet: boolean;
}) {
  const { model } = useWorkspace();
  const documentId = useWorkspaceState(({ shown }) => shown.document?.document.id ?? "");
  const isHere = useWorkspaceState(({ ui }) => ui.editing?.type === "new" && ui.editing.after === after);
  if (isHere) return <NewBlock documentId={documentId} after={after} />;
  if (isQuiet) return null;
  return (
    <button type="button" className="add-here" onClick={() => model.edit({ type: "new", after })}>
      + Add a block by hand
    </button>
  );
});

const Blocks = memo(function Blocks({ blocks }: { readonly blocks: readonly BlockState[] }) {
  const selected = useWorkspaceState(({ ui }) => ui.selected);
  const editing = useWorkspaceState(({ ui }) => ui.editing);
  const newAfter = editing?.type === "new" ? editing.after : null;
  const last = blocks.at(-1)?.block.id;
  // A document opens with its first blocks; the others follow in slices of time that nobody feels.
  const isWhole = useDeferredValue(true, false);
  return (isWhole ? blocks : blocks.slice(0, FIRST)).map((state, index) => {
    const { id } = state.block;
    return (
      <div key={id} className="place">
        <BlockView
          state={state}
          isSelected={selected === id}
          isEntry={selected === null && index === 0}
          isFirst={index < FIRST}
          isEdited={editing?.type === "block" && editing.block_id === id}
        />
        {(newAfter === id || last === id) && <AddHere after={id} isQuiet={last !== id} />}
      </div>
    );
  });
});

function Earlier({ blocks }: { readonly blocks: readonly BlockState[] }) {
  const selected = useWorkspaceState(({ ui }) => ui.selected);
  const isOpen = blocks.some(({ block }) => block.id === selected);
  return (
    <details className="earlier" open={isOpen || undefined}>
      <summary>
        Earlier structure <span className="dim">({blocks.length} blocks that shall go)</span>
      </summary>
      {blocks.map((state) => (
        <div key={state.block.id} className="place">
          <BlockView
            state={state}
            isSelected={selected === state.block.id}
            isEdited={false}
            isEntry={false}
            isFirst={false}
          />
        </div>
      ))}
    </details>
  );
}
