/** The log as v3, whatever it was before. Browser-safe. */
import { recordLine } from "../record-line.ts";
import type { LogRecord } from "../record.ts";
import type { Transcript } from "./transcript.ts";

export const jsonlTranscript: Transcript = {
  head: () => "",
  // In the order of the log that was written first: the same log is then the same bytes.
  record: ({ format, timestamp, type, user, content, ...rest }) =>
    recordLine({ format, timestamp, type, user, content, ...rest } as LogRecord),
  end: () => "",
};
