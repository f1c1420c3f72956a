/** A log whose lines a test can change, drop, add and swap. Lines count from 1, as in reports. */
import type { LogRecord, LogRecordType, RecordOf } from "../../src/logging/record.ts";
import type { Random } from "../interleavings/random.ts";

export type EventRecord = RecordOf<"chat"> | (RecordOf<"system"> & { readonly seq: number });

export class MutableLog {
  /** Records, and lines that are none any more. */
  readonly #lines: (LogRecord | string)[];

  constructor(records: readonly LogRecord[]) {
    this.#lines = [...records];
  }

  get text(): string {
    return this.#lines.map((_, index) => `${this.raw(index + 1)}\n`).join("");
  }

  get length(): number {
    return this.#lines.length;
  }

  at(line: number): LogRecord {
    const record = this.#lines[line - 1];
    if (record === undefined || typeof record === "string") throw new Error(`line ${line} is no record`);
    return record;
  }

  raw(line: number): string {
    const record = this.#lines[line - 1];
    return typeof record === "string" ? record : JSON.stringify(record);
  }

  setRaw(line: number, text: string): void {
    this.#lines[line - 1] = text;
  }

  /** Lays `changes` over the record of the line. */
  change(line: number, changes: object): void {
    this.#lines[line - 1] = { ...this.at(line), ...changes };
  }

  drop(line: number): void {
    this.#lines.splice(line - 1, 1);
  }

  insert(line: number, ...records: readonly object[]): void {
    this.#lines.splice(line - 1, 0, ...(records as readonly LogRecord[]));
  }

  swap(one: number, other: number): void {
    const [first, second] = [this.at(one), this.at(other)];
    this.#lines[one - 1] = second;
    this.#lines[other - 1] = first;
  }

  /** The lines of records of a type that are as wanted, in order. */
  find<T extends LogRecordType>(
    type: T,
    wanted: (record: RecordOf<T>, line: number) => boolean = () => true,
  ): number[] {
    return this.#lines.flatMap((record, index) => {
      if (typeof record === "string" || record.type !== type) return [];
      return wanted(record as RecordOf<T>, index + 1) ? [index + 1] : [];
    });
  }

  /** The lines of the room's events. */
  events(wanted: (record: EventRecord) => boolean = () => true): number[] {
    return [...this.find("chat", wanted), ...this.find("system", (record) => isEvent(record) && wanted(record))].sort(
      (a, b) => a - b,
    );
  }

  /** The lines of notices whose event has all of `fields`. */
  notices(fields: Readonly<Record<string, unknown>>): number[] {
    return this.find("system", ({ event }) => {
      return event !== undefined && Object.entries(fields).every(([key, value]) => event[key] === value);
    });
  }

  seqAt(line: number): number {
    const record = this.at(line);
    if (!("seq" in record) || record.seq === undefined) throw new Error(`line ${line} is no event`);
    return record.seq;
  }

  /** The events from `line` on count `by` higher. */
  shiftSeqs(line: number, by: number): void {
    for (const each of this.events()) {
      if (each < line) continue;
      const seq = this.seqAt(each) + by;
      this.change(each, this.at(each).type === "chat" ? { seq, message_id: `msg-${seq}` } : { seq });
    }
  }

  /** Changes fields of the first record's metadata. */
  changeSession(changes: object): void {
    const { metadata } = this.at(1) as RecordOf<"session_start">;
    this.change(1, { metadata: { ...metadata, ...changes } });
  }
}

function isEvent(record: RecordOf<"system">): record is RecordOf<"system"> & { readonly seq: number } {
  return record.seq !== undefined;
}

/** One of `list`, or null where it is empty. */
export function anyOf<T>(list: readonly T[], random: Random): T | null {
  return list[random.below(list.length)] ?? null;
}
