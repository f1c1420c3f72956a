/** What a person is writing: the lines of the draft, the line being edited, and the history to take from. Pure. */
import { EMPTY_EDITOR, type Edit, type Editor, edit, textOf } from "../tui/line-editor.ts";
import { asMessageLine, messageOf, readInputLine } from "./input-line.ts";

/** As it stood when it was entered. */
interface Entry {
  readonly lines: readonly string[];
  readonly text: string;
}

export interface Composer {
  /** Lines that are finished: whatever they begin with, they are text. */
  readonly lines: readonly string[];
  readonly editor: Editor;
  /** Of this run, oldest first. */
  readonly history: readonly Entry[];
  /** Which entry of the history is shown, and what was being written before; null: none is. */
  readonly recalled: { readonly index: number; readonly written: Entry } | null;
}

export type ComposerChange =
  | { readonly type: "edit"; readonly edit: Edit }
  | { readonly type: "paste"; readonly text: string }
  /** The line is finished, the message is not. */
  | { readonly type: "newline" }
  | { readonly type: "recall"; readonly step: 1 | -1 }
  /** The last line of the draft is edited again. */
  | { readonly type: "undo" }
  /** It is empty now; what stood there can be recalled. */
  | { readonly type: "entered" }
  /** A command was entered: the draft above it stays. */
  | { readonly type: "commanded" }
  | { readonly type: "drop" }
  /** A message that could not be sent; nothing happens where another is being written. */
  | { readonly type: "give_back"; readonly text: string };

export const EMPTY_COMPOSER: Composer = { lines: [], editor: EMPTY_EDITOR, history: [], recalled: null };

const LONGEST_HISTORY = 500;

export function isEmpty({ lines, editor }: Composer): boolean {
  return lines.length === 0 && textOf(editor) === "";
}

/** The whole message; "" where there is nothing to send. */
export function draftOf({ lines, editor }: Composer): string {
  return messageOf([...lines, literal(textOf(editor))]);
}

export function compose(composer: Composer, change: ComposerChange): Composer {
  const { lines, editor, history } = composer;
  switch (change.type) {
    case "edit":
      if (change.edit.type === "backspace" && editor.before === "" && lines.length > 0) {
        return compose(composer, { type: "undo" });
      }
      return { ...composer, editor: edit(editor, change.edit), recalled: null };
    case "paste":
      return paste(composer, change.text);
    case "newline":
      return finished(composer, literal(editor.before), editor.after);
    case "recall":
      return recall(composer, change.step);
    case "undo": {
      const last = lines.at(-1);
      if (last === undefined) return composer;
      const before = editor.before === "" ? asMessageLine(last) : last + editor.before;
      return { ...composer, lines: lines.slice(0, -1), editor: { before, after: editor.after }, recalled: null };
    }
    case "entered":
      return { ...EMPTY_COMPOSER, history: remembered(history, entryOf(composer)) };
    case "commanded":
      return {
        lines,
        editor: EMPTY_EDITOR,
        history: remembered(history, { lines: [], text: textOf(editor) }),
        recalled: null,
      };
    case "drop":
      return { ...EMPTY_COMPOSER, history };
    case "give_back":
      return isEmpty(composer) ? { ...composer, ...written(change.text), recalled: null } : composer;
  }
}

/** Several lines become lines of the draft, as they are; one goes into the line being edited. */
function paste(composer: Composer, text: string): Composer {
  const { before, after } = composer.editor;
  const [first = "", ...more] = text.split("\n");
  const last = more.pop();
  if (last === undefined) return compose(composer, { type: "edit", edit: { type: "insert", text } });
  const lines = [before === "" ? first : literal(before + first), ...more];
  const pasted = finished({ ...composer, lines: [...composer.lines, ...lines.slice(0, -1)] }, lines.at(-1) ?? "", "");
  // What stood behind the cursor is still being edited; else the last line is finished too, so it is no command.
  if (after !== "") return { ...pasted, editor: { before: asMessageLine(last), after } };
  return last === "" ? pasted : finished(pasted, last, "");
}

/** `next`: what the new line begins with. */
function finished({ lines, history }: Composer, line: string, next: string): Composer {
  return { lines: [...lines, line], editor: { before: "", after: next }, history, recalled: null };
}

/** The line as it would be sent. */
function literal(text: string): string {
  const line = readInputLine(text);
  return line.type === "message" ? line.text : text;
}

function recall(composer: Composer, step: 1 | -1): Composer {
  const { history, recalled } = composer;
  const index = (recalled?.index ?? history.length) + step;
  if (index < 0 || index > history.length || (recalled === null && step === 1)) return composer;
  const before = recalled?.written ?? entryOf(composer);
  if (index === history.length) return { ...composer, ...shown(before), recalled: null };
  const entry = history[index] ?? before;
  return { ...composer, ...shown(entry), recalled: { index, written: before } };
}

function entryOf({ lines, editor }: Composer): Entry {
  return { lines, text: textOf(editor) };
}

function shown({ lines, text }: Entry): Pick<Composer, "lines" | "editor"> {
  return { lines, editor: { before: text, after: "" } };
}

function written(text: string): Pick<Composer, "lines" | "editor"> {
  const lines = text.split("\n");
  return shown({ lines: lines.slice(0, -1), text: asMessageLine(lines.at(-1) ?? "") });
}

function remembered(history: readonly Entry[], entry: Entry): readonly Entry[] {
  if (entry.text === "" && entry.lines.length === 0) return history;
  const last = history.at(-1);
  if (last?.text === entry.text && last.lines.join("\n") === entry.lines.join("\n")) return history;
  return [...history, entry].slice(-LONGEST_HISTORY);
}
