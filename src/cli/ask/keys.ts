/** Keys of a person, one at a time: as they are pressed where the terminal allows it, else lines that begin with them. */
import { createInterface } from "node:readline";

/** A character; `end`: no more will come; `interrupt`: Ctrl-C. */
export type KeyPress = { readonly type: "key"; readonly key: string } | { readonly type: "end" | "interrupt" };

export interface Keys {
  /** The terminal shows them by itself. */
  readonly isEchoed: boolean;
  next(): Promise<KeyPress>;
  /** Gives the terminal back. */
  close(): void;
}

/** The part of stdin that it takes. */
export interface KeySource extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

export function openKeys(source: KeySource, isDumb: boolean): Keys {
  return source.setRawMode && !isDumb ? rawKeys(source, source.setRawMode.bind(source)) : lineKeys(source);
}

/** What has come and nobody has taken. */
class Queue {
  readonly #presses: KeyPress[] = [];
  #taken: ((press: KeyPress) => void) | null = null;
  #last: KeyPress | null = null;

  push(press: KeyPress): void {
    const taken = this.#taken;
    this.#taken = null;
    if (taken) taken(press);
    else this.#presses.push(press);
  }

  end(press: KeyPress): void {
    this.#last ??= press;
    this.push(press);
  }

  next(): Promise<KeyPress> {
    const press = this.#presses.shift() ?? this.#last;
    if (press) return Promise.resolve(press);
    return new Promise((resolve) => {
      this.#taken = resolve;
    });
  }
}

function rawKeys(source: KeySource, setRawMode: (raw: boolean) => unknown): Keys {
  const queue = new Queue();
  const onData = (data: Buffer | string) => {
    const text = data.toString();
    // An arrow, or another key that is a sequence: none is bound.
    if (text.startsWith("\x1b") && text.length > 1) return;
    for (const character of text) queue.push(pressOf(character));
  };
  const onEnd = () => queue.end({ type: "end" });
  setRawMode(true);
  source.on("data", onData);
  source.once("end", onEnd);
  source.once("error", onEnd);
  source.resume();
  return {
    isEchoed: false,
    next: () => queue.next(),
    close() {
      source.off("data", onData);
      source.off("end", onEnd);
      source.off("error", onEnd);
      setRawMode(false);
      source.pause();
    },
  };
}

function pressOf(character: string): KeyPress {
  if (character === "\x03") return { type: "interrupt" };
  if (character === "\x04" || character === "\x1b") return { type: "end" };
  return { type: "key", key: character };
}

/** Ctrl-C comes as a signal. */
function lineKeys(source: KeySource): Keys {
  const queue = new Queue();
  const lines = createInterface({ input: source, terminal: false });
  lines.on("line", (line) => queue.push({ type: "key", key: line.trim().charAt(0) }));
  lines.once("close", () => queue.end({ type: "end" }));
  return { isEchoed: true, next: () => queue.next(), close: () => lines.close() };
}
