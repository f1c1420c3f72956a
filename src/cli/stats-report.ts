/** The figures of one log, as tables that fit 80 columns and as an object for programs. Pure. */
import { safeJson } from "../logging/record-line.ts";
import { sanitizeLine } from "../logging/sanitize.ts";
import type { LogStats } from "../logging/stats/log-meter.ts";
import type { SpeakerStats } from "../logging/stats/speaker-meter.ts";
import { endedBecause } from "./summary.ts";
import { table } from "./table.ts";
import { truncate } from "./tui/cell-width.ts";
import { cost, count, elapsed, plural } from "../logging/figures.ts";

const NAME_COLUMNS = 14;
const COLUMNS = 80;

interface Table {
  readonly head: readonly string[];
  readonly row: (speaker: SpeakerStats, stats: LogStats) => readonly string[];
  /** Of whom there is anything to say. */
  readonly of: (speaker: SpeakerStats) => boolean;
}

const TABLES: readonly Table[] = [
  {
    head: ["SAID", "messages", "share", "words", "answers", "median", "mean", "first"],
    row: (each) => [
      String(each.messages),
      percent(each.share),
      count(each.words),
      String(each.answers),
      time(each.answerMedianMs),
      time(each.answerMeanMs),
      time(each.firstMessageMs),
    ],
    of: () => true,
  },
  {
    head: ["SPENT", "calls", "tokens in", "cached", "out", "cost", "retries", "cut", "lost"],
    row: (each) => [
      count(each.calls),
      count(each.input),
      count(each.cached),
      count(each.output),
      each.cost === null ? "unknown" : cost(each.cost, each.unpriced),
      String(each.retries),
      String(each.interruptions),
      count(each.discarded),
    ],
    of: ({ agent, calls, retries }) => agent && calls + retries > 0,
  },
  {
    head: ["DID", "actions", "refused", "crossed", "thinking", "writing", "waiting", "holding"],
    row: (each, { floor }) => [
      count(each.actions),
      String(each.refused),
      String(each.crossed),
      time(each.calls === 0 ? null : each.thinkingMs),
      time(each.calls === 0 ? null : each.writingMs),
      time(each.waitingMs),
      floor === "stick" ? time(each.holdingMs) : NOTHING,
    ],
    of: ({ agent }) => agent,
  },
];

const NOTHING = "–";

export function statsLines(file: string, stats: LogStats, notes: readonly string[]): readonly string[] {
  return [
    file,
    ...(stats.topic === "" ? [] : [truncate(sanitizeLine(stats.topic), COLUMNS)]),
    ...overview(stats),
    ...notes,
    ...TABLES.flatMap((each) => tableLines(each, stats)),
    "",
    ...legend(stats),
  ];
}

function overview(stats: LogStats): readonly string[] {
  const { started, durationMs, ended, messages, messagesPerMinute, words, calls, refused, crossed } = stats;
  const date = started === "" ? "" : `${sanitizeLine(started).slice(0, 16).replace("T", " ")} UTC, `;
  const pace = messagesPerMinute === null ? "" : ` (${messagesPerMinute.toFixed(1)} a minute)`;
  const price = stats.cost === null ? "cost unknown" : cost(stats.cost, stats.unpriced);
  const spent = `${plural(calls, "model call")}, ${count(stats.input + stats.output)} tokens, ${price}`;
  return [
    `${date}${time(durationMs)} long`,
    ended === null ? "Cut off before its end." : truncate(`Ended: ${sanitizeLine(endedBecause(ended))}.`, COLUMNS),
    `${plural(messages, "message")}${pace}, ${plural(words, "word")}; ${calls === 0 ? "no model call" : spent}`,
    `${count(refused)} ${refused === 1 ? "push" : "pushes"} refused, ${crossed} crossed; ${fairnessOf(stats)}`,
  ];
}

function fairnessOf({ fairnessOfMessages, fairnessOfWords }: LogStats): string {
  if (fairnessOfMessages === null || fairnessOfWords === null) return "nobody spoke";
  return `fairness (Jain): messages ${fairnessOfMessages.toFixed(2)}, words ${fairnessOfWords.toFixed(2)}`;
}

function tableLines({ head, row, of }: Table, stats: LogStats): readonly string[] {
  const speakers = stats.speakers.filter(of);
  if (speakers.length === 0) return [];
  const rows = speakers.map((speaker) => [truncate(sanitizeLine(speaker.name), NAME_COLUMNS), ...row(speaker, stats)]);
  return [
    "",
    ...table([head, ...rows])
      .trimEnd()
      .split("\n"),
  ];
}

function legend({ speakers, unlisted }: LogStats): readonly string[] {
  const others = speakers.filter(({ agent }) => !agent).map(({ name }) => sanitizeLine(name));
  return [
    "answers: to others; median, mean: from the first message of others since one's",
    "last, to the answer; first: to one's first message, from the beginning.",
    "thinking, writing: in model calls; waiting: in check; holding: with the stick.",
    "cut: generations interrupted; lost: tokens of them. Times: s, min:s, h:min:s.",
    ...(others.length > 0 ? [truncate(`Only what they said is known of: ${others.join(", ")}.`, COLUMNS)] : []),
    ...(unlisted > 0 ? [`${plural(unlisted, "record")} of more speakers than can be listed.`] : []),
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** 0.4 s, 12 s, 03:20, 2:05:00. */
function time(ms: number | null): string {
  if (ms === null) return NOTHING;
  const seconds = ms / 1000;
  if (seconds >= 99.5) return elapsed(ms);
  return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

export function statsJson(file: string, stats: LogStats, notes: readonly string[]): string {
  const { speakers, ...all } = stats;
  return safeJson(
    JSON.stringify({
      file,
      topic: all.topic,
      room: all.room,
      floor: all.floor,
      started: all.started,
      duration_ms: all.durationMs,
      ended: all.ended,
      messages: all.messages,
      words: all.words,
      messages_per_minute: all.messagesPerMinute,
      fairness_messages: all.fairnessOfMessages,
      fairness_words: all.fairnessOfWords,
      crossed: all.crossed,
      refused: all.refused,
      calls: all.calls,
      tokens: { input: all.input, cached: all.cached, output: all.output },
      cost_usd: all.cost,
      unpriced_calls: all.unpriced,
      speakers: speakers.map((each) => ({
        name: each.name,
        model: each.model,
        agent: each.agent,
        messages: each.messages,
        share: each.share,
        words: each.words,
        crossed: each.crossed,
        calls: each.calls,
        tokens: { input: each.input, cached: each.cached, output: each.output, discarded: each.discarded },
        cost_usd: each.cost,
        unpriced_calls: each.unpriced,
        actions: each.actions,
        refused: each.refused,
        retries: each.retries,
        interruptions: each.interruptions,
        thinking_ms: each.thinkingMs,
        writing_ms: each.writingMs,
        waiting_ms: each.waitingMs,
        holding_ms: all.floor === "stick" ? each.holdingMs : null,
        answers: each.answers,
        answer_median_ms: each.answerMedianMs,
        answer_mean_ms: each.answerMeanMs,
        first_message_ms: each.firstMessageMs,
      })),
      unlisted_records: all.unlisted,
      notes,
    }),
  );
}
