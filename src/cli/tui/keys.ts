/** From what the terminal sends to what is meant. Fast typing arrives as one string: it is taken apart. */
import type { Key } from "ink";
import { graphemesOf } from "./cell-width.ts";
import type { Edit } from "./line-editor.ts";

export type NamedKey =
  | "enter"
  | "escape"
  | "tab"
  | "back_tab"
  | "up"
  | "down"
  | "left"
  | "right"
  | "page_up"
  | "page_down"
  | "home"
  | "end"
  | "backspace"
  | "delete"
  | "word_left"
  | "word_right"
  | "delete_word";

export type Press =
  | { readonly type: "character"; readonly text: string }
  | { readonly type: "control"; readonly letter: string }
  | { readonly type: "key"; readonly name: NamedKey };

export type Command =
  | { readonly type: "quit" | "help" | "compose" | "verbosity" | "full" | "narrow" }
  | { readonly type: "focus"; readonly number: number }
  | { readonly type: "cycle"; readonly step: 1 | -1 }
  | { readonly type: "scroll"; readonly by: "line" | "page" | "all"; readonly direction: 1 | -1 };

export type ComposerCommand =
  | { readonly type: "edit"; readonly edit: Edit }
  | { readonly type: "send" | "cancel" | "quit" };

export function pressesOf(input: string, key: Key): Press[] {
  if (key.eventType === "release") return [];
  const name = nameOf(key);
  if (name !== null) return [{ type: "key", name }];
  if (key.ctrl) return [{ type: "control", letter: input }];
  // Alt with a key is a key of its own; none is bound, and it must not type.
  if (key.meta) return key.return || input === "" ? [] : altKey(input);
  const presses: Press[] = [];
  for (const text of graphemesOf(input)) {
    if (text === "\r" || text === "\n" || text === "\r\n") presses.push({ type: "key", name: "enter" });
    else if (text === "\t") presses.push({ type: "key", name: "tab" });
    else if (!/\p{Cc}/u.test(text)) presses.push({ type: "character", text });
  }
  return presses;
}

function nameOf(key: Key): NamedKey | null {
  const byWord = key.ctrl || key.meta;
  if (key.upArrow) return "up";
  if (key.downArrow) return "down";
  if (key.leftArrow) return byWord ? "word_left" : "left";
  if (key.rightArrow) return byWord ? "word_right" : "right";
  if (key.pageUp) return "page_up";
  if (key.pageDown) return "page_down";
  if (key.home) return "home";
  if (key.end) return "end";
  if (key.return) return "enter";
  if (key.escape) return "escape";
  if (key.tab) return key.shift ? "back_tab" : "tab";
  if (key.backspace) return byWord ? "delete_word" : "backspace";
  if (key.delete) return "delete";
  return null;
}

function altKey(letter: string): Press[] {
  if (letter === "b") return [{ type: "key", name: "word_left" }];
  return letter === "f" ? [{ type: "key", name: "word_right" }] : [];
}

/** What a key does on every screen while nothing is being written; null where it is free for a mode's own. */
export function commandOf(press: Press): Command | null {
  if (press.type === "control") return press.letter === "c" ? { type: "quit" } : null;
  if (press.type === "key") return KEYS[press.name] ?? null;
  if (/^[0-8]$/.test(press.text)) return { type: "focus", number: Number(press.text) };
  return CHARACTERS[press.text] ?? null;
}

const KEYS: Partial<Record<NamedKey, Command>> = {
  tab: { type: "cycle", step: 1 },
  back_tab: { type: "cycle", step: -1 },
  up: { type: "scroll", by: "line", direction: -1 },
  down: { type: "scroll", by: "line", direction: 1 },
  page_up: { type: "scroll", by: "page", direction: -1 },
  page_down: { type: "scroll", by: "page", direction: 1 },
  home: { type: "scroll", by: "all", direction: -1 },
  end: { type: "scroll", by: "all", direction: 1 },
  escape: { type: "narrow" },
};

const CHARACTERS: Readonly<Record<string, Command>> = {
  c: { type: "focus", number: 0 },
  k: { type: "scroll", by: "line", direction: -1 },
  j: { type: "scroll", by: "line", direction: 1 },
  f: { type: "full" },
  v: { type: "verbosity" },
  "?": { type: "help" },
  q: { type: "quit" },
};

/** What a key does while a person writes. */
export function composerCommandOf(press: Press): ComposerCommand | null {
  if (press.type === "character") return { type: "edit", edit: { type: "insert", text: press.text } };
  if (press.type === "control") {
    if (press.letter === "c") return { type: "quit" };
    const edit = CONTROL_EDITS[press.letter];
    return edit === undefined ? null : { type: "edit", edit };
  }
  switch (press.name) {
    case "enter":
      return { type: "send" };
    case "escape":
      return { type: "cancel" };
    case "left":
    case "right":
    case "home":
    case "end":
    case "word_left":
    case "word_right":
    case "backspace":
    case "delete":
    case "delete_word":
      return { type: "edit", edit: { type: press.name } };
    default:
      return null;
  }
}

const CONTROL_EDITS: Readonly<Record<string, Edit>> = {
  a: { type: "home" },
  e: { type: "end" },
  b: { type: "left" },
  f: { type: "right" },
  d: { type: "delete" },
  w: { type: "delete_word" },
  u: { type: "delete_before" },
  k: { type: "delete_after" },
};
