/** Edits a block by hand. Who has been overtaken sees how, and chooses. */
import { useState } from "react";
import type { Block } from "../../../src/documents/model.ts";
import { type Draft, draftOf } from "../state/drafts.ts";
import { WordDifference } from "./difference-view.tsx";
import { TextEditor } from "./text-editor.tsx";
import { useWorkspace } from "./workspace-context.ts";

export function BlockEditor({ block }: { readonly block: Block }) {
  const { model, drafts } = useWorkspace();
  const { id, current, version, type } = block;
  const [draft, setDraft] = useState<Draft>(() => drafts.read(id) ?? draftOf(block));
  const [isSaving, setSaving] = useState(false);
  const isOvertaken = draft.base !== version;
  const close = () => {
    drafts.drop(id);
    model.ui({ editing: null });
  };
  /** What was written can be had back. */
  const cancel = () => {
    close();
    if (draft.content === (current ?? "")) return;
    model.tell("Your text was dropped.", {
      words: "Undo",
      run: () => {
        drafts.keep(id, draft);
        model.edit({ type: "block", block_id: id });
      },
    });
  };
  const change = (content: string) => {
    const next = { ...draft, content };
    setDraft(next);
    drafts.keep(id, next);
  };
  const save = async (base: number) => {
    if (draft.content === current) return close();
    setSaving(true);
    const answer = await model.api.editBlock(id, draft.content, base);
    setSaving(false);
    if ("body" in answer) close();
    // Overtaken: the block as it is now is heard as well, and shown here.
    else if (answer.failure.code !== "stale_base") model.fail(answer.failure);
  };
  return (
    <div className="block-editor">
      <TextEditor
        label="Text of the block"
        value={draft.content}
        onChange={change}
        onSave={() => void save(draft.base)}
        onCancel={cancel}
        isCode={type !== "md"}
      />
      {isOvertaken && (
        <div className="conflict" role="alert">
          <p>
            <strong>Somebody has changed this block meanwhile.</strong> This is what your text makes of theirs:
          </p>
          <WordDifference current={current ?? ""} proposed={draft.content} />
        </div>
      )}
      <div className="editor-buttons">
        {isOvertaken ? (
          <>
            <button
              type="button"
              className="small-button primary"
              disabled={isSaving}
              onClick={() => void save(version)}
            >
              Save mine over theirs
            </button>
            <button type="button" className="small-button" onClick={cancel}>
              Take theirs
            </button>
          </>
        ) : (
          <>
            <button
              type="button"
              className="small-button primary"
              disabled={isSaving}
              onClick={() => void save(draft.base)}
            >
              Save
            </button>
            <button type="button" className="small-button" onClick={cancel}>
              Cancel
            </button>
          </>
        )}
        <span className="dim hint">
          <kbd>ctrl</kbd> <kbd>enter</kbd> saves, <kbd>esc</kbd> leaves it as it was
        </span>
      </div>
    </div>
  );
}
