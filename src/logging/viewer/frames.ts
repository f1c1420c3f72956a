/**
 * What the server says to viewers (PROTOCOL 7), as JSON texts. A viewer that asked for records gets those, whole and
 * numbered, where others get `chat_message`: it folds them by itself. Pure.
 */
import { recordJson } from "../record-line.ts";
import type { LiveSignal, LogRecord } from "../record.ts";
import { contentsOf } from "./contents-of.ts";

export type ViewerMode = "live" | "replay";

export interface Welcome {
  readonly mode: ViewerMode;
  readonly version: string;
  /** The number of the last record there is; what comes next is one more. */
  readonly n: number;
  readonly room?: string;
  /** All that can be watched here. */
  readonly rooms?: readonly string[];
  /** Where the whole log can be read, in replay. */
  readonly log?: string;
  /** False: after its end it does not begin anew. */
  readonly loop?: false;
}

export function welcomeFrame(welcome: Welcome): string {
  return JSON.stringify({ type: "welcome", message: "Connected to Chat Log Server", ...welcome });
}

/** `streamTime`: epoch ms. */
export function chatFrames(record: LogRecord, legacy: boolean, streamTime: number): readonly string[] {
  const { timestamp } = record;
  const stream_time = streamTime / 1000;
  return contentsOf(record, legacy).map((parsed_content) =>
    JSON.stringify({ type: "chat_message", timestamp, parsed_content, stream_time }),
  );
}

export function recordFrame(n: number, record: LogRecord, legacy: boolean): string {
  // Of what a record holds, only `recordJson` knows how to write all.
  return `${JSON.stringify({ type: "record", n, ...(legacy && { legacy }) }).slice(0, -1)},"record":${recordJson(record)}}`;
}

export function problemFrame(line: number, problem: string): string {
  return JSON.stringify({ type: "problem", line, problem });
}

/** The conversation begins anew: records are counted from 1 again. */
export function restartFrame(): string {
  return JSON.stringify({ type: "restart" });
}

export function signalFrame(signal: LiveSignal): string {
  return JSON.stringify(signal);
}

export function droppedFrame(count: number): string {
  return JSON.stringify({ type: "dropped", count });
}

export function pongFrame(): string {
  return JSON.stringify({ type: "pong" });
}

export function roomsFrame(rooms: readonly string[]): string {
  return JSON.stringify({ type: "rooms", rooms });
}
