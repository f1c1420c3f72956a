/** Where a document will be, before there is one. */
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

const IDEAS = [
  "Write a research report about gold: history, uses, price, outlook. With a table and a chart.",
  "Compare three ways to store energy at home, with a table of costs.",
  "Plan a workshop of one day about prompt writing.",
];

export function EmptyDocument() {
  const { library, model, promptField } = useWorkspace();
  const hasDocuments = useWorkspaceState(({ documents }) => documents.length > 0);
  const start = (idea: string) => {
    model.ui({ pane: "chat" });
    promptField.fill(idea);
    promptField.focus();
  };
  return (
    <section className="empty-document">
      <h1>What shall be written?</h1>
      <p className="dim">
        Say it in the chat: the models write it here, block by block, and you accept or revert each change.
      </p>
      <ul className="ideas">
        {IDEAS.map((idea) => (
          <li key={idea}>
            <button type="button" onClick={() => start(idea)}>
              {idea}
            </button>
          </li>
        ))}
      </ul>
      <p className="empty-buttons">
        <button type="button" className="small-button" onClick={() => void library.newDocument()}>
          New empty document
        </button>
        {hasDocuments && (
          <button type="button" className="small-button" onClick={() => model.ui({ overlay: { type: "library" } })}>
            Open a document…
          </button>
        )}
      </p>
    </section>
  );
}
