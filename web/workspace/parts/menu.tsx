/** A button with a panel below it, closed by a choice, by Escape, and when one goes elsewhere. */
import { type ReactNode, useEffect, useRef, useState } from "react";

export interface MenuProps {
  readonly label: string;
  readonly button: ReactNode;
  readonly className?: string;
  readonly disabled?: boolean;
  readonly children: (close: () => void) => ReactNode;
}

export function Menu({ label, button, className = "", disabled = false, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const onPointerDown = (event: PointerEvent) => {
      if (!(event.target instanceof Node) || !root.current?.contains(event.target)) setOpen(false);
    };
    addEventListener("pointerdown", onPointerDown);
    const { current } = root;
    return () => {
      removeEventListener("pointerdown", onPointerDown);
      // Who works by keys is at the button again.
      if (document.activeElement === document.body) current?.querySelector("button")?.focus();
    };
  }, [isOpen]);
  return (
    <div
      ref={root}
      className={`menu ${className}`}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        event.stopPropagation();
        setOpen(false);
      }}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <button
        type="button"
        className="menu-button"
        aria-label={label}
        title={label}
        aria-expanded={isOpen}
        disabled={disabled}
        onClick={() => setOpen(!isOpen)}
      >
        {button}
      </button>
      {isOpen && (
        <div className="menu-panel" role="group" aria-label={label}>
          {children(() => setOpen(false))}
        </div>
      )}
    </div>
  );
}
