/** A message of the chat: a person's, or an answer with what was done to the document meanwhile. */
import { memo, useRef } from "react";
import { newestText } from "../../../src/documents/core/block-state.ts";
import type { BlockState } from "../../../src/documents/model.ts";
import { sanitizeForTerminal } from "../../../src/logging/sanitize.ts";
import { Icon } from "../../parts/icons.tsx";
import { nameText } from "../../state/display-text.ts";
import { ApplyMenu } from "./apply-menu.tsx";
import { AuthorTag } from "./author-tag.tsx";
import { BlockContent } from "./block-content.tsx";
import { CopyButton } from "./copy-button.tsx";
import { useDrawn } from "./use-drawn.ts";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

/** Characters that stand for a message until it is drawn. */
const SKETCH = 2_000;

export interface ChatMessageProps {
  readonly state: BlockState;
  /** One of those that are seen first. */
  readonly isFirst: boolean;
}

export const ChatMessage = memo(function ChatMessage({ state, isFirst }: ChatMessageProps) {
  const article = useRef<HTMLElement>(null);
  const isDrawn = useDrawn(article, isFirst);
  const { block } = state;
  const text = newestText(state);
  const newest = state.proposals.findLast((each) => each.kind === "text");
  const isStreaming = newest?.kind === "text" && newest.status === "streaming";
  const isCut = newest?.kind === "text" && newest.status === "cut";
  const isPerson = block.meta.role === "user";
  const { actions = [], error, room } = block.meta;
  return (
    <article ref={article} className={`chat-message ${isPerson ? "person" : "answer"}`} data-block={block.id}>
      <header>
        <AuthorTag author={newest?.author ?? block.author} />
        {isPerson && block.meta.about !== undefined && <BlockLink id={block.meta.about} words="about a block" />}
        {room !== undefined && <LiveLink room={room} />}
        <span className="spacer" />
        {isDrawn && !isPerson && text !== "" && !isStreaming && (
          <span className="message-buttons">
            <CopyButton text={text} />
            <ApplyMenu blockId={block.id} />
          </span>
        )}
      </header>
      {!isDrawn && <p className="sketch">{sanitizeForTerminal(text.slice(0, SKETCH))}</p>}
      {isDrawn && (text !== "" || isStreaming) && (
        <BlockContent type={block.type} text={text} title={block.meta.title} isStreaming={isStreaming} />
      )}
      {actions.length > 0 && (
        <ul className="actions" aria-label="What was done">
          {actions.map((action, index) => (
            <li key={index}>
              {action.block_id === undefined ? (
                <span className="action">{nameText(action.label)}</span>
              ) : (
                <BlockLink id={action.block_id} words={action.label} />
              )}
            </li>
          ))}
        </ul>
      )}
      {isCut && <p className="dim note">It ended before it was done.</p>}
      {error !== undefined && (
        <p className="trouble-words" role="alert">
          <Icon name="warning" /> {nameTextOf(error)}
        </p>
      )}
    </article>
  );
});

/** More than a name may be long. */
function nameTextOf(error: string): string {
  return error.split("\n").slice(0, 6).map(nameText).join(" ");
}

function BlockLink({ id, words }: { readonly id: string; readonly words: string }) {
  const { model } = useWorkspace();
  const isThere = useWorkspaceState(
    ({ shown }) => shown.document?.blocks.some(({ block }) => block.id === id) ?? false,
  );
  return (
    <button
      type="button"
      className="action link"
      disabled={!isThere}
      title={isThere ? "Show it" : "It is no longer in the document"}
      onClick={() => model.ui({ selected: id, pane: "document", isFollowing: false })}
    >
      {nameText(words)}
    </button>
  );
}

function LiveLink({ room }: { readonly room: string }) {
  const viewer = useWorkspaceState(({ me }) => me?.viewer_url ?? null);
  if (viewer === null || !/^https?:\/\//i.test(viewer)) return null;
  const url = new URL(viewer);
  url.searchParams.set("room", room);
  return (
    <a className="action link" href={url.href} target="_blank" rel="noopener">
      <Icon name="eye" /> watch the discussion
    </a>
  );
}
