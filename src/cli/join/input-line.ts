/** What a line that a person has entered means: a message, or a command. Pure. */
import { nearest } from "../../agents/nearest.ts";

export const COMMANDS = {
  stick: "claim the talking stick",
  undo: "take back the last line of your draft",
  reset: "drop your draft, give the stick back",
  who: "who is here, waits, has the stick",
  help: "this",
  quit: "leave the room",
} as const;

export type CommandName = keyof typeof COMMANDS;

export type InputLine =
  | { readonly type: "message"; readonly text: string }
  | { readonly type: "command"; readonly name: CommandName }
  /** `problem`: one line that says what there is. */
  | { readonly type: "unknown"; readonly problem: string };

/** `//text` is a message that begins with a slash. */
export function readInputLine(line: string): InputLine {
  if (!line.startsWith("/")) return { type: "message", text: line };
  if (line.startsWith("//")) return { type: "message", text: line.slice(1) };
  const [word = "", ...more] = line.slice(1).trim().split(/\s+/);
  const name = word.toLowerCase();
  if (!isCommand(name)) return { type: "unknown", problem: unknownCommand(word) };
  if (more.length > 0) {
    return { type: "unknown", problem: `/${name} takes nothing behind it; a text that begins with / is sent by //` };
  }
  return { type: "command", name };
}

/** What to enter so that `text` is taken as a message, whatever it begins with. */
export function asMessageLine(text: string): string {
  return text.startsWith("/") ? `/${text}` : text;
}

/** The text before a backslash that joins the next line; null where the line ends there. Two of them are just two. */
export function continued(line: string): string | null {
  const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
  return backslashes % 2 === 1 ? line.slice(0, -1) : null;
}

/** What is sent of the lines of a draft; "" where there is nothing in them. */
export function messageOf(lines: readonly string[]): string {
  return lines
    .join("\n")
    .replace(/^(?:[^\S\n]*\n)+/, "")
    .trimEnd();
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function unknownCommand(word: string): string {
  const names = Object.keys(COMMANDS);
  const near = nearest(word, names);
  const shown = word.length > 20 ? `${word.slice(0, 20)}…` : word;
  if (near !== null) return `there is no /${shown}; did you mean /${near}? To send it as text: //${shown}`;
  return `there is no /${shown}; there is ${names.map((name) => `/${name}`).join(" ")}, and //text sends a text with /`;
}
