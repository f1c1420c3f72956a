/** `llm-chat documents [NAME]`: which there are; one of them as text or as a file; its changes accepted; gone. */
import process from "node:process";
import * as z from "zod";
import type { Command } from "../../documents/core/command.ts";
import { DocumentHost } from "../../documents/document-host.ts";
import { exportDocument } from "../../documents/export/export-document.ts";
import { EXPORT_FORMATS } from "../../documents/export/file-name.ts";
import { randomId } from "../../documents/ids.ts";
import type { BlockState, Document, User } from "../../documents/model.ts";
import type { DocumentStore } from "../../documents/store/document-store.ts";
import { localUser } from "../../documents/users.ts";
import { plural } from "../../logging/figures.ts";
import { sanitizeForTerminal, sanitizeLine } from "../../logging/sanitize.ts";
import { formatOf, openExport, writeExport } from "../ask/export-file.ts";
import { canReview, reviewAtTerminal } from "../ask/review-at-terminal.ts";
import { penFor } from "../ask/pen-for.ts";
import { knownDocument } from "../ask/find-document.ts";
import { EXIT_OK } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import { interruptible, type Outside } from "../interruptible.ts";
import { compactDate } from "../log-row.ts";
import { openDocuments, storeExplained } from "../open-documents.ts";
import { checked, choice, type RawOptions, words } from "../options.ts";
import { shellWord } from "../shell-word.ts";
import { table } from "../table.ts";
import { truncate } from "../tui/cell-width.ts";
import { UsageError } from "../usage-error.ts";

const schema = z.object({
  format: choice(EXPORT_FORMATS).optional(),
  output: words.optional(),
  force: z.boolean().default(false),
  proposals: z.boolean().default(false),
  accept: choice(["all", "ask"]).optional(),
  delete: z.boolean().default(false),
  yes: z.boolean().default(false),
  json: z.boolean().default(false),
  dataDir: words.optional(),
  database: words.optional(),
  debug: z.boolean().optional(),
});

type DocumentsOptions = z.output<typeof schema>;

export async function documents(
  name: readonly string[],
  raw: RawOptions,
  host: CliHost,
  outside: Outside = { process, stdout: process.stdout },
): Promise<number> {
  const options = checked(schema, raw);
  const wanted = name.join(" ").trim();
  checkTogether(wanted, options);
  return interruptible(outside, async () => {
    const store = await openDocuments(options, host);
    try {
      await storeExplained(run(store, wanted, options, host));
      return EXIT_OK;
    } finally {
      await store.close();
    }
  });
}

/** Throws `UsageError`. */
function checkTogether(wanted: string, { format, output, accept, delete: gone, proposals, json }: DocumentsOptions) {
  const ofOne = {
    "--format": format,
    "--output": output,
    "--accept": accept,
    "--delete": gone,
    "--proposals": proposals,
  };
  const [first] = Object.entries(ofOne).find(([, value]) => value !== undefined && value !== false) ?? [];
  if (wanted === "" && first !== undefined) {
    throw new UsageError(`${first} is for one document: llm-chat documents NAME ${first} …`);
  }
  if (gone && first !== "--delete") throw new UsageError(`--delete and ${first} exclude each other; leave one out`);
  if (json && (format ?? output) !== undefined) {
    throw new UsageError("--json and --format or --output exclude each other; leave one out");
  }
}

async function run(store: DocumentStore, wanted: string, options: DocumentsOptions, host: CliHost): Promise<void> {
  const user = await localUser(store, host.env, host.clock.now());
  if (wanted === "") return host.stdout.write(await list(store, user, options, host)) as void;
  const document = await knownDocument(store, user, wanted);
  if (options.delete) return remove(store, document, options, host);
  if (options.accept !== undefined) await accept(options.accept, store, user, document, host);
  if (options.accept !== undefined && options.output === undefined && options.format === undefined && !options.json)
    return;
  await show(store, document, options, host);
}

