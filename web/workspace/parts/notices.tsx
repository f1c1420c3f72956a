/** What has just been done, or was refused. */
import { nameText } from "../../state/display-text.ts";
import { IconButton } from "../../parts/icon-button.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export function Notices() {
  const { model } = useWorkspace();
  const notices = useWorkspaceState((state) => state.notices);
  return (
    <div className="notices" role="status">
      {notices.map(({ id, tone, words, action }) => (
        <div key={id} className={`notice ${tone}`}>
          <span>{words.split("\n").map(nameText).join(" ")}</span>
          {action && (
            <button
              type="button"
              className="link-button"
              onClick={() => {
                model.dismiss(id);
                action.run();
              }}
            >
              {action.words}
            </button>
          )}
          <IconButton icon="close" label="Dismiss" onClick={() => model.dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
