/**
 * Proves from a log alone what the room promises: it is given the lines one after the other, and says which of them break
 * a promise. Constant memory, whatever the log's length. Pure and browser-safe.
 */
import type { NoticeBody } from "../../chatroom/protocol.ts";
import type { LogItem } from "../log-decoder.ts";
import { noticeOf } from "../notice.ts";
import type { LogRecord, RecordOf } from "../record.ts";
import { appendRule } from "./append-rule.ts";
import { callRule } from "./call-rule.ts";
import { causalityRule } from "./causality-rule.ts";
import { countRule } from "./count-rule.ts";
import { draftRule } from "./draft-rule.ts";
import { duplicateRule } from "./duplicate-rule.ts";
import { limitRule } from "./limit-rule.ts";
import { legacyCallRule } from "./legacy-call-rule.ts";
import { LogFacts } from "./log-facts.ts";
import { nameRule } from "./name-rule.ts";
import { emptyProof, type Proof } from "./proof.ts";
import { pushRule } from "./push-rule.ts";
import { isRedacted } from "./redacted.ts";
import { refusalRule } from "./refusal-rule.ts";
import type { MakeRule, Rule } from "./rule.ts";
import { senderRule } from "./sender-rule.ts";
import { sequenceRule } from "./sequence-rule.ts";
import { sessionRule } from "./session-rule.ts";
import { stickRule } from "./stick-rule.ts";
import { turnRule } from "./turn-rule.ts";
import type { RuleName, Violation } from "./violation.ts";

export type LogFormat = "v1" | "v2" | "v3";

/** What a whole log comes to. */
export interface Verdict {
  /** Of its first record; null where no line is one, so that it is no log. */
  readonly format: LogFormat | null;
  /** Lines that are records or ought to be. */
  readonly lines: number;
  readonly violations: number;
  /** How many, by rule; rules that hold are not in it. */
  readonly broken: ReadonlyMap<RuleName, number>;
  /** Rules that may be broken, or may only miss a line that could not be read. */
  readonly doubtful: ReadonlySet<RuleName>;
  readonly proof: Proof;
  /** Sentences on what could not be proven, or proven in part. */
  readonly notes: readonly string[];
}

const RULES: readonly (readonly [RuleName, MakeRule])[] = [
  ["session", sessionRule],
  ["sequence", sequenceRule],
  ["duplicate", duplicateRule],
  ["causality", causalityRule],
  ["stick", stickRule],
  ["sender", senderRule],
  ["name", nameRule],
  ["call", callRule],
  ["turn", turnRule],
  ["push", pushRule],
  ["draft", draftRule],
  ["append", appendRule],
  ["refusal", refusalRule],
  ["limit", limitRule],
  ["count", countRule],
];

/** Old logs have no seq, no ids and no word on what was seen: what their translation infers proves nothing. */
const LEGACY_RULES: readonly (readonly [RuleName, MakeRule])[] = [["call", legacyCallRule]];

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const NONE: readonly Violation[] = [];

export class LogVerifier {
  readonly #proof = emptyProof();
  readonly #facts = new LogFacts();
  readonly #notes: string[] = [];
  #rules: readonly Rule[] = [];
  #format: LogFormat | null = null;
  #lines = 0;
  #found: Violation[] = [];
  readonly #broken = new Map<RuleName, number>();
  /** A lost line may be what a rule misses: so often each keeps silent about it. */
  readonly #excuses = new Map<RuleName, number>();
  readonly #doubtful = new Set<RuleName>();
  #excused = 0;

  /** What `item`, the next of the log, breaks; of an earlier line where that shows only now. */
  read(item: LogItem): readonly Violation[] {
    if ("problem" in item) this.#readProblem(item);
    else this.#readRecord(item.record, item.line, item.legacy ?? "v3");
    return this.#taken();
  }

