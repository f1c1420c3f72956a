/** A file that is dropped on the document, a picture that is pasted into it, becomes a block after the chosen one. */
import { type DragEvent, useEffect } from "react";
import { fileBlock } from "../state/file-block.ts";
import { useWorkspace } from "./workspace-context.ts";

export function useFileDrop() {
  const { model, blocks } = useWorkspace();
  useEffect(() => {
    const add = async (file: File) => {
      const made = await fileBlock(file);
      if ("problem" in made) return model.fail({ message: made.problem });
      const { selected } = model.state.ui;
      await blocks.add({ ...made, ...(selected !== null && { after: selected }) });
    };
    const onPaste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
      if (file === undefined || model.state.place.document_id === null) return;
      event.preventDefault();
      void add(file);
    };
    const onDrop = (event: globalThis.DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      // Elsewhere the browser would leave the page for it.
      event.preventDefault();
      if (model.state.place.document_id !== null) void add(file);
    };
    addEventListener("paste", onPaste);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("paste", onPaste);
      removeEventListener("drop", onDrop);
    };
  }, [model, blocks]);
  return {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes("Files")) event.preventDefault();
    },
  };
}
