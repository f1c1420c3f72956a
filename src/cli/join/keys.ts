/** From keys to what the person at a full screen means by them. */
import type { Key } from "ink";
import { composerCommandOf, type Press, pressesOf } from "../tui/keys.ts";
import type { Edit } from "../tui/line-editor.ts";

/** A press, or the key that ends a line without sending it: Ctrl-J, Alt-Enter, Shift-Enter where the terminal tells. */
export type JoinPress = Press | { readonly type: "newline" };

export type Intent =
  | { readonly type: "edit"; readonly edit: Edit }
  | { readonly type: "newline" }
  | { readonly type: "enter" | "escape" }
  | { readonly type: "quit"; readonly how: "quit" | "interrupted" }
  | { readonly type: "recall"; readonly step: 1 | -1 }
  | { readonly type: "scroll"; readonly by: "page" | "all"; readonly direction: 1 | -1 };

export function joinPressesOf(input: string, key: Key): JoinPress[] {
  if (key.eventType === "release") return [];
  if (key.return && (key.meta || key.shift)) return [{ type: "newline" }];
  // Typed fast, or pasted where the terminal does not mark what is pasted: several keys come as one text.
  if (key.ctrl || input.length < 2) return input === "\n" ? [{ type: "newline" }] : pressesOf(input, key);
  return input.split(CONTROL).flatMap((text): JoinPress[] => {
    if (text === "\n" || text === "\r\n") return [{ type: "newline" }];
    // Ctrl-A is character 1.
    const letter = text.length === 1 && text < " " ? String.fromCharCode(text.charCodeAt(0) + 0x60) : "";
    return EDITING.has(letter) ? [{ type: "control", letter }] : pressesOf(text, key);
  });
}

/** Keeps what it splits at. */
const CONTROL = /(\r\n|[\0-\x1f])/;
/** Keys of the line editor that are control characters; a pasted one ends nothing. */
const EDITING: ReadonlySet<string> = new Set("aekuw");

/** `empty`: nothing is being written. */
export function intentOf(press: JoinPress, empty: boolean): Intent | null {
  if (press.type === "newline") return { type: "newline" };
  if (press.type === "control" && press.letter === "d" && empty) return { type: "quit", how: "quit" };
  if (press.type === "key") {
    switch (press.name) {
      case "up":
        return { type: "recall", step: -1 };
      case "down":
        return { type: "recall", step: 1 };
      case "page_up":
        return { type: "scroll", by: "page", direction: -1 };
      case "page_down":
        return { type: "scroll", by: "page", direction: 1 };
      case "home":
        if (empty) return { type: "scroll", by: "all", direction: -1 };
        break;
      case "end":
        if (empty) return { type: "scroll", by: "all", direction: 1 };
        break;
      default:
    }
  }
  const command = composerCommandOf(press);
  switch (command?.type) {
    case undefined:
      return null;
    case "edit":
      return command;
    case "send":
      return { type: "enter" };
    case "cancel":
      return { type: "escape" };
    case "quit":
      return { type: "quit", how: "interrupted" };
  }
}
