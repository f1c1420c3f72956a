/** What a block has said before; each of it can be had again. */
import type { Revision } from "../../../src/documents/model.ts";
import { AuthorTag } from "./author-tag.tsx";
import { DifferenceView } from "./difference-view.tsx";
import { Dialog } from "./dialog.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export interface HistoryDialogProps {
  readonly blockId: string;
  /** The newest first; null: they are on their way. */
  readonly revisions: readonly Revision[] | null;
  readonly onClose: () => void;
}

const REASONS: Readonly<Record<Revision["reason"], string>> = {
  replaced: "was replaced",
  superseded: "was a proposal; its author wrote another",
  deleted: "was deleted",
};

export function HistoryDialog({ blockId, revisions, onClose }: HistoryDialogProps) {
  const state = useWorkspaceState(({ shown }) => shown.document?.blocks.find(({ block }) => block.id === blockId));
  return (
    <Dialog title="History of the block" className="wide-dialog" onClose={onClose}>
      {revisions === null && <p className="dim">Loading…</p>}
      {revisions?.length === 0 && <p className="dim">It has never said anything else.</p>}
      <ol className="revisions dialog-scroll">
        {revisions?.map((revision) => (
          <RevisionRow
            key={revision.id}
            blockId={blockId}
            revision={revision}
            current={state?.block.current ?? ""}
            type={state?.block.type ?? "md"}
          />
        ))}
      </ol>
    </Dialog>
  );
}

interface RowProps {
  readonly blockId: string;
  readonly revision: Revision;
  readonly current: string;
  readonly type: Parameters<typeof DifferenceView>[0]["type"];
}

function RevisionRow({ blockId, revision, current, type }: RowProps) {
  const { blocks } = useWorkspace();
  const { author, created_at, version, reason, content } = revision;
  return (
    <li>
      <details>
        <summary>
          {version === null ? "A proposal" : `Version ${version}`} by <AuthorTag author={author} />
          <span className="dim">
            {" "}
            {REASONS[reason]}, {new Date(created_at).toLocaleString()}
          </span>
        </summary>
        <p className="dim note">What would change if it came back:</p>
        <DifferenceView type={type} current={current} proposed={content} />
        <button type="button" className="small-button" onClick={() => void blocks.restore(blockId, content)}>
          Bring this text back
        </button>
      </details>
    </li>
  );
}
