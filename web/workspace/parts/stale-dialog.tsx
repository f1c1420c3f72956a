/** Before a change is accepted over a newer text: how the block would change, by words. */
import { sanitizeForTerminal } from "../../../src/logging/sanitize.ts";
import type { Failure } from "../connect/api.ts";
import { DifferenceView } from "./difference-view.tsx";
import { Dialog } from "./dialog.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export interface StaleDialogProps {
  readonly blockId: string;
  readonly proposalId: string;
  readonly failure: Failure;
  readonly onClose: () => void;
}

export function StaleDialog({ blockId, proposalId, failure, onClose }: StaleDialogProps) {
  const { blocks } = useWorkspace();
  const state = useWorkspaceState(({ shown }) => shown.document?.blocks.find(({ block }) => block.id === blockId));
  const proposal = state?.proposals.find(({ id }) => id === proposalId);
  const version = failure.version;
  return (
    <Dialog title="The block has been changed since" className="wide-dialog" onClose={onClose}>
      <p>
        This change was begun for an earlier text.{" "}
        {proposal?.kind === "delete" ? "It would take away:" : "It would make this of the text as it is now:"}
      </p>
      <div className="dialog-scroll">
        {state && proposal?.kind === "text" ? (
          <DifferenceView type={state.block.type} current={failure.current ?? ""} proposed={proposal.content} />
        ) : (
          <pre className="raw">{sanitizeForTerminal(failure.difference ?? "")}</pre>
        )}
      </div>
      <div className="editor-buttons">
        <button
          type="button"
          className="small-button primary"
          disabled={version === undefined}
          onClick={() => void blocks.acceptOver(blockId, proposalId, version ?? 0)}
        >
          Accept it over the newer text
        </button>
        <button
          type="button"
          className="small-button"
          onClick={() => {
            onClose();
            void blocks.revert(blockId, proposalId);
          }}
        >
          Revert the change
        </button>
        <button type="button" className="small-button" onClick={onClose}>
          Leave both
        </button>
      </div>
    </Dialog>
  );
}
