/** The editor that stands open is there again after a reload, and when one comes back to its document. */
import type { Drafts } from "./drafts.ts";
import type { WorkspaceModel } from "./workspace-model.ts";

export function keepOpenEditor(model: WorkspaceModel, drafts: Drafts): void {
  let documentId: string | null = null;
  let editing = model.state.ui.editing;
  const follow = (): void => {
    const { place, ui } = model.state;
    if (place.document_id === documentId && ui.editing === editing) return;
    const isOther = place.document_id !== documentId;
    documentId = place.document_id;
    editing = isOther && documentId !== null ? (ui.editing ?? drafts.editorIn(documentId)) : ui.editing;
    if (documentId !== null) drafts.keepEditor(documentId, editing);
    if (editing !== null && editing !== ui.editing) model.edit(editing);
  };
  model.store.subscribe(follow);
  follow();
}
