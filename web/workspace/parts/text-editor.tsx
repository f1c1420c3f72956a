/** A field for a block's text, as high as the text is. */
import { type KeyboardEvent, useLayoutEffect, useRef } from "react";

export interface TextEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSave: () => void;
  readonly onCancel: () => void;
  readonly isCode?: boolean;
}

export function TextEditor({ label, value, onChange, onSave, onCancel, isCode = false }: TextEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <textarea
      ref={field}
      className={isCode ? "editor code" : "editor"}
      aria-label={label}
      value={value}
      spellCheck={!isCode}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}
