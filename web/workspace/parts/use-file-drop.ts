/** A file that is dropped on the page, a picture that is pasted into it, becomes a block after the chosen one. */
import { useEffect, useState } from "react";
import { fileBlock } from "../state/file-block.ts";
import { useWorkspace } from "./workspace-context.ts";

/** Whether a file is held over the page. */
export function useFileDrop(): boolean {
  const { model, blocks } = useWorkspace();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const hasDocument = () => model.state.place.document_id !== null;
    const add = async (file: File) => {
      if (!hasDocument()) return model.fail({ message: "Open a document to add a file to it." });
      const made = await fileBlock(file);
      if ("problem" in made) return model.fail({ message: made.problem });
      const { selected } = model.state.ui;
      await blocks.add({ ...made, ...(selected !== null && { after: selected }) });
    };
    const onPaste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
      if (file === undefined || !hasDocument()) return;
      event.preventDefault();
      void add(file);
    };
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      // The browser would leave the page for it.
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      void add(file);
    };
    addEventListener("paste", onPaste);
    addEventListener("dragover", onDragOver);
    addEventListener("dragleave", onDragLeave);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("paste", onPaste);
      removeEventListener("dragover", onDragOver);
      removeEventListener("dragleave", onDragLeave);
      removeEventListener("drop", onDrop);
    };
  }, [model, blocks]);
  return isOver;
}
