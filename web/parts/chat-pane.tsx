/** The conversation, over the full width. */
import { nameText } from "../state/display-text.ts";
import { CHAT } from "../state/row-index.ts";
import { ChatRow } from "./chat-row.tsx";
import { usePage } from "./page-context.ts";
import { RowList } from "./row-list.tsx";

/** ms within which a sender's messages stand together. */
const TOGETHER = 120_000;

export function ChatPane() {
  const list = usePage((page) => page.view.conversation);
  const rows = usePage((page) => page.chatRows);
  const startedAt = usePage((page) => page.view.startedAt) ?? 0;
  const current = usePage((page) => (page.search.current?.pane === CHAT ? page.search.current.position : -1));
  const row = (position: number, previous: number) => {
    const line = list.at(position);
    if (line === undefined) return <div key={`gone-${position}`} />;
    const above = previous < 0 ? undefined : list.at(previous);
    const follows =
      line.kind === "message" &&
      above?.kind === "message" &&
      above.sender === line.sender &&
      line.at - above.at < TOGETHER;
    const props = { line, follows, isCurrent: position === current, startedAt };
    return <ChatRow key={line.key} {...props} />;
  };
  return (
    <section className="chat pane" data-pane={CHAT} aria-label="Conversation">
      {rows.length === 0 && (
        <p className="pane-empty">{list.length === 0 ? "Nobody has spoken yet." : "Nothing to show."}</p>
      )}
      <RowList pane={CHAT} rows={rows} label="the conversation" row={row} />
      <Composing />
    </section>
  );
}

/** Where no column shows who is writing: in a room of people, and of agents that run elsewhere. */
function Composing() {
  const composing = usePage((page) => page.view.composing);
  if (composing.length === 0) return null;
  const [first = "", second = "", ...others] = composing.map(nameText);
  const names = second === "" ? first : others.length === 0 ? `${first} and ${second}` : `${composing.length} of them`;
  return (
    <p className="composing" data-testid="composing">
      {names} {composing.length === 1 ? "is" : "are"} writing…
    </p>
  );
}
