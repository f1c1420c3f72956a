/** A button that asks for a log and plays it. */
import { useRef } from "react";
import { useTools } from "./page-context.ts";

export function FileChooser({ className }: { readonly className: string }) {
  const { model, ui } = useTools();
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={className} onClick={() => field.current?.click()}>
        Choose a log…
      </button>
      <input
        ref={field}
        type="file"
        accept=".jsonl,.ndjson,.log,.json,.txt"
        hidden
        data-testid="file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again.
          event.target.value = "";
          if (file === undefined) return;
          ui.change({ panel: false });
          void model.openFile(file, file.name);
        }}
      />
    </>
  );
}
