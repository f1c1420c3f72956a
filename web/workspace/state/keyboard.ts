/** What a key does. Pure: the page hands in where the focus is, and obeys. */
export type Command =
  | { readonly type: "select"; readonly direction: 1 | -1 }
  | { readonly type: "ends"; readonly direction: 1 | -1 }
  | { readonly type: "change"; readonly direction: 1 | -1 }
  | { readonly type: "shift"; readonly direction: 1 | -1 }
  | { readonly type: BlockAction }
  | {
      readonly type:
        | "accept_all"
        | "prompt"
        | "pause"
        | "stop"
        | "library"
        | "new_document"
        | "pane"
        | "follow"
        | "help";
    }
  | { readonly type: "escape" };

/** Of the block that is chosen. */
export type BlockAction = "accept" | "revert" | "edit" | "ask" | "add" | "history" | "delete";

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** Where it was pressed: text takes keys for itself, a list that is scrolled its arrows. */
  readonly focus: "text" | "list" | "page";
}

const PLAIN: Readonly<Record<string, Command>> = {
  j: { type: "select", direction: 1 },
  k: { type: "select", direction: -1 },
  ArrowDown: { type: "select", direction: 1 },
  ArrowUp: { type: "select", direction: -1 },
  g: { type: "ends", direction: -1 },
  G: { type: "ends", direction: 1 },
  n: { type: "change", direction: 1 },
  N: { type: "change", direction: -1 },
  J: { type: "shift", direction: 1 },
  K: { type: "shift", direction: -1 },
  a: { type: "accept" },
  r: { type: "revert" },
  e: { type: "edit" },
  i: { type: "ask" },
  o: { type: "add" },
  h: { type: "history" },
  Delete: { type: "delete" },
  A: { type: "accept_all" },
  "/": { type: "prompt" },
  p: { type: "pause" },
  x: { type: "stop" },
  l: { type: "library" },
  d: { type: "new_document" },
  f: { type: "follow" },
  t: { type: "pane" },
  "?": { type: "help" },
};

export function commandOf({ key, ctrlKey, metaKey, altKey, focus }: KeyPress): Command | null {
  if (key === "Escape") return { type: "escape" };
  if (ctrlKey || metaKey || altKey || focus === "text") return null;
  if (focus === "list" && key.startsWith("Arrow")) return null;
  return Object.hasOwn(PLAIN, key) ? (PLAIN[key] ?? null) : null;
}

export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["j k", "next and previous block (also ↓ ↑)"],
  ["g G", "first and last block"],
  ["n N", "next and previous change"],
  ["a", "accept the block's newest change"],
  ["r", "revert it"],
  ["A", "accept all changes"],
  ["e", "edit the block"],
  ["i", "ask about the block"],
  ["o", "add a block after it"],
  ["J K", "move it down and up"],
  ["h", "its history"],
  ["del", "delete it"],
  ["/", "to the prompt; enter sends, shift enter: new line"],
  ["p", "pause, or go on"],
  ["x", "stop"],
  ["f", "follow what is written"],
  ["t", "document or chat, on a small screen"],
  ["l", "chats and documents"],
  ["d", "new document"],
  ["?", "this page"],
  ["esc", "closes what is open"],
];
