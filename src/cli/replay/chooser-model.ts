/** The list a person chooses a log from: what is on the screen, and what the keys do. Holds no React and no stream. */
import { sanitizeForTerminal, sanitizeLine } from "../../logging/sanitize.ts";
import { composerCommandOf, type Press } from "../tui/keys.ts";
import type { Size } from "../tui/layout.ts";
import { BOLD, cutLine, DIM, EMPTY_LINE, type Line, lineWidth, type Span, span, spread } from "../tui/line.ts";
import { EMPTY_EDITOR, edit, type Editor, textOf } from "../tui/line-editor.ts";
import type { Pen } from "../tui/pen.ts";
import { truncate } from "../tui/cell-width.ts";
import { plural } from "../../logging/figures.ts";
import { cellsOf } from "./choice-table.ts";
import type { LogChoice } from "./log-choice.ts";

export interface ChooserOptions {
  readonly dir: string;
  /** At least one. */
  readonly choices: readonly LogChoice[];
  readonly pen: Pen;
  readonly size: Size;
  readonly pick: (choice: LogChoice) => void;
  readonly quit: (how: "quit" | "interrupted") => void;
}

/** Title, filter, heads; and the keys. */
const FRAME_ROWS = 4;
/** With fewer columns what they talk about needs the room of how much they did. */
const NARROW = 72;
const WHEN = 16;
const LENGTH = 7;
const MESSAGES = 6;

export class ChooserModel {
  readonly #options: ChooserOptions;
  size: Size;
  #filter: Editor = EMPTY_EDITOR;
  #shown: readonly LogChoice[];
  #selected = 0;
  #first = 0;
  #note = "";

  constructor(options: ChooserOptions) {
    this.#options = options;
    this.size = options.size;
    this.#shown = options.choices;
  }

  /** Exactly as many as the screen has. */
  rows(): string[] {
    const { rows, columns } = this.size;
    const { pen, dir, choices } = this.#options;
    const filter = textOf(this.#filter);
    const list = this.#window();
    const lines: Line[] = [
      spread(
        [span(" replay ", { inverse: true, bold: true }), span(` ${sanitizeLine(dir)}`, BOLD)],
        [span(filter === "" ? plural(choices.length, "log") : `${this.#shown.length} of ${choices.length} `)],
        columns,
      ),
      this.#filterLine(filter),
      headLine(columns),
      ...list,
    ];
    while (lines.length < rows - 1) lines.push(EMPTY_LINE);
    return [...lines.slice(0, rows - 1), this.#lastLine()].map((line) => pen.draw(cutLine(line, columns)));
  }

  press(press: Press): void {
    this.#note = "";
    if (press.type === "key") {
      const page = Math.max(1, this.#height - 1);
      switch (press.name) {
        case "up":
          return this.#move(-1);
        case "down":
          return this.#move(1);
        case "page_up":
          return this.#move(-page);
        case "page_down":
          return this.#move(page);
        case "home":
          return this.#move(-Infinity);
        case "end":
          return this.#move(Infinity);
        case "enter":
          return this.#pick();
        case "escape":
          if (textOf(this.#filter) === "") this.#options.quit("quit");
          else this.#narrow(EMPTY_EDITOR);
          return;
        default:
      }
    }
    // A word may have a q in it, but none begins by leaving.
    if (press.type === "character" && press.text === "q" && textOf(this.#filter) === "")
      return this.#options.quit("quit");
    const command = composerCommandOf(press);
    if (command?.type === "quit") this.#options.quit("interrupted");
    else if (command?.type === "edit") this.#narrow(edit(this.#filter, command.edit));
  }

  paste(text: string): void {
    this.#narrow(edit(this.#filter, { type: "insert", text: sanitizeLine(sanitizeForTerminal(text)) }));
  }

  get #height(): number {
    return Math.max(1, this.size.rows - FRAME_ROWS);
  }

  #move(by: number): void {
    this.#selected = Math.max(0, Math.min(this.#shown.length - 1, this.#selected + by));
  }

  #pick(): void {
    const choice = this.#shown[this.#selected];
    if (choice === undefined) return;
    if (choice.problem === null) this.#options.pick(choice);
    else this.#note = `${choice.name} cannot be played: ${choice.problem}`;
  }

  #narrow(filter: Editor): void {
    const before = this.#shown[this.#selected];
    this.#filter = filter;
    const wanted = folded(textOf(filter)).split(/\s+/).filter(Boolean);
    this.#shown = this.#options.choices.filter((choice) => {
      const { when, agents, about } = cellsOf(choice);
      const text = folded(`${when} ${agents} ${about} ${choice.name}`);
      return wanted.every((word) => text.includes(word));
    });
    this.#selected = Math.max(0, before === undefined ? 0 : this.#shown.indexOf(before));
  }

  #window(): Line[] {
    const height = this.#height;
    this.#first = Math.max(0, Math.min(this.#first, this.#selected, this.#shown.length - height));
    this.#first = Math.max(this.#first, this.#selected - height + 1);
    if (this.#shown.length === 0) return [[span("  nothing matches; esc clears the filter", DIM)]];
    return this.#shown
      .slice(this.#first, this.#first + height)
      .map((choice, index) => choiceLine(choice, this.#first + index === this.#selected, this.size.columns));
  }

  #filterLine(filter: string): Line {
    const cursor = this.#options.pen.depth === "none" ? span("█") : span(" ", { inverse: true });
    const typed = [span(" filter › ", DIM), span(sanitizeLine(filter)), cursor];
    return filter === "" ? [...typed, span(" type to filter", DIM)] : typed;
  }

  #lastLine(): Line {
    if (this.#note !== "") return [span(` ${sanitizeLine(this.#note)}`, { color: "bad", bold: true })];
    const key = (name: string, does: string): Span[] => [span(` ${name}`, BOLD), span(` ${does} `, DIM)];
    const leave = textOf(this.#filter) === "" ? key("q", "quit") : key("esc", "clear");
    return [...key("↑↓", "choose"), ...key("enter", "play"), ...leave];
  }
}

function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

function headLine(columns: number): Line {
  return rowOf(
    "  ",
    { when: "began", length: "length", messages: "msgs", agents: "agents", about: "topic" },
    columns,
    DIM,
  );
}

function choiceLine(choice: LogChoice, selected: boolean, columns: number): Line {
  const line = rowOf(selected ? "▸ " : "  ", cellsOf(choice), columns, selected ? { inverse: true } : {});
  // The selection is a bar from one side to the other.
  return selected ? [...line, span(" ".repeat(Math.max(0, columns - lineWidth(line))), { inverse: true })] : line;
}

function rowOf(sign: string, cells: ReturnType<typeof cellsOf>, columns: number, style: Span["style"]): Line {
  const { when, length, messages, agents, about } = cells;
  const count = columns < NARROW ? "" : ` ${messages.padStart(MESSAGES)}`;
  const numbers = `${sign}${when.padEnd(WHEN)} ${length.padStart(LENGTH)}${count}  `;
  const room = columns - numbers.length;
  const names = fitted(sanitizeLine(agents), Math.floor(room * 0.4));
  return cutLine([span(`${numbers}${names}  ${sanitizeLine(about)}`, style)], columns);
}

function fitted(text: string, width: number): string {
  const cut = truncate(text, width);
  return cut + " ".repeat(Math.max(0, width - lineWidth([span(cut)])));
}
