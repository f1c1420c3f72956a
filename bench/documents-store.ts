/** What it costs to keep streamed text in the store of documents, beside rows that are inserted into bare SQLite. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Change } from "../src/documents/change.ts";
import { openSqliteStore } from "../src/documents/store/sqlite-store.ts";
import { aBlock, aDocument, aText, aUser, inDocument } from "../test/fakes/document-samples.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, ratios } from "./support/rounds.ts";
import { scratchFolder } from "./support/scratch.ts";

/** As a model streams: a word or two. */
const TEXT = " interesting";
const TEXTS = 50;
/** Of the transaction that has all. */
const ALL = 20_000;

export async function benchDocumentsStore({ rounds, seconds }: BenchOptions): Promise<void> {
  const folder = scratchFolder();
  heading(
    "documents-store",
    `Chunks of ${TEXT.length} characters for ${TEXTS} texts that stream; files in the system's temporary folder.
     "store": write() with so many appends, each durable (WAL, synchronous=FULL) before the next; windows of ${seconds} s.
     "store, all": ${ALL.toLocaleString("en")} appends in one write(). Every chunk is there when it is read again.
     What one write() appends to one text is one row.
     "bare": one prepared INSERT of node:sqlite, as many rows with the same text in one transaction of the same kind.
     "bare, 100 a transaction", "bare, each": the same with a commit after so many rows.`,
  );
  let files = 0;
  const path = () => join(folder, `${++files}.sqlite`);
  const samples = await interleave(rounds, {
    "store, 1 a transaction": () => storeRate(path(), 1, seconds),
    "store, 10 a transaction": () => storeRate(path(), 10, seconds),
    "store, 100 a transaction": () => storeRate(path(), 100, seconds),
    "store, all": () => storeRate(path(), ALL, 0),
    bare: async () => bareRate(path(), ALL, 0),
    "bare, 100 a transaction": async () => bareRate(path(), 100, seconds),
    "bare, each": async () => bareRate(path(), 1, seconds),
  });
  for (const [name, rates] of Object.entries(samples)) printFigure(name, rates, "chunks/s");
  for (const name of ["store, all", "store, 100 a transaction", "store, 10 a transaction"] as const) {
    printRatio(`${name} ÷ bare`, ratios(samples[name], samples.bare));
  }
  for (const [ours, theirs] of [
    ["store, 100 a transaction", "bare, 100 a transaction"],
    ["store, 1 a transaction", "bare, each"],
  ] as const) {
    printRatio(`${ours} ÷ ${theirs}`, ratios(samples[ours], samples[theirs]));
  }
}

/** Chunks a second; at least one batch. */
async function storeRate(file: string, batch: number, seconds: number): Promise<number> {
  const store = await openSqliteStore({ file });
  const ids = Array.from({ length: TEXTS }, (_, index) => `p${index}`);
  await store.write([
    ...[...aUser("ann"), ...aDocument("d", "ann"), aBlock("b", inDocument("d"), "a0")],
    ...ids.map((id) => aText(id, "b")),
  ]);
  let written = 0;
  const start = performance.now();
  const end = start + seconds * 1_000;
  do {
    const appends = Array.from({ length: batch }, (_, index): Change => {
      return { type: "append", proposal_id: ids[(written + index) % TEXTS] ?? "", text: TEXT };
    });
    const { gone } = await store.write(appends);
    if (gone.length > 0) throw new Error("a text is gone");
    written += batch;
  } while (performance.now() < end);
  const taken = performance.now() - start;
  const proposals = (await store.block("b"))?.proposals ?? [];
  const length = proposals.reduce(
    (sum, each) => sum + (each.kind === "text" ? each.content.length - each.id.length - 1 : 0),
    0,
  );
  if (length !== written * TEXT.length) throw new Error(`${length} characters of ${written} chunks were kept`);
  await store.close();
  return (written / taken) * 1_000;
}

/** Rows a second; at least one batch. */
function bareRate(file: string, batch: number, seconds: number): number {
  const { database, insert } = bare(file);
  let written = 0;
  const start = performance.now();
  const end = start + seconds * 1_000;
  do {
    database.exec("begin");
    for (let index = 0; index < batch; index++) insert.run(index % TEXTS, TEXT);
    database.exec("commit");
    written += batch;
  } while (performance.now() < end);
  const taken = performance.now() - start;
  database.close();
  return (written / taken) * 1_000;
}

function bare(file: string) {
  const database = new DatabaseSync(file);
  database.exec("pragma journal_mode = wal; pragma synchronous = full");
  database.exec("create table chunks (n integer primary key, proposal_n bigint not null, content text not null)");
  database.exec("create index chunks_by_proposal_n on chunks (proposal_n)");
  const insert = database.prepare("insert into chunks (proposal_n, content) values (?, ?)");
  return { database, insert };
}
