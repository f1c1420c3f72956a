/** What the page shows of one chat and one document: a pure fold of a snapshot, the chunks and the frames after it. */
import type { BlockState, Owner, Proposal, TextProposal } from "../../../src/documents/model.ts";
import type { ChatContent, Chunk, DocumentContent, ServerFrame } from "../../../src/documents/wire.ts";

export interface Shown {
  readonly chat: ChatContent | null;
  readonly document: DocumentContent | null;
  /** What the document had when a whole new structure was begun; it waits below. */
  readonly earlier: ReadonlySet<string>;
  /** Blocks of other chats and documents: where a block is, is told once. */
  readonly elsewhere: ReadonlySet<string>;
  /** Why nothing comes just now; null: it comes. */
  readonly waiting: string | null;
  /** What the server complained of, the oldest first. */
  readonly troubles: readonly Trouble[];
}

export interface Trouble {
  readonly id: number;
  readonly block_ids: readonly string[];
  readonly message: string;
}

export const NOTHING_SHOWN: Shown = {
  chat: null,
  document: null,
  earlier: new Set(),
  elsewhere: new Set(),
  waiting: null,
  troubles: [],
};

/** A frame that changes nothing gives the same object. */
export function foldFrame(shown: Shown, frame: ServerFrame): Shown {
  switch (frame.type) {
    case "snapshot":
      return { ...NOTHING_SHOWN, chat: frame.chat, document: frame.document };
    case "block":
      return withBlock(shown, frame.block);
    case "block_gone":
      return withoutBlock(shown, frame.block_id);
    case "chat":
      if (shown.chat?.chat.id !== frame.chat.id) return shown;
      return { ...shown, chat: { ...shown.chat, chat: frame.chat } };
    case "chat_gone":
      return shown.chat?.chat.id === frame.chat_id ? { ...shown, chat: null } : shown;
    case "document":
      if (shown.document?.document.id !== frame.document.id) return shown;
      return { ...shown, document: { ...shown.document, document: frame.document } };
    case "document_gone":
      return shown.document?.document.id === frame.document_id ? { ...shown, document: null } : shown;
    case "activity":
      if (shown.chat?.chat.id !== frame.chat_id) return shown;
      return { ...shown, waiting: null, chat: { ...shown.chat, activity: frame.activity } };
    case "waiting":
      return shown.chat?.chat.id === frame.chat_id ? { ...shown, waiting: frame.why } : shown;
    default:
      return withChunk(shown, frame);
  }
}

export function dismissTrouble(shown: Shown, id: number): Shown {
  return { ...shown, troubles: shown.troubles.filter((trouble) => trouble.id !== id) };
}

function withChunk(shown: Shown, chunk: Chunk): Shown {
  const ids = chunk.block_ids.split(",").filter((id) => id !== "");
  if (chunk.type === "error") {
    // Its block says so itself.
    if (shown.chat?.blocks.some(({ block }) => ids.includes(block.id) && block.meta.error !== undefined)) return shown;
    const trouble = { id: (shown.troubles.at(-1)?.id ?? 0) + 1, block_ids: ids, message: chunk.content };
    return { ...shown, troubles: [...shown.troubles, trouble] };
  }
  const begun = chunk.new_doc && isHere(shown, chunk) ? clearDocument(shown, ids) : shown;
  return ids.reduce((now, id) => withText(now, id, chunk), begun);
}

/** Whether a chunk that names its place means what is shown. */
function isHere({ chat, document }: Shown, { document_id, chat_id }: Chunk): boolean {
  if (document_id !== undefined) return document_id === document?.document.id;
  return chat_id === undefined || chat_id === chat?.chat.id;
}

function clearDocument(shown: Shown, except: readonly string[]): Shown {
  const ids = (shown.document?.blocks ?? []).map(({ block }) => block.id).filter((id) => !except.includes(id));
  return { ...shown, earlier: new Set(ids) };
}

