/** One block of the document: what it says, what is proposed for it, and what one can do with it. */
import { memo, useEffect, useRef } from "react";
import { newestText, writer } from "../../../src/documents/core/block-state.ts";
import { sanitizeForTerminal } from "../../../src/logging/sanitize.ts";
import type { BlockState } from "../../../src/documents/model.ts";
import { blockWords, TYPE_WORDS } from "../state/block-words.ts";
import { BlockContent } from "./block-content.tsx";
import { BlockEditor } from "./block-editor.tsx";
import { BlockToolbar } from "./block-toolbar.tsx";
import { ProposalView } from "./proposal-view.tsx";
import { useDrawn } from "./use-drawn.ts";
import { useWorkspace } from "./workspace-context.ts";

export interface BlockViewProps {
  readonly state: BlockState;
  readonly isSelected: boolean;
  readonly isEdited: boolean;
  /** Where the tab key comes in. */
  readonly isEntry: boolean;
  /** Of a long document, one of those that are seen first. */
  readonly isFirst: boolean;
}

/** Pixels of a block that are enough to know it. */
const ROOM = 60;

/** Characters that stand for a block until it is drawn. */
const SKETCH = 4_000;

export const BlockView = memo(function BlockView({ state, isSelected, isEdited, isEntry, isFirst }: BlockViewProps) {
  const { block, proposals } = state;
  const { model } = useWorkspace();
  const article = useRef<HTMLElement>(null);
  const isStreaming = writer(state) !== null;
  const isDrawn = useDrawn(article, isFirst || isStreaming || isSelected);
  useEffect(() => {
    const element = article.current;
    if (!isSelected || isEdited || element === null || element.contains(document.activeElement)) return;
    // Who writes in the prompt stays there.
    if (document.activeElement instanceof HTMLTextAreaElement) return element.scrollIntoView({ block: "nearest" });
    const { top } = element.getBoundingClientRect();
    // Its neighbour has gone with the focus: what one looks at stays where it is.
    const isInstead = document.activeElement === document.body && top > 0 && top < innerHeight - ROOM;
    element.focus({ preventScroll: true });
    if (!isInstead) element.scrollIntoView({ block: "nearest" });
  }, [isSelected, isEdited]);
  // A button that was pressed has gone with its change: the focus stays at its block.
  useEffect(() => {
    if (isSelected && document.activeElement === document.body) article.current?.focus({ preventScroll: true });
  }, [isSelected, proposals]);
  const isGoing = proposals.some(({ kind }) => kind === "delete");
  const texts = proposals.filter((each) => each.kind === "text");
  // What is proposed shows what is there as well, as soon as it can be compared.
  const isCompared = texts.some(({ status, content }) => status !== "streaming" && content !== block.current);
  const hasText = block.current !== null ? !isCompared : texts.length === 0;
  return (
    <article
      ref={article}
      className={`block ${isSelected ? "selected" : ""} ${proposals.length > 0 ? "pending" : ""} ${isGoing ? "going" : ""}`}
      data-block={block.id}
      data-type={block.type}
      data-streaming={isStreaming}
      aria-label={labelOf(state)}
      aria-current={isSelected}
      tabIndex={isSelected || isEntry ? 0 : -1}
      onFocus={() => {
        if (!isSelected) model.ui({ selected: block.id });
      }}
    >
      {!isDrawn ? (
        <p className="sketch">{sanitizeForTerminal(newestText(state).slice(0, SKETCH))}</p>
      ) : isEdited ? (
        <BlockEditor block={block} />
      ) : (
        <>
          <BlockToolbar block={block} />
          {hasText && (
            <div className={texts.length > 0 ? "current is-replaced" : "current"}>
              <BlockContent type={block.type} text={block.current ?? ""} title={block.meta.title} />
            </div>
          )}
        </>
      )}
      {isDrawn && proposals.map((proposal) => <ProposalView key={proposal.id} block={block} proposal={proposal} />)}
    </article>
  );
});

function labelOf(state: BlockState): string {
  const { block, proposals } = state;
  const pending =
    proposals.length === 0 ? "" : `, ${proposals.length === 1 ? "a change waits" : `${proposals.length} changes wait`}`;
  return `${TYPE_WORDS[block.type]}: ${blockWords(state)}${pending}`;
}
