/** Looks for words in a log: in its topic, the names of its agents, and what was said. Constant memory. */
import { type ByteWatch, watchedBytes } from "./watched-bytes.ts";
import type { LogItem } from "./log-decoder.ts";
import { LogSummarizer } from "./log-summary.ts";
import { readLogInBatches } from "./reader.ts";

export interface MessageMatch {
  /** From 1. */
  readonly line: number;
  readonly sender: string;
  /** Of the message, what stands around the first match: raw, at most 400 characters. */
  readonly text: string;
}

export interface LogMatches {
  readonly topic: boolean;
  /** The agents whose names match. */
  readonly agents: readonly string[];
  /** The first of the messages that match. */
  readonly messages: readonly MessageMatch[];
  /** How many match. */
  readonly total: number;
}

const AROUND = 200;

/** `words` as they stand, in upper or lower case. A match may be anywhere in a word. */
export function searchPattern(words: string): RegExp {
  return new RegExp(words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "iu");
}

/** `most`: messages that are kept. Throws `LogError("unreadable")`. */
export async function searchLog(
  path: string,
  pattern: RegExp,
  most: number,
  watch: ByteWatch = {},
): Promise<LogMatches> {
  const summarizer = new LogSummarizer();
  const messages: MessageMatch[] = [];
  let total = 0;
  const read = (item: LogItem) => {
    summarizer.read(item);
    if ("problem" in item || item.record.type !== "chat") return;
    const { user, content } = item.record;
    const at = content.search(pattern);
    if (at < 0) return;
    total++;
    if (messages.length < most) messages.push({ line: item.line, sender: user, text: around(content, at) });
  };
  for await (const items of readLogInBatches(watchedBytes(path, watch))) for (const item of items) read(item);
  const { topic, agents } = summarizer.summary();
  const matching = agents.map(({ name }) => name).filter((name) => pattern.test(name));
  return { topic: pattern.test(topic), agents: matching, messages, total };
}

function around(text: string, at: number): string {
  const start = at < AROUND / 2 ? 0 : at - AROUND / 4;
  const end = start + 2 * AROUND;
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}
