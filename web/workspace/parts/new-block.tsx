/** A block made by hand: text, a table, a chart or a picture. */
import { useState } from "react";
import type { BlockType } from "../../../src/documents/model.ts";
import { pictureOf } from "../state/picture-file.ts";
import { TextEditor } from "./text-editor.tsx";
import { useWorkspace } from "./workspace-context.ts";

type WrittenType = Extract<BlockType, "md" | "csv" | "interactive_chart">;

const TYPES: readonly (readonly [WrittenType, string, string])[] = [
  ["md", "Text", ""],
  ["csv", "Table", "Name,Value\n"],
  ["interactive_chart", "Chart", '{"kind":"bar","title":"","x":"Year"}\nYear,Value\n2025,1\n2026,2\n'],
];

export function NewBlock({ after }: { readonly after: string | null }) {
  const { model, blocks } = useWorkspace();
  const [type, setType] = useState<WrittenType>("md");
  const [content, setContent] = useState("");
  const close = () => model.ui({ editing: null });
  const save = () => {
    if (content.trim() === "") return close();
    void blocks.add({ type, content, after });
  };
  const choose = (next: WrittenType, sample: string) => {
    if (content === "" || TYPES.some(([, , each]) => each === content)) setContent(sample);
    setType(next);
  };
  const addPicture = async (file: File | undefined) => {
    if (file === undefined) return;
    const picture = await pictureOf(file);
    if ("problem" in picture) model.fail({ message: picture.problem });
    else await blocks.add({ ...picture, after });
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
          Picture…
          <input
            type="file"
            className="only-heard"
            accept="image/png,image/jpeg,image/webp,image/gif"
            onChange={(event) => void addPicture(event.target.files?.[0])}
          />
        </label>
      </div>
      <TextEditor
        key={type}
        label="Text of the new block"
        value={content}
        onChange={setContent}
        onSave={save}
        onCancel={close}
        isCode={type !== "md"}
      />
      <div className="editor-buttons">
        <button type="button" className="small-button primary" onClick={save}>
          Add
        </button>
        <button type="button" className="small-button" onClick={close}>
          Cancel
        </button>
      </div>
    </div>
  );
}
