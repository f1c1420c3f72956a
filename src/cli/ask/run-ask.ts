/** One question, from asking to the end: the answer as it is written, then what waits to be accepted, then the file. */
import { createRedactor } from "../../logging/redact.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import { Subscriber } from "../../documents/host/subscriber.ts";
import type { Documents } from "../../documents/documents.ts";
import type { User } from "../../documents/model.ts";
import { localUser } from "../../documents/users.ts";
import { messageEvent, type ServerFrame } from "../../documents/wire.ts";
import type { StopReason } from "../../agents/types.ts";
import { EXIT_OK, exitCodeOf } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import { openDocuments, storeExplained } from "../open-documents.ts";
import { onLostOutput, onSignals, type OutputTarget, type SignalTarget } from "../signals.ts";
import type { Pen } from "../tui/pen.ts";
import { DIM, span } from "../tui/line.ts";
import { UsageError } from "../usage-error.ts";
import { AnswerFeed } from "./answer-feed.ts";
import { AnswerPrinter } from "./answer-printer.ts";
import { AnswerWatch } from "./answer-watch.ts";
import type { AskOptions } from "./ask-options.ts";
import { type Desk, openDesk } from "./desk.ts";
import { openExport, writeExport } from "./export-file.ts";
import type { KeySource } from "./keys.ts";
import { openWriters } from "./open-writers.ts";
import { settle } from "./settle.ts";

export interface AskWorld {
  readonly host: CliHost;
  readonly process: SignalTarget;
  readonly stdout: OutputTarget;
  readonly stdin: KeySource;
  readonly pen: Pen;
}

/** Resolves to the exit code. Throws what keeps it from beginning. */
export async function runAsk(question: string, options: AskOptions, world: AskWorld): Promise<number> {
  const { host } = world;
  const warn = (line: string) => void host.stderr.write(`llm-chat: ${sanitizeLine(line)}\n`);
  const store = await openDocuments(options, host);
  let documents: Documents | null = null;
  try {
    documents = await openWriters(store, options, host, warn);
    return await storeExplained(ask(question, options, world, documents));
  } finally {
    await (documents ?? store).close();
  }
}

async function ask(question: string, options: AskOptions, world: AskWorld, documents: Documents): Promise<number> {
  const { host, pen } = world;
  const user = await localUser(documents.store, host.env, host.clock.now());
  const { file } = options;
  const exported = file && { file: file.name, format: file.format, cwd: host.cwd, force: options.force };
  const sink = exported && (await openExport(exported));
  const printer = new AnswerPrinter({
    stdout: host.stdout,
    stderr: host.stderr,
    pen,
    quiet: options.quiet || options.json,
    clock: host.clock,
  });
  try {
    // What is in the way of the file is known by now, and nothing is made yet.
    const desk = await openDesk(documents, user, question, options);
    if (!options.quiet && !options.json) for (const line of desk.news) printer.note([span(line, DIM)]);
    const end = await answer(question, options, world, { documents, user, desk, printer });
    // The terminal has shown ^C, and stays on that line.
    if (end.stopped === "interrupted" && host.stderr.isTTY === true) host.stderr.write("\n");
    const ended = end.stopped !== null ? "stopped" : end.failed ? "failed" : "answered";
    const settled = await settle(options, world, { documents, user, desk, ended });
    const document = desk.document && (await documents.store.document(desk.document.id));
    if (sink && exported && document && (end.stopped === null || end.stopped === "interrupted")) {
      const blocks = await documents.host.blocks({ type: "document", document_id: document.id });
      await writeExport(sink, exported, { title: document.title, blocks }, !settled.isSettled);
    }
    if (end.fault) throw new Error(`the output cannot be written: ${end.fault.message}`, { cause: end.fault });
    if (end.stopped !== null) return end.stopped === "quit" ? EXIT_OK : exitCodeOf(end.stopped);
    if (end.failed) return exitCodeOf("agents_failed");
    return settled.interrupted ? exitCodeOf("interrupted") : EXIT_OK;
  } finally {
    await sink?.discard();
  }
}

interface Answering {
  readonly documents: Documents;
  readonly user: User;
  readonly desk: Desk;
  readonly printer: AnswerPrinter;
}

interface AnswerEnd {
  /** Null: it came to its end. */
  readonly stopped: StopReason | null;
  readonly fault: Error | null;
  readonly failed: boolean;
}

async function answer(
  question: string,
  options: AskOptions,
  { host, process, stdout }: AskWorld,
  { documents, user, desk, printer }: Answering,
): Promise<AnswerEnd> {
  const { chat, document, mode } = desk;
  const redact = createRedactor({ env: host.env });
  const feed = new AnswerFeed();
  const watch = new AnswerWatch(chat.id);
  const page = new Subscriber((text) => {
    const frame = JSON.parse(text) as ServerFrame;
    if (!options.json) {
      for (const shown of feed.hear(frame)) {
        printer.show(shown.type === "error" ? { ...shown, message: redact.text(shown.message) } : shown);
      }
    }
    watch.hear(frame);
  });
  const plain = new Subscriber((text) => void (options.json && host.stdout.write(`${text}\n`)));
  await documents.host.audience.open(page, { user_id: user.id, chat_id: chat.id, document_id: undefined });
  let stopped: StopReason | null = null;
  let fault: Error | null = null;
  let isOver = false;
  let pausing: Promise<unknown> = Promise.resolve();
  const stop = (reason: StopReason) => {
    // What ends is found lost again with each write; the store may be closed by then.
    if (isOver) return;
    stopped ??= reason;
    // A store that fails fails the answer too, which says so.
    pausing = documents.processors.control(user, { name: "pause", chat_id: chat.id }).catch(() => {});
  };
  const forget = onSignals(process, stop);
  onLostOutput(stdout, (lost) => {
    fault ??= lost;
    stop("quit");
  });
  try {
    const event = messageEvent.parse({
      name: "message",
      message: { role: "user", content: question },
      ...{ mode, pen: options.pen, chat_id: chat.id },
      ...(document && { document_id: document.id }),
      ...(options.models.length > 0 && { model: options.models.join(",") }),
    });
    const refused = await documents.processors.message(user, event, plain);
    if (refused) throw new UsageError(refused.refusal.message);
    printer.begin();
    if (stopped !== null) stop(stopped);
    await watch.over;
    await documents.host.settled();
  } finally {
    isOver = true;
    await pausing;
    printer.end();
    forget();
    documents.host.audience.leave(page);
    documents.host.audience.leave(plain);
  }
  return { stopped, fault, failed: watch.errors.length > 0 };
}
