/** Copies a text. */
import { IconButton } from "../../parts/icon-button.tsx";
import { useWorkspace } from "./workspace-context.ts";

export function CopyButton({ text }: { readonly text: string }) {
  const { model } = useWorkspace();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => model.tell("Copied."),
      () => model.fail({ message: "The browser did not let it be copied." }),
    );
  return <IconButton icon="copy" label="Copy" onClick={() => void copy()} />;
}
