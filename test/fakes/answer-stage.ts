/** Chats whose answers come from real answerers over scripted models, in a real host over a store in memory. */
import type { ModelProvider } from "../../src/agents/types.ts";
import type { AnswerParts } from "../../src/documents/answers/answer-parts.ts";
import { createAnswerer } from "../../src/documents/answers/document-answerer.ts";
import { openDocuments } from "../../src/documents/documents.ts";
import type { BlockState, Owner } from "../../src/documents/model.ts";
import type { Models } from "../../src/documents/processor/answerer.ts";
import { controlEvent, messageEvent } from "../../src/documents/wire.ts";
import { ADA, BY_PERSON, CHAT, countedIds, DOCUMENT, IN_CHAT, IN_DOCUMENT, Listener } from "./document-stage.ts";
import { ManualClock, settle } from "./manual-clock.ts";
import { ScriptedProvider, type Turn } from "./scripted-provider.ts";
import { WatchedStore } from "./watched-store.ts";

export interface AnswerStageOptions {
  /** By the name that a message gives; default: one, called `scripted/test`. */
  readonly providers?: Readonly<Record<string, ModelProvider>>;
  readonly contextWindow?: number;
  /** Default: those of `providers`. */
  readonly models?: Models;
  readonly parts?: Partial<AnswerParts>;
}

export async function answerStage(turns: readonly Turn[], options: AnswerStageOptions = {}) {
  const provider = new ScriptedProvider(turns);
  const { providers = { "scripted/test": provider }, contextWindow = null, parts = {} } = options;
  const store = await WatchedStore.open();
  const clock = new ManualClock();
  const models: Models = options.models ?? {
    usual: Object.keys(providers)[0] ?? "",
    list: async () => [],
    open: async (spec) => {
      const found = providers[spec];
      if (!found) throw new Error(`unknown model "${spec}"`);
      return { id: spec, provider: found, price: null, contextWindow };
    },
  };
  const lines: string[] = [];
  const documents = openDocuments({
    ...{ store, clock, newId: countedIds(), models },
    createAnswerer: createAnswerer({ models, discuss: null, clock, random: () => 0.5, ...parts }),
    log: (line) => void lines.push(line),
  });
  await store.write([
    { type: "user_put", user: ADA, token_hash: null },
    { type: "document_put", document: DOCUMENT },
    { type: "chat_put", chat: { ...CHAT, document_id: DOCUMENT.id } },
  ]);
  const { host, processors } = documents;
  const page = new Listener();
  await host.audience.open(page, { user_id: ADA.id, chat_id: CHAT.id, document_id: DOCUMENT.id });
  /** All that is under way and needs no time is over. */
  const quiet = async () => {
    for (let round = 0; round < 40; round++) {
      await host.settled();
      await settle();
    }
  };
  const send = async (content: string, fields: object = {}) => {
    const event = messageEvent.parse({
      name: "message",
      message: { content },
      chat_id: CHAT.id,
      mode: "agent",
      ...fields,
    });
    const refused = await processors.message(ADA, event, page);
    if (refused) throw new Error(refused.refusal.message);
    await quiet();
  };
  const control = async (name: "pause" | "stop") => {
    await processors.control(ADA, controlEvent.parse({ name, chat_id: CHAT.id }));
    await quiet();
  };
  /** A block that the person has written into the document. */
  const given = async (id: string, content: string, type: "md" | "csv" | "image/png" = "md") => {
    const block = { id, type, meta: {}, place: "end" } as const;
    await host.execute(IN_DOCUMENT, { type: "add", block, content }, BY_PERSON);
  };
  const texts = async (owner: Owner) => (await host.blocks(owner)).map(newest);
  return {
    ...{ provider, store, clock, documents, host, processors, page, lines, quiet, send, control, given },
    /** What the chat says, in order. */
    chat: () => texts(IN_CHAT),
    document: () => texts(IN_DOCUMENT),
    documentBlocks: () => host.blocks(IN_DOCUMENT),
    /** The last answer's block. */
    answer: async () => (await host.blocks(IN_CHAT)).findLast(({ block }) => block.meta.role === "assistant"),
    /** What the model was told last. */
    get told(): string {
      const entry = provider.requests.at(-1)?.history.at(-1);
      if (entry?.role === "tool") return entry.results.map(({ text }) => text).join("\n");
      return entry?.text ?? "";
    },
    errors: () => page.chunks.filter(({ type }) => type === "error").map(({ content }) => content),
  };
}

/** `status: text` where it is proposed, the text where it was accepted. */
function newest({ block, proposals }: BlockState): string {
  const text = proposals.findLast((each) => each.kind === "text");
  return text?.kind === "text" ? `${text.status}: ${text.content}` : (block.current ?? "");
}