async function list(store: DocumentStore, user: User, { json }: DocumentsOptions, host: CliHost): Promise<string> {
  const all = await store.documents(user.id);
  const rows = await Promise.all(
    all.map(async (document) => ({ document, blocks: await store.blocks(ownerOf(document)) })),
  );
  if (json) {
    return rows
      .map(({ document, blocks }) => ({ ...document, blocks: blocks.length, waiting: waiting(blocks) }))
      .map((row) => `${JSON.stringify(row)}\n`)
      .join("");
  }
  if (rows.length === 0) return 'No documents yet. One is made with:  llm-chat ask "…" --document NAME\n';
  const cells = rows.map(({ document, blocks }) => [
    ...[truncate(sanitizeLine(document.title), 40), String(blocks.length), String(waiting(blocks))],
    ...[compactDate(document.updated_at, host.clock.now()), document.id],
  ]);
  return table([["TITLE", "BLOCKS", "WAITING", "CHANGED", "ID"], ...cells]);
}

async function show(store: DocumentStore, document: Document, options: DocumentsOptions, host: CliHost): Promise<void> {
  const { json, output, proposals } = options;
  const blocks = await store.blocks(ownerOf(document));
  if (json) return host.stdout.write(`${JSON.stringify({ document, blocks }, null, 2)}\n`) as void;
  const source = { title: document.title, blocks };
  const count = waiting(blocks);
  if (output === undefined || output === "-") {
    const { text } = exportDocument(source, options.format ?? "md", { proposals });
    host.stdout.write(host.stdout.isTTY === true ? sanitizeForTerminal(text) : text);
  } else {
    const format = formatOf(options.format, output);
    const file = { file: output, format, cwd: host.cwd, force: options.force };
    await writeExport(await openExport(file), file, source, proposals);
  }
  if (count > 0 && !proposals && options.accept === undefined) {
    const name = shellWord(document.title);
    const [verb, them] =
      count === 1 ? ["block has changes that wait", "it"] : ["blocks have changes that wait", "them"];
    host.stderr.write(
      `llm-chat: ${count} ${verb}: llm-chat documents ${name} --proposals shows ${them}, --accept ask goes through ${them}, --accept all takes ${them}.\n`,
    );
  }
}

async function accept(
  how: "all" | "ask",
  store: DocumentStore,
  user: User,
  document: Document,
  host: CliHost,
): Promise<void> {
  const owner = ownerOf(document);
  const documentHost = new DocumentHost({
    ...{ store, clock: host.clock, newId: randomId, activityOf: () => "ended" },
    log: (line) => void host.stderr.write(`llm-chat: ${sanitizeLine(line)}\n`),
  });
  const author = { type: "user", id: user.id, name: user.name } as const;
  const execute = (command: Command) => documentHost.execute(owner, command, { author, chat_id: null });
  if (how === "ask") {
    if (!canReview(host)) throw new UsageError("--accept ask needs a terminal to ask at; --accept all takes all of it");
    const world = { host, process, stdout: process.stdout, stdin: process.stdin, pen: penFor(host, {}) };
    await reviewAtTerminal({ blocks: () => documentHost.blocks(owner), execute }, world);
    return;
  }
  const done = await execute({ type: "accept_all" });
  if ("refusal" in done) throw new UsageError(done.refusal.message);
  const left = waiting(await documentHost.blocks(owner));
  const note = left === 0 ? "" : `; ${left} left, which changed meanwhile or are being written`;
  host.stderr.write(`Accepted: ${done.changed.length}${note}.\n`);
}

async function remove(store: DocumentStore, document: Document, { yes, json }: DocumentsOptions, host: CliHost) {
  const blocks = await store.blocks(ownerOf(document));
  const title = sanitizeLine(document.title);
  const count = plural(blocks.length, "block");
  if (blocks.length > 0 && !yes) {
    throw new UsageError(`"${document.title}" has ${count}, which would be gone for good: add --yes to delete it`);
  }
  await store.write([{ type: "document_drop", document_id: document.id }]);
  host.stdout.write(json ? `${JSON.stringify({ document })}\n` : `“${title}” is deleted, with ${count}.\n`);
}

function ownerOf({ id }: Document) {
  return { type: "document", document_id: id } as const;
}

function waiting(blocks: readonly BlockState[]): number {
  return blocks.filter(({ proposals }) => proposals.length > 0).length;
}