function withText(shown: Shown, id: string, chunk: Chunk): Shown {
  for (const key of ["document", "chat"] as const) {
    const content = shown[key];
    const index = content?.blocks.findIndex(({ block }) => block.id === id) ?? -1;
    const state = content?.blocks[index];
    if (content && state) {
      const blocks = content.blocks.with(index, written(state, chunk));
      return { ...shown, [key]: { ...content, blocks } };
    }
  }
  if (shown.elsewhere.has(id)) return shown;
  const key = chunk.document_id === undefined ? "chat" : "document";
  const content = shown[key];
  if (!isHere(shown, chunk) || content === null) {
    return { ...shown, elsewhere: new Set(shown.elsewhere).add(id) };
  }
  const owner: Owner =
    shown.document && key === "document"
      ? { type: "document", document_id: shown.document.document.id }
      : { type: "chat", chat_id: shown.chat?.chat.id ?? "" };
  return { ...shown, [key]: { ...content, blocks: [...content.blocks, written(unknown(id, owner, chunk), chunk)] } };
}

/** After all that have a position: a key has no "~". */
const LAST = "~";
const NOBODY = { type: "agent", model: "" } as const;

/** As much as a chunk tells of a block. */
function unknown(id: string, owner: Owner, { type }: Chunk): BlockState {
  if (type === "error") throw new TypeError("an error is no block");
  const meta = owner.type === "chat" ? { role: "assistant" as const } : {};
  const times = { version: 0, current: null, created_at: 0 };
  return { block: { id, owner, type, meta, position: LAST, author: NOBODY, ...times }, proposals: [] };
}

function written(state: BlockState, chunk: Chunk): BlockState {
  const index = state.proposals.findLastIndex((each) => each.kind === "text" && each.status === "streaming");
  const found = state.proposals[index];
  const proposals = found ? state.proposals : [...state.proposals, begun(state, chunk)];
  const at = found ? index : proposals.length - 1;
  const proposal = proposals[at] as TextProposal;
  const status = chunk.end ? "done" : proposal.status;
  return {
    ...state,
    proposals: proposals.with(at, { ...proposal, content: proposal.content + chunk.content, status }),
  };
}

function begun({ block, proposals }: BlockState, { base = block.version }: Chunk): Proposal {
  const id = `${block.id}.${proposals.length}`;
  const { author, created_at } = block;
  return { id, block_id: block.id, base, author, created_at, kind: "text", content: "", status: "streaming" };
}

function withBlock(shown: Shown, state: BlockState): Shown {
  const { owner, id } = state.block;
  const key = owner.type;
  const content = shown[key];
  const isShown =
    owner.type === "chat" ? owner.chat_id === shown.chat?.chat.id : owner.document_id === shown.document?.document.id;
  if (!content || !isShown) return shown;
  const earlier =
    shown.earlier.has(id) && !isToGo(state) ? new Set([...shown.earlier].filter((each) => each !== id)) : shown.earlier;
  // What its block says itself now.
  const troubles = state.block.meta.error
    ? shown.troubles.filter(({ block_ids }) => !block_ids.includes(id))
    : shown.troubles;
  return { ...shown, earlier, troubles, [key]: { ...content, blocks: placed(content.blocks, state) } };
}

function placed(blocks: readonly BlockState[], state: BlockState): readonly BlockState[] {
  const { id, position } = state.block;
  const index = blocks.findIndex(({ block }) => block.id === id);
  if (blocks[index]?.block.position === position) return blocks.with(index, state);
  const others = blocks.filter(({ block }) => block.id !== id);
  const next = others.findIndex(({ block }) => block.position > position);
  return others.toSpliced(next === -1 ? others.length : next, 0, state);
}

function withoutBlock(shown: Shown, id: string): Shown {
  const { chat, document } = shown;
  const without = <Content extends ChatContent | DocumentContent>(content: Content | null): Content | null =>
    content?.blocks.some(({ block }) => block.id === id)
      ? { ...content, blocks: content.blocks.filter(({ block }) => block.id !== id) }
      : content;
  return { ...shown, chat: without(chat), document: without(document) };
}

/** Somebody proposes to take it away. */
export function isToGo({ proposals }: BlockState): boolean {
  return proposals.some(({ kind }) => kind === "delete");
}
