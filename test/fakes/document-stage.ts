/** A host of documents with one user, a chat and a document, and connections that keep what they hear. */
import { DocumentHost } from "../../src/documents/document-host.ts";
import { Subscriber } from "../../src/documents/host/subscriber.ts";
import type { NewId } from "../../src/documents/ids.ts";
import type { Author, BlockState, Chat, Document, Owner, User } from "../../src/documents/model.ts";
import type { Chunk, PageFrame, ServerFrame } from "../../src/documents/wire.ts";

import { ManualClock } from "./manual-clock.ts";
import { WatchedStore } from "./watched-store.ts";

export const ADA: User = { id: "u-ada", name: "Ada", created_at: 1 };
export const BOB: User = { id: "u-bob", name: "Bob", created_at: 1 };
export const PERSON: Author = { type: "user", id: ADA.id, name: ADA.name };
export const AGENT: Author = { type: "agent", model: "scripted/test" };
export const CHAT: Chat = {
  ...{ id: "c1", user_id: ADA.id, title: "Gold", document_id: null },
  ...{ created_at: 1, updated_at: 1 },
};
export const DOCUMENT: Document = { id: "d1", user_id: ADA.id, title: "Report", created_at: 1, updated_at: 1 };
export const IN_CHAT: Owner = { type: "chat", chat_id: CHAT.id };
export const IN_DOCUMENT: Owner = { type: "document", document_id: DOCUMENT.id };
export const BY_PERSON = { author: PERSON, chat_id: null };
export const BY_AGENT = { author: AGENT, chat_id: CHAT.id };

/** `b1`, `b2`, `p1`, …: tests can read them. */
export function countedIds(): NewId {
  const counts = new Map<string, number>();
  return (kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${kind.charAt(0)}-${count}`;
  };
}

export async function documentStage(given?: WatchedStore) {
  const store = given ?? (await WatchedStore.open());
  const clock = new ManualClock();
  const newId = countedIds();
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const options = { store, clock, newId, log, activityOf: () => "idle" as const };
  const host = new DocumentHost(options);
  await store.write([
    { type: "user_put", user: ADA, token_hash: null },
    { type: "user_put", user: BOB, token_hash: null },
    { type: "document_put", document: DOCUMENT },
    { type: "chat_put", chat: CHAT },
  ]);
  store.transactions.length = 0;
  /** After a crash: what was in memory is gone. */
  const again = () => new DocumentHost(options);
  return { store, clock, newId, host, again, lines };
}

/** A connection that keeps what it was told. */
export class Listener extends Subscriber {
  readonly frames: ServerFrame[];

  constructor() {
    const frames: ServerFrame[] = [];
    super((text) => frames.push(JSON.parse(text) as ServerFrame));
    this.frames = frames;
  }

  get chunks(): readonly Chunk[] {
    return this.frames.filter((frame): frame is Chunk => "content" in frame);
  }

  /** Of the types that a page follows. */
  pageFrames<Type extends PageFrame["type"]>(type: Type): readonly Extract<PageFrame, { type: Type }>[] {
    return this.frames.filter((frame): frame is Extract<PageFrame, { type: Type }> => frame.type === type);
  }

  /** All text of a block, as a client puts it together. */
  textOf(block: string): string {
    return this.chunks
      .filter(({ block_ids }) => block_ids === block)
      .map(({ content }) => content)
      .join("");
  }
}

export function newBlock(id: string, fields: { readonly type?: "md" | "csv" } = {}) {
  return { id, type: fields.type ?? ("md" as const), meta: {}, place: "end" as const };
}

export async function textsOf(host: DocumentHost, owner: Owner): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await host.blocks(owner)).map((state) => [state.block.id, lastText(state)]));
}

function lastText({ block, proposals }: BlockState): string {
  return proposals.findLast((each) => each.kind === "text")?.content ?? block.current ?? "";
}
