/** The line between columns and chat. */
import { useTools, useUi } from "./page-context.ts";
import { ShareLine } from "./share-line.tsx";

export function Splitter() {
  const { prefer } = useTools();
  const share = useUi((ui) => ui.preferences.columnsShare);
  return (
    <ShareLine
      className="splitter"
      label="Height of the columns"
      orientation="horizontal"
      share={share}
      least={15}
      most={85}
      onChange={(columnsShare) => prefer({ columnsShare })}
    />
  );
}
