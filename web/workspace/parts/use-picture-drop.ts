/** A picture that is dropped on the document, or pasted into it, becomes a block after the chosen one. */
import { type DragEvent, useEffect } from "react";
import { pictureOf } from "../state/picture-file.ts";
import { useWorkspace } from "./workspace-context.ts";

export function usePictureDrop() {
  const { model, blocks } = useWorkspace();
  useEffect(() => {
    const add = async (file: File) => {
      const picture = await pictureOf(file);
      if ("problem" in picture) return model.fail({ message: picture.problem });
      const { selected } = model.state.ui;
      await blocks.add({ ...picture, ...(selected !== null && { after: selected }) });
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
