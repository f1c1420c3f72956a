/** Nothing is shown yet: the three ways to begin. */
import { AddressForm } from "./connection-settings.tsx";
import { FileChooser } from "./file-chooser.tsx";
import { useTools } from "./page-context.ts";

export function EmptyState() {
  const { isServed } = useTools();
  return (
    <main className="empty">
      <div className="empty-art" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      <h2>Watch a conversation</h2>
      <p>
        Drop a log (<code>.jsonl</code>) anywhere on this page. It stays on this machine.
      </p>
      <FileChooser className="big-button" />
      <p className="empty-or">{isServed ? "or go back to the server" : "or watch a running one"}</p>
      <AddressForm />
      <p className="dim">
        <code>llm-chat</code> and <code>llm-chat serve</code> listen there while they run.
      </p>
    </main>
  );
}
