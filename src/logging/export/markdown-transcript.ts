/**
 * A conversation as Markdown: each message under its speaker's name, in a block quote that its text cannot leave. What is
 * not in a quote is ours, so nobody can speak in the name of another. Pure and browser-safe.
 */
import { elapsed } from "../figures.ts";
import type { LogCounts, LogSummary } from "../log-summary.ts";
import type { LogRecord } from "../record.ts";
import { plainMarkdown, quoteOf } from "./contain-markdown.ts";
import { FoldedNotes, noteOf } from "./markdown-notes.ts";
import { markdownHead } from "./markdown-head.ts";
import type { Transcript } from "./transcript.ts";

export interface MarkdownOptions {
  readonly summary: LogSummary;
  readonly counts: LogCounts;
  /** With thoughts, actions, refusals and interruptions, folded. */
  readonly thinking: boolean;
}

export class MarkdownTranscript implements Transcript {
  readonly #options: MarkdownOptions;
  readonly #begun: number;
  readonly #notes = new FoldedNotes();

  constructor(options: MarkdownOptions) {
    this.#options = options;
    this.#begun = Date.parse(options.summary.started ?? "");
  }

  head(): string {
    return markdownHead(this.#options.summary, this.#options.counts);
  }

  record(record: LogRecord): string {
    const shown = this.#public(record);
    if (shown !== null) return `${this.#notes.take()}\n${shown}\n`;
    const note = this.#options.thinking ? noteOf(record, this.#time(record)) : null;
    return note === null ? "" : this.#notes.add(note);
  }

  end(): string {
    return this.#notes.take();
  }

  /** What everybody heard; null for the rest. */
  #public(record: LogRecord): string | null {
    const { type, user, content } = record;
    switch (type) {
      case "chat":
        return `**${plainMarkdown(user) || "?"}**${this.#time(record)}\n\n${quoteOf(content)}`;
      case "system":
        return record.to === undefined && record.event?.["type"] !== "waiting" ? this.#word(content, record) : null;
      case "session_end":
        return this.#word(`Ended: ${content.replaceAll("_", " ")}.`, record);
      case "error":
        return record.kind === "failed" ? this.#word(`${user} has stopped: ${content}`, record) : null;
      case "session_start":
      case "thinking":
      case "text":
      case "tool_call":
      case "tool_response":
      case "usage":
        return null;
    }
  }

  #word(text: string, record: LogRecord): string | null {
    const plain = plainMarkdown(text);
    return plain === "" ? null : `*${plain}*${this.#time(record)}`;
  }

  /** Since the beginning, as ` (00:12)`; "" where it is not known. */
  #time({ timestamp }: LogRecord): string {
    const ms = Date.parse(timestamp) - this.#begun;
    return Number.isNaN(ms) ? "" : ` (${elapsed(ms)})`;
  }
}
