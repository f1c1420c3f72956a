/** What one can do with a block; seen where the pointer or the focus is. */
import { memo, useState } from "react";
import type { Block } from "../../../src/documents/model.ts";
import { IconButton } from "../../parts/icon-button.tsx";
import { runForBlock } from "../state/run-command.ts";
import { useWorkspace } from "./workspace-context.ts";

/** A change has its own two answers beside it. */
export const BlockToolbar = memo(function BlockToolbar({ block }: { readonly block: Block }) {
  const workspace = useWorkspace();
  const { id, type, current } = block;
  const [isWide, setWide] = useState(false);
  const run = (action: Parameters<typeof runForBlock>[0]) => () => runForBlock(action, id, workspace);
  const isText = type === "md" || type === "csv" || type === "interactive_chart";
  return (
    <div className={`block-toolbar ${isWide ? "wide" : ""}`} role="toolbar" aria-label="Block">
      {isText && current !== null && <IconButton icon="edit" label="Edit (e)" onClick={run("edit")} />}
      <IconButton icon="ask" label="Ask about this block (i)" onClick={run("ask")} />
      <span className="rest">
        <IconButton icon="up" label="Move up (K)" onClick={() => void workspace.blocks.move(id, -1)} />
        <IconButton icon="down" label="Move down (J)" onClick={() => void workspace.blocks.move(id, 1)} />
        <IconButton icon="add" label="Add a block after it (o)" onClick={run("add")} />
        <IconButton icon="history" label="History (h)" onClick={run("history")} />
        <IconButton icon="trash" label="Delete" onClick={run("delete")} />
      </span>
      <IconButton
        className="more"
        icon="more"
        label={isWide ? "Less" : "More"}
        pressed={isWide}
        onClick={() => setWide(!isWide)}
      />
    </div>
  );
});
