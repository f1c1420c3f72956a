/** An export from its first byte to its last. */
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { gzipBase64 } from "../../logging/export/gzip-base64.ts";
import { htmlPage } from "../../logging/export/html-page.ts";
import { jsonlTranscript } from "../../logging/export/jsonl-transcript.ts";
import { MarkdownTranscript } from "../../logging/export/markdown-transcript.ts";
import { textTranscript } from "../../logging/export/text-transcript.ts";
import type { Transcript } from "../../logging/export/transcript.ts";
import type { LogItem } from "../../logging/log-decoder.ts";
import { LogError } from "../../logging/log-error.ts";
import { LogSummarizer } from "../../logging/log-summary.ts";
import { readLogInBatches } from "../../logging/reader.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import { EXIT_OK, EXIT_UNEXPECTED } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import { interruptible } from "../interruptible.ts";
import { ProgressLine } from "../progress-line.ts";
import type { SignalTarget } from "../signals.ts";
import { UsageError } from "../usage-error.ts";
import type { ExportPlan } from "./export-options.ts";
import { type LogSource, openLogSource } from "./log-source.ts";
import { fileSink, type OutputSink, streamSink } from "./output-sink.ts";
import { ProblemReport } from "./problem-report.ts";

export interface ExportWorld {
  readonly host: CliHost;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly process: SignalTarget;
  /** The player's page. */
  readonly page: () => Promise<string>;
}

export function runExport(plan: ExportPlan, world: ExportWorld): Promise<number> {
  const progress = new ProgressLine(world.host);
  return interruptible(world, async (signal) => {
    try {
      return await new Export(plan, world, signal, progress).run();
    } finally {
      progress.clear();
    }
  });
}

class Export {
  readonly #plan: ExportPlan;
  readonly #world: ExportWorld;
  readonly #signal: AbortSignal;
  readonly #progress: ProgressLine;

  constructor(plan: ExportPlan, world: ExportWorld, signal: AbortSignal, progress: ProgressLine) {
    this.#plan = plan;
    this.#world = world;
    this.#signal = signal;
    this.#progress = progress;
  }

  async run(): Promise<number> {
    const { log: file, format } = this.#plan;
    const { host, stdin, page } = this.#world;
    const template = format === "html" ? await page() : "";
    // Their beginning tells what only the end of the log knows.
    const again = format === "html" || format === "md";
    const source = await openLogSource({
      file,
      cwd: host.cwd,
      stdin,
      again,
      signal: this.#signal,
      onBytes: this.#watch({ name: file ?? "stdin", size: null }, "reading"),
    });
    try {
      const sink = await this.#open();
      try {
        const records = await this.#write(source, sink, template);
        if (records > 0) {
          await sink.finish();
          this.#written();
          return EXIT_OK;
        }
      } finally {
        await sink.discard();
      }
    } finally {
      await source.close();
    }
    this.#tell(`no line of ${source.name} is a record of a log: there is nothing to export`);
    return EXIT_UNEXPECTED;
  }

  /** How many records there were. */
  async #write(source: LogSource, sink: OutputSink, template: string): Promise<number> {
    const { format, thinking } = this.#plan;
    switch (format) {
      case "jsonl":
        return this.#transcribe(source, sink, jsonlTranscript);
      case "txt":
        return this.#transcribe(source, sink, textTranscript(thinking));
      case "md": {
        const { summary, counts, records } = await this.#summarize(source);
        if (records === 0) return 0;
        return this.#transcribe(source, sink, new MarkdownTranscript({ summary, counts, thinking }), false);
      }
      case "html": {
        const { summary, records } = await this.#summarize(source);
        if (records > 0) await this.#embed(source, sink, template, summary.topic);
        return records;
      }
    }
  }

  async #summarize(source: LogSource) {
    const summarizer = new LogSummarizer();
    for await (const items of this.#items(source, "reading", true)) for (const item of items) summarizer.read(item);
    const summary = summarizer.summary();
    return { summary, counts: summarizer.counts(), records: summary.records ?? 0 };
  }

  async #transcribe(source: LogSource, sink: OutputSink, transcript: Transcript, report = true): Promise<number> {
    let records = 0;
    await sink.write(transcript.head());
    for await (const items of this.#items(source, "exporting", report)) {
      let text = "";
      for (const item of items) {
        if ("problem" in item) continue;
        records++;
        text += transcript.record(item.record);
      }
      if (text !== "") await sink.write(text);
    }
    await sink.write(transcript.end());
    return records;
  }

  async #embed(source: LogSource, sink: OutputSink, template: string, topic: string): Promise<void> {
    const name = this.#plan.log === null ? "log.jsonl" : path.basename(this.#plan.log);
    const parts = htmlPage(template, topic.trim() || name, name);
    if (parts === null) {
      throw new UsageError("the player's page is of another version: run `npm run build` again");
    }
    await sink.write(parts.before);
    const bytes = source.bytes({ signal: this.#signal, onBytes: this.#watch(source, "packing") });
    for await (const piece of gzipBase64(bytes)) await sink.write(piece);
    await sink.write(parts.after);
  }

  async *#items(source: LogSource, doing: string, report: boolean): AsyncGenerator<readonly LogItem[], void> {
    const problems = new ProblemReport((sentence) => this.#tell(`${source.name}, ${sentence}`));
    const bytes = source.bytes({ signal: this.#signal, onBytes: this.#watch(source, doing) });
    try {
      for await (const items of readLogInBatches(bytes)) {
        this.#signal.throwIfAborted();
        if (report) for (const item of items) if ("problem" in item) problems.add(item);
        yield items;
      }
    } catch (error) {
      // The source has said it better.
      throw error instanceof LogError && error.cause instanceof UsageError ? error.cause : error;
    }
    problems.end();
  }

  #open(): Promise<OutputSink> {
    const { output: file, log, force } = this.#plan;
    if (file === null) return Promise.resolve(streamSink(this.#world.stdout, this.#signal));
    return fileSink({ file, cwd: this.#world.host.cwd, force, log });
  }

  #watch(source: Pick<LogSource, "name" | "size">, doing: string): (bytes: number) => void {
    let done = 0;
    return (bytes) => {
      done += bytes;
      const megabytes = Math.round(done / 1_000_000);
      const percent = source.size === null ? "" : ` (${Math.floor((100 * done) / Math.max(1, source.size))} %)`;
      this.#progress.show(`${doing} ${sanitizeLine(source.name)}: ${megabytes} MB${percent} …`);
    };
  }

  #written(): void {
    if (this.#plan.output !== null) this.#tell(`${this.#plan.output} is written`);
  }

  #tell(sentence: string): void {
    this.#progress.clear();
    this.#world.host.stderr.write(`llm-chat: ${sanitizeLine(sentence)}\n`);
  }
}
