/** What stands over the page until it is closed; Escape closes it by itself. */
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { IconButton } from "../../parts/icon-button.tsx";

export interface DialogProps {
  readonly title: string;
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Dialog({ title, className = "", onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = dialog;
    current?.showModal();
    // On a phone a field that has the focus brings its keyboard, which hides the rest.
    if (matchMedia("(hover: hover)").matches) current?.querySelector<HTMLElement>('[type="search"]')?.focus();
    // Before it goes: the browser then gives the focus back to what had it.
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        // The backdrop is the dialog itself; all that is on it is inside of the panel.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="dialog-panel">
        <header>
          <h2>{title}</h2>
          <IconButton icon="close" label="Close" onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
