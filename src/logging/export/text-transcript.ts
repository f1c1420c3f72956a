/** The lines that a run with `--plain` prints, without colours. Browser-safe. */
import { PrefixedOutput } from "../prefixed-output.ts";
import type { LogRecord } from "../record.ts";
import type { Transcript } from "./transcript.ts";

/** `thinking`: with thoughts, actions and refusals, as in a run; else what was said alone. */
export function textTranscript(thinking: boolean): Transcript {
  let written = "";
  const stream = { write: (text: string) => (written += text) };
  const lines = new PrefixedOutput({ stream, env: { NO_COLOR: "1" }, verbosity: thinking ? "normal" : "chat" });
  const record = (record: LogRecord): string => {
    written = "";
    lines.show(record);
    return written;
  };
  return { head: () => "", record, end: () => "" };
}
