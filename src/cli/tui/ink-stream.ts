/**
 * The stream Ink writes to: the terminal, with a word to the painter. When Ink's frame is complete, and still inside
 * its synchronized update, the panes are painted over it: a frame is never seen without them.
 */
import { Writable } from "node:stream";

export interface PaneSource {
  /** Ink erased rows: whatever was painted there is gone. */
  erased(): void;
  /** What to write before Ink's frame: rows it takes for blank have to be. */
  clearForFrame(): string;
  /** What to write into the panes on top of Ink's frame. */
  paintOverFrame(): string;
}

const ENTER_ALTERNATE_SCREEN = "\x1b[?1049h";
const HOME_AND_ERASE = "\x1b[H\x1b[2J";
const BEGIN_UPDATE = "\x1b[?2026h";
const END_UPDATE = "\x1b[?2026l";
/** Erasing a line or what is below; the erasing of a line's end, which Ink does in every row it changes, is none. */
const ERASES = /\x1b\[[0-3]?J|\x1b\[2K/;

export class InkStream extends Writable {
  readonly isTTY = true;
  readonly #terminal: NodeJS.WriteStream;
  readonly #panes: PaneSource;

  constructor(terminal: NodeJS.WriteStream, panes: PaneSource) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.#panes = panes;
  }

  get columns(): number {
    return this.#terminal.columns;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    const text = chunk.toString();
    // An empty write asks whether all before it is out.
    if (text === "") {
      this.#terminal.write("", () => done());
      return;
    }
    if (ERASES.test(text)) this.#panes.erased();
    if (text === ENTER_ALTERNATE_SCREEN) this.#terminal.write(text + HOME_AND_ERASE);
    else if (text === BEGIN_UPDATE) this.#terminal.write(text + this.#panes.clearForFrame());
    else if (text === END_UPDATE) this.#terminal.write(this.#panes.paintOverFrame() + text);
    else this.#terminal.write(text);
    done();
  }
}
