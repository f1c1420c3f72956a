/** The records that are events of the room: messages, and notices with their seq. */
import type { LogRecord, RecordOf } from "../record.ts";

export type EventRecord = RecordOf<"chat"> | (RecordOf<"system"> & { readonly seq: number });

export function isEventRecord(record: LogRecord): record is EventRecord {
  return record.type === "chat" || (record.type === "system" && record.seq !== undefined);
}
