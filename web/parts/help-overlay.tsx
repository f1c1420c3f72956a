/** The keys and the signs, over the page until any key. */
import { useEffect, useRef } from "react";
import { KEYS } from "../state/keyboard.ts";
import { useTools, useUi } from "./page-context.ts";

const SIGNS: readonly (readonly [string, string])[] = [
  ["·", "thinking"],
  ["→", "an action that is under way"],
  ["✓", "it was done"],
  ["~", "it was cut"],
  ["✗", "refused: somebody spoke first"],
  ["◆", "holds the floor or the stick"],
];

export function HelpOverlay() {
  const { ui } = useTools();
  const isOpen = useUi((state) => state.help);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  if (!isOpen) return null;
  const close = () => ui.change({ help: false });
  return (
    // A click anywhere closes it; so does Escape, which a dialog hears by itself.
    <dialog ref={dialog} className="help" aria-label="Keys" onClick={close} onClose={close}>
      <h2>Keys</h2>
      <dl>
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(/\s+/).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h2>Signs</h2>
      <dl>
        {SIGNS.map(([sign, means]) => (
          <div key={sign}>
            <dt className="help-sign">{sign}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="small-button" onClick={close}>
        Close
      </button>
    </dialog>
  );
}