  /** What shows only at the end, and what it all comes to. Call once. */
  end(): { readonly violations: readonly Violation[]; readonly verdict: Verdict } {
    for (const rule of this.#rules) rule.end?.();
    const violations = this.#taken();
    if (this.#excused > 0) {
      const what = this.#excused === 1 ? "One thing more is amiss that" : `${this.#excused} things more are amiss that`;
      this.#notes.push(`${what} may come of the lines that could not be read.`);
    }
    const notes = [...formatNotes(this.#format, this.#facts), ...this.#notes];
    const counts = [...this.#broken.values()].reduce((sum, count) => sum + count, 0);
    const [format, lines, proof] = [this.#format, this.#lines, this.#proof];
    const [broken, doubtful] = [this.#broken, this.#doubtful];
    return { violations, verdict: { format, lines, violations: counts, broken, doubtful, proof, notes } };
  }

  #readProblem({ line, problem, lost }: Extract<LogItem, { problem: string }>): void {
    if (lost !== undefined) this.#lines++;
    if (lost === "end" && !this.#facts.ended) {
      // A kill in the middle of a line is no fault of the log.
      this.#notes.push(`Its last line, ${line}, was not written to its end.`);
      return;
    }
    this.#violation("format", line, problem);
    if (lost === undefined) return;
    for (const [name] of RULES) this.#excuses.set(name, (this.#excuses.get(name) ?? 0) + 1);
  }

  #readRecord(record: LogRecord, line: number, format: LogFormat): void {
    if (this.#format === null) this.#begin(format);
    if (format !== this.#format) {
      this.#violation("format", line, `a ${format} record in a ${this.#format} log`);
      return;
    }
    this.#lines++;
    this.#proof.records++;
    if (record.type === "chat") this.#proof.messages++;
    const notice = record.type === "system" && record.event !== undefined ? noticeOf(record) : null;
    if (format === "v3") this.#checkForm(record, line, notice);
    const read = { line, record, notice };
    for (const rule of this.#rules) rule.read(read);
    this.#facts.read(read);
  }

  #begin(format: LogFormat): void {
    this.#format = format;
    const [facts, proof] = [this.#facts, this.#proof];
    this.#rules = (format === "v3" ? RULES : LEGACY_RULES).map(([name, make]) =>
      make({
        facts,
        proof,
        violation: (line, message) => this.#ruleViolation(name, line, message),
        note: (sentence) => void this.#notes.push(sentence),
      }),
    );
  }

  /** What the schema of a record leaves open. */
  #checkForm(record: LogRecord, line: number, notice: NoticeBody | null): void {
    if (!isTimestamp(record.timestamp)) {
      this.#violation(
        "format",
        line,
        `the timestamp ${JSON.stringify(record.timestamp)} is not ISO 8601 in UTC with milliseconds`,
      );
    }
    if (record.type === "usage" && hasNegative(record)) {
      this.#violation("format", line, "a count, a cost or a duration of it is below zero");
    }
    if (record.type !== "system") return;
    if (record.event !== undefined && notice === null)
      this.#violation("format", line, "its event is none that a room has");
    if (notice !== null && !tells(record.content, notice))
      this.#violation("format", line, "its words are not of its event");
    if ((record.seq === undefined) !== (record.event === undefined)) {
      this.#violation("format", line, "an event of the room has a seq, and only an event has");
    }
  }

  #ruleViolation(rule: RuleName, line: number, message: string): void {
    const excuses = this.#excuses.get(rule) ?? 0;
    if (excuses === 0) return this.#violation(rule, line, message);
    this.#excuses.set(rule, excuses - 1);
    this.#doubtful.add(rule);
    this.#excused++;
  }

  #violation(rule: RuleName, line: number, message: string): void {
    this.#broken.set(rule, (this.#broken.get(rule) ?? 0) + 1);
    this.#found.push({ line, rule, message });
  }

  #taken(): readonly Violation[] {
    if (this.#found.length === 0) return NONE;
    const found = this.#found;
    this.#found = [];
    return found;
  }
}

function isTimestamp(text: string): boolean {
  if (!TIMESTAMP.test(text)) return false;
  const time = Date.parse(text);
  // A 30th of February is parsed, as another day.
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

function hasNegative({ usage, duration_ms }: RecordOf<"usage">): boolean {
  const { input, cached, cache_write = 0, output, cost_usd } = usage;
  return Math.min(input, cached, cache_write, output, cost_usd ?? 0, duration_ms) < 0;
}

/** What everybody sees is the words; how the room puts them may change. */
function tells(words: string, notice: NoticeBody): boolean {
  if (isRedacted(words)) return true;
  if (notice.type === "announcement") return words === notice.content;
  return words.includes(notice.participant) && (notice.type !== "waiting" || words.includes(`${notice.seconds}`));
}

function formatNotes(format: LogFormat | null, facts: LogFacts): readonly string[] {
  switch (format) {
    case null:
      return [];
    case "v1":
    case "v2":
      return [
        `A ${format} log: order, causality and senders cannot be proven.`,
        "Checked: that its lines are records, and whether calls were answered.",
      ];
    case "v3":
      if (facts.served) {
        return ["A room on a server: of others only their messages are here, none from before."];
      }
      return facts.started ? [] : ["It does not begin with its session_start: limits and agents are not known."];
  }
}
