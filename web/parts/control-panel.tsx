/** The settings behind the gear: connection, what is played, how it is shown, and what could not be read. */
import { useUi, useTools } from "./page-context.ts";
import { ConnectionSettings } from "./connection-settings.tsx";
import { IconButton } from "./icon-button.tsx";
import { ProblemList } from "./problem-list.tsx";
import { ViewSettings } from "./view-settings.tsx";

export function ControlPanel() {
  const { ui } = useTools();
  const isOpen = useUi((state) => state.panel);
  if (!isOpen) return null;
  return (
    <aside className="panel" aria-label="Settings">
      <div className="panel-head">
        <h2>Settings</h2>
        <IconButton icon="help" label="Keys (?)" onClick={() => ui.change({ help: true, panel: false })} />
        <IconButton icon="close" label="Close the settings (esc)" onClick={() => ui.change({ panel: false })} />
      </div>
      <ConnectionSettings />
      <ViewSettings />
      <ProblemList />
    </aside>
  );
}
