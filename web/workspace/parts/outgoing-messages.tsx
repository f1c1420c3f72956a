/** Messages that the chat does not have yet. */
import { sanitizeForTerminal } from "../../../src/logging/sanitize.ts";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export function OutgoingMessages() {
  const { prompting } = useWorkspace();
  const outbox = useWorkspaceState((state) => state.outbox);
  const chatId = useWorkspaceState((state) => state.place.chat_id);
  return outbox
    .filter((each) => each.chat_id === chatId)
    .map(({ id, content, status }) => (
      <article key={id} className="chat-message person outgoing">
        <p className="plain">{sanitizeForTerminal(content)}</p>
        {status === "waiting" && <p className="dim note">It is sent when the connection is there.</p>}
        {(status === "lost" || status === "refused") && (
          <p className="note" role="alert">
            <span className="bad">
              {status === "lost" ? "The connection broke; this may not have arrived." : "This was refused."}
            </span>{" "}
            <button type="button" className="link-button" onClick={() => prompting.again(id)}>
              Send again
            </button>{" "}
            <button type="button" className="link-button" onClick={() => prompting.discard(id)}>
              Discard
            </button>
          </p>
        )}
      </article>
    ));
}
