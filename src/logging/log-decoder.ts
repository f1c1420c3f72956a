/**
 * A log file's bytes, of any format and in any pieces, as v3 records. A line that is none is a problem with its
 * number, never an exception. Browser-safe: the page reads dropped files with it too.
 */
import { isSurelyRecord } from "./is-surely-record.ts";
import { type LegacyFormat, LegacyReader } from "./legacy.ts";
import { LineSplitter } from "./line-splitter.ts";
import { type LogRecord, logRecord } from "./record.ts";

export type LogItem =
  | {
      readonly line: number;
      readonly record: LogRecord;
      /** The older format that it was translated from: how its actions ended is inferred. */
      readonly legacy?: LegacyFormat;
    }
  | {
      readonly line: number;
      readonly problem: string;
      /** `line`: nothing of it was read. `end`: it is the last, and was not finished. Absent: its record follows. */
      readonly lost?: "line" | "end";
    };

export interface LogDecoderOptions {
  /** Bytes; a longer line is skipped and told. Default 8 MiB. */
  readonly longestLine?: number;
  /** UTF-8 from `start` to `end` as text, bad bytes as U+FFFD. */
  readonly decode?: (bytes: Uint8Array, start: number, end: number) => string;
}

/** Bytes. */
export const LONGEST_LINE = 8 * 1024 * 1024;
const BLANK = /^[\s\ufeff]*$/;

/** Bytes of a file, in order. */
export class LogDecoder {
  readonly #splitter: LineSplitter;
  readonly #lines: LineDecoder;

  constructor({ longestLine = LONGEST_LINE, ...options }: LogDecoderOptions = {}) {
    this.#lines = new LineDecoder(options);
    this.#splitter = new LineSplitter(
      {
        line: (bytes, start, end, line, cut) => this.#lines.line(bytes, start, end, line, cut),
        tooLong: (line) => this.#lines.tooLong(line, longestLine),
      },
      longestLine,
    );
  }

  /** What the bytes up to here complete. */
  push(chunk: Uint8Array): readonly LogItem[] {
    this.#splitter.push(chunk);
    return this.#lines.taken();
  }

  /** What is left when the input is over. */
  end(): readonly LogItem[] {
    this.#splitter.end();
    this.#lines.end();
    return this.#lines.taken();
  }
}

/** Whole lines, in order, one at a time: for who has to know which line an item is of. */
export class LineDecoder {
  readonly #legacy = new LegacyReader();
  readonly #decode: NonNullable<LogDecoderOptions["decode"]>;
  #items: LogItem[] = [];

  constructor({ decode = decoderOf() }: Pick<LogDecoderOptions, "decode"> = {}) {
    this.#decode = decode;
  }

  /** What the lines since the last call complete. */
  taken(): readonly LogItem[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  tooLong(line: number, limit: number): void {
    this.#lost(line, `longer than ${limit} bytes, skipped`);
  }

  /** No more lines follow. */
  end(): void {
    this.#add(this.#legacy.end());
  }

  #lost(line: number, problem: string, lost: "line" | "end" = "line"): void {
    this.#items.push({ line, problem, lost });
  }

  /** The line is `bytes` from `start` to `end`; `cut`: the input ended in it. */
  line(bytes: Uint8Array, start: number, end: number, line: number, cut: boolean): void {
    const text = this.#decode(bytes, start, end);
    if (text.includes("\ufffd") && !isUtf8(bytes.subarray(start, end)))
      this.#items.push({ line, problem: "not valid UTF-8; unreadable bytes are shown as \ufffd" });
    let value: unknown;
    try {
      value = JSON.parse(line === 1 && text.startsWith("\ufeff") ? text.slice(1) : text);
    } catch {
      if (BLANK.test(text)) return;
      if (cut) this.#lost(line, "cut off: the file ends in the middle of it", "end");
      else this.#lost(line, "not JSON");
      return;
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.#lost(line, "not a JSON object");
    } else if ("format" in value && value.format === "v3") {
      this.#v3(value, line);
    } else {
      this.#old(value as Readonly<Record<string, unknown>>, line);
    }
  }

  #v3(value: object, line: number): void {
    if (isSurelyRecord(value)) {
      this.#items.push({ line, record: value });
      return;
    }
    const parsed = logRecord.safeParse(value);
    if (parsed.success) {
      this.#items.push({ line, record: parsed.data });
      return;
    }
    const issue = parsed.error.issues[0];
    this.#lost(line, `not a v3 record: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unknown"}`);
  }

  #old(value: Readonly<Record<string, unknown>>, line: number): void {
    const items = this.#legacy.read(value, line);
    if (items === null) this.#lost(line, "not a log record: it has no content, role or format");
    else this.#add(items);
  }

  /** One line of an old log may come to more records than a call takes arguments. */
  #add(items: readonly LogItem[]): void {
    for (const item of items) this.#items.push(item);
  }
}

function decoderOf(): NonNullable<LogDecoderOptions["decode"]> {
  // The BOM is taken off by hand: a TextDecoder would take it off every line.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return (bytes, start, end) => decoder.decode(bytes.subarray(start, end));
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
