/** A block made by hand: text, a table, a chart, or what a file has. */
import { useState } from "react";
import { CHART_KINDS } from "../state/chart-kinds.ts";
import { type Draft, newDraftId, type WrittenType } from "../state/drafts.ts";
import { fileBlock } from "../state/file-block.ts";
import { TextEditor } from "./text-editor.tsx";
import { useWorkspace } from "./workspace-context.ts";

const TYPES: readonly (readonly [WrittenType, string, string])[] = [
  ["md", "Text", ""],
  ["csv", "Table", "Name,Value\n"],
  ["interactive_chart", "Chart", '{"kind":"bar","title":"","x":"Year"}\nYear,Value\n2025,1\n2026,2\n'],
];

const HINTS: Partial<Readonly<Record<WrittenType, string>>> = {
  csv: "The first line names the columns.",
  interactive_chart: `The first line says how it is drawn; "kind" is one of ${CHART_KINDS.join(", ")}. Below it: its figures.`,
};

export interface NewBlockProps {
  readonly documentId: string;
  readonly after: string | null;
}

export function NewBlock({ documentId, after }: NewBlockProps) {
  const { model, blocks, drafts } = useWorkspace();
  const id = newDraftId(documentId, after);
  const [{ type = "md", content }, setDraft] = useState<Draft>(() => drafts.read(id) ?? { content: "", base: 0 });
  const [isSaving, setSaving] = useState(false);
  const change = (next: Pick<Draft, "content" | "type">) => {
    const draft = { base: 0, type, ...next };
    setDraft(draft);
    drafts.keep(id, draft);
  };
  const close = () => {
    drafts.drop(id);
    model.ui({ editing: null });
  };
  /** What was written can be had back. */
  const cancel = () => {
    close();
    if (isSample(content)) return;
    model.tell("Your text was dropped.", {
      words: "Undo",
      run: () => {
        drafts.keep(id, { content, base: 0, type });
        model.edit({ type: "new", after });
      },
    });
  };
  const save = async () => {
    if (content.trim() === "") return close();
    if (isSaving) return;
    setSaving(true);
    if (await blocks.add({ type, content, after })) drafts.drop(id);
    setSaving(false);
  };
  const choose = (next: WrittenType, sample: string) => {
    change({ type: next, content: isSample(content) ? sample : content });
  };
  const addFile = async (file: File | undefined) => {
    if (file === undefined) return;
    const made = await fileBlock(file);
    if ("problem" in made) model.fail({ message: made.problem });
    else await blocks.add({ ...made, after });
  };
  return (
    <div className="block-editor new-block">
      <div className="looks" role="group" aria-label="What to add">
        {TYPES.map(([each, words, sample]) => (
          <button key={each} type="button" aria-pressed={type === each} onClick={() => choose(each, sample)}>
            {words}
          </button>
        ))}
        <label className="file-label">
          File…
          <input
            type="file"
            className="only-heard"
            accept="image/png,image/jpeg,image/webp,image/gif,.md,.txt,.csv"
            onChange={(event) => void addFile(event.target.files?.[0])}
          />
        </label>
      </div>
      <TextEditor
        key={type}
        label="Text of the new block"
        value={content}
        onChange={(next) => change({ content: next })}
        onSave={() => void save()}
        onCancel={cancel}
        isCode={type !== "md"}
      />
      {HINTS[type] !== undefined && <p className="dim note">{HINTS[type]}</p>}
      <div className="editor-buttons">
        <button type="button" className="small-button primary" disabled={isSaving} onClick={() => void save()}>
          Add
        </button>
        <button type="button" className="small-button" onClick={cancel}>
          Cancel
        </button>
        <span className="dim hint">
          <kbd>ctrl</kbd> <kbd>enter</kbd> adds, <kbd>esc</kbd> leaves it out
        </span>
      </div>
    </div>
  );
}

/** Nothing that a person has written. */
function isSample(content: string): boolean {
  return content.trim() === "" || TYPES.some(([, , sample]) => sample === content);
}
