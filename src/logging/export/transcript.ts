/** A log in another form, written while it is read. What is kept does not grow with the log. */
import type { LogRecord } from "../record.ts";

export interface Transcript {
  /** Before the first record. */
  head(): string;
  /** "" where nothing is shown of it, or not yet. */
  record(record: LogRecord): string;
  /** After the last one. */
  end(): string;
}
