/**
 * No text is lost that nobody reverted, nobody's text is overwritten, no block changes but the one that was meant: over
 * random interleavings of two people and their agents, held against a simple model. `LLM_CHAT_SEEDS` says how many
 * (default 10,000), `LLM_CHAT_SEED` where chance begins; a failure prints the shortest way there.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import type { DocumentStore } from "../src/documents/store/document-store.ts";
import { openDocumentStore } from "../src/documents/store/open-document-store.ts";
import { play, type Tally } from "./document-interleavings/play.ts";
import { steps } from "./document-interleavings/steps.ts";
import { playTogether } from "./document-interleavings/two-hosts.ts";
import { hostWorld, pureWorld } from "./document-interleavings/world.ts";
import { freshDatabase } from "./fakes/postgres.ts";
import { WatchedStore } from "./fakes/watched-store.ts";

const SEEDS = Number(process.env["LLM_CHAT_SEEDS"] ?? 10_000);
const SEED = Number(process.env["LLM_CHAT_SEED"] ?? 1);

/** A schedule in which nothing can go wrong proves nothing: each of these happens in one of a hundred, at least. */
const INTERESTING = [
  ...["accept done", "accept done over", "accept stale_base", "accept stale_base over", "accept being_written"],
  ...["accept not_found", "accept_all done", "revert done", "revert being_written", "edit stale_base", "remove done"],
  ...["remove stale_base", "remove being_written", "move done", "move not_found", "move invalid", "append done"],
  ...["propose_text done", "propose_text being_written", "propose_move done", "finish done", "write_on done"],
];

describe("interleavings of two people and an agent", () => {
  it(`[EDIT-30] the core does as the model, in ${SEEDS} of them`, { timeout: 600_000 }, async () => {
    const tally: Tally = {};
    await fc.assert(
      fc.asyncProperty(steps, (schedule) => play(schedule, pureWorld(), tally)),
      { numRuns: SEEDS, seed: SEED },
    );
    if (process.env["LLM_CHAT_SHOW_TALLY"]) console.log(tally);
    for (const what of INTERESTING) expect(tally[what] ?? 0, what).toBeGreaterThan(SEEDS / 100);
  });

  const overSqlite = Math.ceil(SEEDS / 40);
  it(`[EDIT-30] so does the host over SQLite, in ${overSqlite} of them`, { timeout: 600_000 }, async () => {
    const store = await openDocumentStore({ database: null, dir: null });
    expect(await overDatabase(store, overSqlite)).toBe(overSqlite);
  });

  const overPostgres = Math.ceil(SEEDS / 200);
  const title = `[EDIT-30] so does the host over PostgreSQL, in ${overPostgres} of them`;
  it.skipIf(inject("postgres") === "")(title, { timeout: 600_000 }, async () => {
    const store = await openDocumentStore({ database: await freshDatabase(), dir: null });
    expect(await overDatabase(store, overPostgres)).toBe(overPostgres);
  });
});

describe("two processes on one database", () => {
  it("[EDIT-31] lose nothing of what they do at the same time, over SQLite", { timeout: 600_000 }, async () => {
    const dir = mkdtempSync(join(tmpdir(), "llm-chat-two-"));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const runs = Math.ceil(SEEDS / 100);
    expect(await together(() => openDocumentStore({ database: null, dir }), runs)).toBe(runs);
  });

  const title = "[EDIT-31] lose nothing of what they do at the same time, over PostgreSQL";
  it.skipIf(inject("postgres") === "")(title, { timeout: 600_000 }, async () => {
    const database = await freshDatabase();
    const runs = Math.ceil(SEEDS / 200);
    expect(await together(() => openDocumentStore({ database, dir: null }), runs)).toBe(runs);
  });
});

async function together(open: () => Promise<DocumentStore>, numRuns: number): Promise<number> {
  const stores = [await open(), await open()] as const;
  onTestFinished(async () => {
    for (const store of stores) await store.close();
  });
  let runs = 0;
  const property = fc.asyncProperty(steps, async (schedule) => {
    expect(await playTogether(schedule, stores, ++runs)).toEqual([]);
  });
  await fc.assert(property, { numRuns, seed: SEED, endOnFailure: true });
  return runs;
}

/** Resolves to how many there were. */
async function overDatabase(inner: DocumentStore, numRuns: number): Promise<number> {
  const store = new WatchedStore(inner);
  onTestFinished(() => store.close());
  let runs = 0;
  const property = fc.asyncProperty(steps, async (schedule) => play(schedule, await hostWorld(store, `${++runs}`), {}));
  await fc.assert(property, { numRuns, seed: SEED });
  return runs;
}
