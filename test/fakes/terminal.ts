/**
 * A terminal to test against: what is written goes through a real terminal emulator, so a test looks at the cells a
 * person would see. `stdout` and `stdin` stand for the process's own.
 */
import { EventEmitter } from "node:events";
import xterm from "@xterm/headless";

export interface Cell {
  readonly text: string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly struck: boolean;
  readonly inverse: boolean;
  /** The palette's number; -1 where it is the terminal's own colour. */
  readonly color: number;
}

export class FakeTerminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** All that was written, as it was. */
  written = "";
  /** Control strings and sequences that no TUI of ours has a reason to send. */
  readonly alarms: string[] = [];
  readonly #emulator: InstanceType<typeof xterm.Terminal>;
  readonly #output: FakeOutput;
  readonly #input: FakeInput;

  constructor(columns: number, rows: number) {
    this.#emulator = new xterm.Terminal({
      cols: columns,
      rows,
      convertEol: true,
      allowProposedApi: true,
      scrollback: 0,
    });
    this.#watch();
    this.#output = new FakeOutput(columns, rows, (text) => {
      this.written += text;
      this.#emulator.write(text);
    });
    this.#input = new FakeInput();
    this.stdout = this.#output as unknown as NodeJS.WriteStream;
    this.stdin = this.#input as unknown as NodeJS.ReadStream;
  }

  get raw(): boolean {
    return this.#input.raw;
  }

  get alternate(): boolean {
    return this.#emulator.buffer.active.type === "alternate";
  }

  /** Types `text` as one chunk, as a fast hand or a paste does. */
  type(text: string): void {
    this.#input.send(text);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#output.columns = columns;
    this.#output.rows = rows;
    this.#output.emit("resize");
  }

  /** Resolves when the emulator has taken in all that was written. */
  settled(): Promise<void> {
    return new Promise((resolve) => this.#emulator.write("", resolve));
  }

  /** The screen, a string a row, without what is blank at the end. */
  lines(): string[] {
    const { active } = this.#emulator.buffer;
    return Array.from({ length: this.#emulator.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true, 0, this.#emulator.cols) ?? "").trimEnd(),
    );
  }

  /** The cells of a row. The second half of a wide character has an empty text. */
  cells(row: number): Cell[] {
    const { active } = this.#emulator.buffer;
    const line = active.getLine(active.baseY + row);
    return Array.from({ length: this.#emulator.cols }, (_, column) => {
      const cell = line?.getCell(column);
      return {
        text: cell === undefined ? " " : cell.getWidth() === 0 ? "" : cell.getChars() || " ",
        bold: cell?.isBold() === 1 || (cell?.isBold() ?? 0) !== 0,
        dim: (cell?.isDim() ?? 0) !== 0,
        struck: (cell?.isStrikethrough() ?? 0) !== 0,
        inverse: (cell?.isInverse() ?? 0) !== 0,
        color: cell?.isFgDefault() === false ? cell.getFgColor() : -1,
      };
    });
  }

  /** How often all that is visible was erased: each is a flicker. */
  get erasures(): number {
    return this.written.match(/\x1b\[[0-3]?J/g)?.length ?? 0;
  }

  #watch(): void {
    const { parser } = this.#emulator;
    const alarm = (what: string) => (payload: unknown) => {
      this.alarms.push(`${what} ${JSON.stringify(payload)}`);
      return false;
    };
    for (const number of [0, 1, 2, 4, 7, 8, 9, 10, 11, 12, 50, 52, 133, 777, 1337]) {
      parser.registerOscHandler(number, alarm(`OSC ${number}`));
    }
    for (const final of "cntqh") {
      if (final === "h") parser.registerCsiHandler({ final }, alarm("CSI h"));
      else parser.registerCsiHandler({ final }, alarm(`CSI ${final}`));
    }
    parser.registerEscHandler({ final: "c" }, () => {
      this.alarms.push("RIS");
      return false;
    });
    parser.registerDcsHandler({ final: "q" }, (data) => {
      this.alarms.push(`DCS ${data}`);
      return false;
    });
  }
}

class FakeOutput extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  columns: number;
  rows: number;
  readonly #onWrite: (text: string) => void;

  constructor(columns: number, rows: number, onWrite: (text: string) => void) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.#onWrite = onWrite;
  }

  write(chunk: string | Uint8Array, ...more: unknown[]): boolean {
    this.#onWrite(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    const done = more.find((argument) => typeof argument === "function") as (() => void) | undefined;
    if (done) queueMicrotask(done);
    return true;
  }
}

class FakeInput extends EventEmitter {
  readonly isTTY = true;
  raw = false;
  readonly #chunks: string[] = [];

  send(text: string): void {
    this.#chunks.push(text);
    this.emit("readable");
  }

  read(): string | null {
    return this.#chunks.shift() ?? null;
  }

  setRawMode(raw: boolean): this {
    this.raw = raw;
    return this;
  }

  setEncoding(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
