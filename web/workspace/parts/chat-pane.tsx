/** The chat: what was said, what is being said, and where one says more. */
import { useEffect, useRef } from "react";
import { IconButton } from "../../parts/icon-button.tsx";
import { nameText } from "../../state/display-text.ts";
import { ChatMessage } from "./chat-message.tsx";
import { OutgoingMessages } from "./outgoing-messages.tsx";
import { PromptBox } from "./prompt-box.tsx";
import { Troubles } from "./troubles.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

function ChatHead() {
  const { library } = useWorkspace();
  const title = useWorkspaceState(({ shown }) => shown.chat?.chat.title);
  return (
    <header className="chat-head">
      <span className="chat-title">{title === undefined ? "New chat" : nameText(title)}</span>
      <span className="spacer" />
      {title !== undefined && (
        <IconButton icon="add" label="New chat about this document" onClick={() => library.newChat()} />
      )}
    </header>
  );
}

/** Messages that are drawn at once: one begins at the end. */
const LAST = 12;
/** Pixels from its end within which a list is at its end. */
const NEAR = 80;

export function ChatPane() {
  const content = useWorkspaceState((state) => state.shown.chat);
  const lastOutgoing = useWorkspaceState((state) => state.outbox.at(-1)?.id ?? null);
  const isOpening = useWorkspaceState((state) => state.isOpening && state.place.chat_id !== null);
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (!element?.firstElementChild) return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  // Who says something is brought to it.
  useEffect(() => {
    if (lastOutgoing === null || scroller.current === null) return;
    isAtEnd.current = true;
    scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [lastOutgoing]);
  const blocks = content?.blocks ?? [];
  return (
    <section className="pane chat-pane" aria-label="Chat">
      <ChatHead />
      <div
        ref={scroller}
        className="scroller"
        role="log"
        // What streams would be read out word by word.
        aria-live="off"
        tabIndex={-1}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
        }}
      >
        <div className="chat-list">
          {blocks.length === 0 && lastOutgoing === null && (
            <p className="dim chat-empty">{isOpening ? "Opening the chat…" : "Nothing has been said yet."}</p>
          )}
          {blocks.map((state, index) => (
            <ChatMessage key={state.block.id} state={state} isFirst={index >= blocks.length - LAST} />
          ))}
          <OutgoingMessages />
          <Troubles />
        </div>
      </div>
      <PromptBox />
    </section>
  );
}
