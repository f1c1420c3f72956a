/** What was said, kept and shown again: the parts other folders may use, listed one by one. */
export { AppendList } from "./append-list.ts";
export { assignColors, colorOf, type NameColor, PALETTE } from "./colors.ts";
export { type FormatOptions, formatRecord, type Verbosity } from "./format-record.ts";
export { LogDecoder, type LogDecoderOptions, type LogItem } from "./log-decoder.ts";
export { LogError, type LogErrorCode } from "./log-error.ts";
export { PrefixedOutput, type PrefixedOutputOptions, wantsColor } from "./prefixed-output.ts";
export { readLog, readLogInBatches } from "./reader.ts";
export { LOST_RESULT, type Rebuilt, rebuild } from "./rebuild.ts";
export {
  isRecord,
  type LiveSignal,
  type LogRecord,
  type LogRecordType,
  logRecord,
  type RecordOf,
  type TimelineItem,
} from "./record.ts";
export { createRedactor, type Redactor, type RedactorOptions } from "./redact.ts";
export { isRefusedPush } from "./refusal.ts";
export { sanitizeForTerminal, sanitizeLine } from "./sanitize.ts";
export {
  type SessionEnd,
  type SessionStart,
  Timeline,
  type TimelineListener,
  type TimelineOptions,
} from "./timeline.ts";
export { LogMeter, type LogStats } from "./stats/log-meter.ts";
export type { SpeakerStats } from "./stats/speaker-meter.ts";
export {
  type LogFormat,
  LogVerifier,
  type Proof,
  proofLines,
  type RuleName,
  type Verdict,
  type Violation,
} from "./verify/index.ts";
export { initialView, viewReducer } from "./view-state.ts";
export type {
  AgentCounts,
  AgentView,
  ChatLine,
  Draft,
  Entry,
  EntryKind,
  FloorView,
  Segment,
  ViewState,
} from "./view-types.ts";
export { type LogWriter, type LogWriterOptions, openLogWriter } from "./writer.ts";
