/** The first line of a journal: what the file is, and how its room was made. */
import type { FloorPolicy } from "../protocol.ts";

const FORMAT = "llm-chat-journal";
const VERSION = 1;
const START = Buffer.from(`{"format":"${FORMAT}",`);

export interface JournalHeader {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly room: string;
  readonly floor: FloorPolicy;
  /** ISO 8601, UTC, ms. */
  readonly created: string;
}

export function makeHeader(room: string, floor: FloorPolicy, now: number): JournalHeader {
  return { format: FORMAT, version: VERSION, room, floor, created: new Date(now).toISOString() };
}

/** The header, or in words why `fields` are none of `room`. */
export function headerOf(fields: unknown, room: string): JournalHeader | string {
  if (typeof fields !== "object" || fields === null) return NO_JOURNAL;
  const { format, version, room: named, floor } = fields as Partial<Record<keyof JournalHeader, unknown>>;
  if (format !== FORMAT) return NO_JOURNAL;
  if (version !== VERSION) return `it has version ${String(version)} of the format, and this llm-chat reads ${VERSION}`;
  if (named !== room) return `it is the journal of the room ${JSON.stringify(named)}, under another name`;
  if (floor !== "open" && floor !== "stick") return `the floor policy ${JSON.stringify(floor)} is unknown`;
  return fields as JournalHeader;
}

/** Whether `bytes` may be all that a crash left of a header; what was not written may be NUL. */
export function isTornHeader(bytes: Buffer): boolean {
  const written = bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
  const length = Math.min(written.length, START.length);
  return written.subarray(0, length).equals(START.subarray(0, length));
}

const NO_JOURNAL = "it does not begin as a journal of llm-chat does";
