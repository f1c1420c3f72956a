/** What the server complained of, with its fix. */
import { sanitizeForTerminal } from "../../../src/logging/sanitize.ts";
import { IconButton } from "../../parts/icon-button.tsx";
import { dismissTrouble } from "../state/shown.ts";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

const MOST = 3;

export function Troubles() {
  const { model } = useWorkspace();
  const troubles = useWorkspaceState(({ shown }) => shown.troubles);
  return troubles.slice(-MOST).map(({ id, message }) => (
    <div key={id} className="trouble-note" role="alert">
      <p>{sanitizeForTerminal(message.slice(0, 2_000))}</p>
      <IconButton
        icon="close"
        label="Dismiss"
        onClick={() => model.store.change({ shown: dismissTrouble(model.state.shown, id) })}
      />
    </div>
  ));
}
