/** Whichever dialog is open. */
import { KEYS } from "../state/keyboard.ts";
import { Dialog } from "./dialog.tsx";
import { HistoryDialog } from "./history-dialog.tsx";
import { LibraryDialog } from "./library-dialog.tsx";
import { StaleDialog } from "./stale-dialog.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export function Overlays() {
  const { model } = useWorkspace();
  const overlay = useWorkspaceState(({ ui }) => ui.overlay);
  if (overlay === null) return null;
  const onClose = () => {
    // Another one may have taken its place.
    if (model.state.ui.overlay?.type === overlay.type) model.ui({ overlay: null });
  };
  switch (overlay.type) {
    case "help":
      return <Help onClose={onClose} />;
    case "library":
      return <LibraryDialog onClose={onClose} />;
    case "history":
      return <HistoryDialog blockId={overlay.block_id} revisions={overlay.revisions} onClose={onClose} />;
    case "stale":
      return (
        <StaleDialog
          key={overlay.failure.version}
          blockId={overlay.block_id}
          proposalId={overlay.proposal_id}
          failure={overlay.failure}
          onClose={onClose}
        />
      );
  }
}

function Help({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" className="keys-dialog" onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="dim note">Keys work wherever no text is being written: press esc to leave a field.</p>
    </Dialog>
  );
}
