/**
 * kill -9 of the server, at random moments, while it writes into a chat and a document. `LLM_CHAT_KILLS` says how often,
 * `LLM_CHAT_SEED` which moments.
 */
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import type { BlockJson } from "../../src/documents/http-api.ts";
import { ApiClient, WireClient } from "../fakes/document-port.ts";
import { PageMirror } from "../fakes/page-mirror.ts";
import { Random } from "../interleavings/random.ts";
import { KillableServer } from "./support/killable-server.ts";
import { testFolder } from "./support/run-cli.ts";

const KILLS = Number(process.env["LLM_CHAT_KILLS"] ?? 20);
const SEED = Number(process.env["LLM_CHAT_SEED"] ?? 1);
/** So often one chat goes on before the next is begun. */
const LIVES = 5;

interface Place {
  readonly chat: string;
  readonly document: string;
}

describe("kill -9 of the server of documents", () => {
  const title = `[DOC-1] [DOC-10] what a client was shown is in the database, and the chat goes on: ${KILLS} times`;
  it(title, { timeout: 60_000 + KILLS * 5_000 }, async () => {
    const random = new Random(SEED);
    const server = await KillableServer.prepare(testFolder(), "durable-documents.ts");
    onTestFinished(() => server.kill());
    const api = new ApiClient(server.url);
    const unlessFailed = <T>(step: Promise<T>) => Promise.race([step, server.failure]);
    let place: Place | null = null;
    let shownBytes = 0;
    let ahead = 0;

    await server.start();
    for (let kill = 0; kill < KILLS; kill++) {
      if (kill % LIVES === 0) place = await newPlace(api);
      if (!place) throw new Error("nowhere");
      const { chat, document } = place;
      const client = await unlessFailed(WireClient.connect(`${server.url.replace("http", "ws")}/ws`));
      const isPage = random.chance(0.5);
      if (isPage) client.send({ name: "open", chat_id: chat, document_id: document });
      client.message("Write on gold", { chat_id: chat, mode: "agent", document_id: document });
      const most = 4 + random.below(100);
      await unlessFailed(client.until(({ chunks }) => chunks.length >= most));
      // A kill comes at any moment of real time; nothing is expected of how long anything takes.
      if (random.chance(0.5)) await pause(random.below(5));
      await server.kill();
      await client.closed;
      expect(client.errors).toEqual([]);

      await unlessFailed(server.start());
      const stored = await storedTexts(api, place);
      for (const [block, shown] of Object.entries(isPage ? pageTexts(client) : plainTexts(client))) {
        const kept = stored.get(block)?.find((text) => text.startsWith(shown));
        expect(kept, `what was shown of ${block} at kill ${kill}: ${JSON.stringify(shown.slice(-80))}`).toBeDefined();
        shownBytes += shown.length;
        if (kept !== undefined && kept.length > shown.length) ahead++;
      }
      await acceptOne(api, place);
    }
    await server.kill();
    expect(server.stderr).toBe("");
    // Without these, the kills came at no bad moment.
    if (KILLS < 10) return;
    expect(shownBytes).toBeGreaterThan(KILLS * 1_000);
    expect(ahead).toBeGreaterThan(0);
  });
});

async function newPlace(api: ApiClient): Promise<Place> {
  const document = (await api.ok("POST", "/api/documents", { title: "Gold" })).document.id as string;
  await api.ok("POST", `/api/documents/${document}/blocks`, { content: "By hand" });
  return { document, chat: (await api.ok("POST", "/api/chats", { document_id: document })).chat.id as string };
}

/** Every text of every block: current, proposed, or a revision. Nothing is being written: its writer is gone. */
async function storedTexts(api: ApiClient, { chat, document }: Place): Promise<ReadonlyMap<string, readonly string[]>> {
  const answers = await Promise.all([api.ok("GET", `/api/chats/${chat}`), api.ok("GET", `/api/documents/${document}`)]);
  const blocks = answers.flatMap((answer) => answer.blocks as readonly BlockJson[]);
  expect(blocks.filter(({ status }) => status === "streaming")).toEqual([]);
  const texts = blocks.map(async ({ id, current, proposals }): Promise<[string, string[]]> => {
    const { revisions } = await api.ok("GET", `/api/blocks/${id}/revisions`);
    const proposed = proposals.flatMap((each) => (each.kind === "text" ? [each.content] : []));
    const old = (revisions as readonly { content: string }[]).map(({ content }) => content);
    return [id, [...proposed, ...(current === null ? [] : [current]), ...old]];
  });
  return new Map(await Promise.all(texts));
}

function pageTexts({ frames }: WireClient): Readonly<Record<string, string>> {
  const page = new PageMirror();
  for (const frame of frames) page.apply(frame);
  return page.texts;
}

function plainTexts({ chunks }: WireClient): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const { block_ids: block, content } of chunks) texts[block] = (texts[block] ?? "") + content;
  return texts;
}

/** A person goes on with what there is. */
async function acceptOne(api: ApiClient, { document }: Place): Promise<void> {
  const { blocks } = (await api.ok("GET", `/api/documents/${document}`)) as { blocks: readonly BlockJson[] };
  const cut = blocks.find(({ status }) => status === "cut");
  if (cut) await api.ok("POST", `/api/blocks/${cut.id}/accept`, { over: cut.version });
}
