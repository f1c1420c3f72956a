/** What a rule is: it reads the records one after the other, and says where one breaks what the room promises. */
import type { NoticeBody } from "../../chatroom/protocol.ts";
import type { LogRecord } from "../record.ts";
import type { LogFacts } from "./log-facts.ts";
import type { Proof } from "./proof.ts";

export interface LogLine {
  readonly line: number;
  readonly record: LogRecord;
  /** Of a `system` record that is an event of the room. */
  readonly notice: NoticeBody | null;
}

export interface RuleContext {
  /** What is known of the log when a record is read, that record not included. */
  readonly facts: LogFacts;
  /** To be counted up. */
  readonly proof: Proof;
  readonly violation: (line: number, message: string) => void;
  /** What is no violation, and yet less than a proof. */
  readonly note: (sentence: string) => void;
}

/** One check. Keeps a bounded state, whatever the log's length. */
export interface Rule {
  read(line: LogLine): void;
  /** The log is over. */
  end?(): void;
}

export type MakeRule = (context: RuleContext) => Rule;
