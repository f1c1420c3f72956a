/** The HTTP API: what a person does with blocks by hand. */
import type { Command, Place } from "../core/command.ts";
import { writer } from "../core/decide.ts";
import { type AcceptAllAnswer, API_BODIES, type BlockAnswer, type RevisionsAnswer } from "../http-api.ts";
import type { Author, BlockState, Owner } from "../model.ts";
import { ApiError, jsonAnswer, refused } from "./api-answer.ts";
import { type ApiCall, type ApiRoute, documentOf, ownChat, ownDocument, route } from "./api-route.ts";
import { blockJson } from "./block-json.ts";

/** A block is found by itself too: its id is unique. */
const PATHS_OF_A_BLOCK = [
  "/api/blocks/{block}",
  "/api/documents/{document}/blocks/{block}",
  "/api/chats/{chat}/blocks/{block}",
] as const;

const addBlock = route({
  method: "POST",
  path: "/api/documents/{document}/blocks",
  summary: "Add a block, which is current at once",
  body: API_BODIES.addBlock,
  status: 201,
  async handle(call) {
    const { id: document_id } = await documentOf(call);
    const { type, content, meta = {}, after } = call.body;
    const id = call.documents.newId("block");
    const place: Place = after === undefined ? "end" : { after };
    const block = { id, type, meta: meta.title === undefined ? {} : { title: meta.title }, place };
    await execute(call, { type: "document", document_id }, { type: "add", block, content });
    return blockAnswer(call, id, 201);
  },
});

const acceptAll = route({
  method: "POST",
  path: "/api/documents/{document}/accept",
  summary: "Accept the newest change of each block that is neither stale nor being written",
  async handle(call) {
    const { id: document_id } = await documentOf(call);
    const owner: Owner = { type: "document", document_id };
    const accepted = await execute(call, owner, { type: "accept_all" });
    const blocks = await call.documents.host.blocks(owner);
    const left = blocks.filter(({ proposals }) => proposals.length > 0).map(({ block }) => block.id);
    const answer: AcceptAllAnswer = { success: true, accepted, left };
    return jsonAnswer(answer);
  },
});

const editBlock = route({
  method: "PATCH",
  path: "",
  summary: "Change a block's text by hand; `base` is the version that one has read",
  body: API_BODIES.editBlock,
  async handle(call) {
    const { block } = await blockOf(call);
    await execute(call, block.owner, { type: "edit", block_id: block.id, ...call.body });
    return blockAnswer(call, block.id);
  },
});

const dropBlock = route({
  method: "DELETE",
  path: "",
  summary: "Take a block away; its texts stay among its revisions",
  async handle(call) {
    const { block } = await blockOf(call);
    await execute(call, block.owner, { type: "remove", block_id: block.id });
    return jsonAnswer({ success: true });
  },
});

const moveBlock = route({
  method: "POST",
  path: "/move",
  summary: "Put a block after another; null: first",
  body: API_BODIES.move,
  async handle(call) {
    const { block } = await blockOf(call);
    await execute(call, block.owner, { type: "move", block_id: block.id, after: call.body.after });
    return blockAnswer(call, block.id);
  },
});

const accept = route({
  method: "POST",
  path: "/accept",
  summary: "Accept the newest change, or `proposal_id`; a stale one only `over` the version that one has seen",
  body: API_BODIES.accept,
  async handle(call) {
    const { block } = await blockOf(call);
    await execute(call, block.owner, { type: "accept", block_id: block.id, ...chosen(call.body) });
    return blockAnswer(call, block.id);
  },
});

const revert = route({
  method: "POST",
  path: "/revert",
  summary: "Take back the newest change, or `proposal_id`",
  body: API_BODIES.revert,
  async handle(call) {
    const { block } = await blockOf(call);
    await execute(call, block.owner, { type: "revert", block_id: block.id, ...chosen(call.body) });
    return blockAnswer(call, block.id);
  },
});

const apply = route({
  method: "POST",
  path: "/apply",
  summary: "Propose a block's text to a document: in the place of a block, after one, or at the end",
  body: API_BODIES.apply,
  async handle(call) {
    const source = await blockOf(call);
    const { id: document_id } = await ownDocument(call, call.body.document_id);
    const owner: Owner = { type: "document", document_id };
    const { command, author } = await applied(call, source, owner);
    await execute(call, owner, command, author);
    return blockAnswer(call, "block" in command ? command.block.id : command.block_id, 201);
  },
});

const revisions = route({
  method: "GET",
  path: "/revisions",
  summary: "What a block said before, the newest first; of one that is gone too",
  async handle(call) {
    const id = call.param("block") ?? "";
    const found = await call.documents.store.revisions(id);
    // Of a block that is gone, its revisions say where it was.
    const [latest] = found;
    if (!latest || (await call.documents.store.block(id))) await blockOf(call);
    else await requireOwner(call, latest.owner, id);
    const answer: RevisionsAnswer = { success: true, revisions: found };
    return jsonAnswer(answer);
  },
});

const OF_A_BLOCK = [editBlock, dropBlock, moveBlock, accept, revert, apply, revisions];

export const BLOCK_ROUTES: readonly ApiRoute[] = [
  ...[addBlock, acceptAll],
  ...OF_A_BLOCK.flatMap((each) => PATHS_OF_A_BLOCK.map((own) => ({ ...each, path: `${own}${each.path}` }))),
];

/** The path's block. Throws `ApiError` where there is none of this user, or not there. */
async function blockOf(call: ApiCall<unknown>): Promise<BlockState> {
  const id = call.param("block") ?? "";
  const state = await call.documents.store.block(id);
  if (!state) throw noBlock(id);
  await requireOwner(call, state.block.owner, id);
  return state;
}

async function requireOwner(call: ApiCall<unknown>, owner: Owner, blockId: string): Promise<void> {
  const named = owner.type === "chat" ? call.param("chat") : call.param("document");
  const other = owner.type === "chat" ? call.param("document") : call.param("chat");
  const id = owner.type === "chat" ? owner.chat_id : owner.document_id;
  if (other !== null || (named !== null && named !== id)) throw noBlock(blockId);
  try {
    await (owner.type === "chat" ? ownChat(call, id) : ownDocument(call, id));
  } catch (error) {
    throw error instanceof ApiError ? noBlock(blockId) : error;
  }
}

function noBlock(id: string): ApiError {
  return new ApiError("not_found", `There is no block ${id} here; GET the document or chat to see what there is.`);
}

async function execute(
  call: ApiCall<unknown>,
  owner: Owner,
  command: Command,
  author?: Author,
): Promise<readonly string[]> {
  const { user, documents } = call;
  const actor = { author: author ?? { type: "user", id: user.id, name: user.name }, chat_id: null } as const;
  const done = await documents.host.execute(owner, command, actor);
  if ("refusal" in done) throw refused(done);
  return done.changed;
}

/** Signed by who wrote the text. */
async function applied(
  call: ApiCall<{ readonly replace?: string | undefined; readonly after?: string | null | undefined }>,
  source: BlockState,
  owner: Owner,
): Promise<{
  readonly command: Extract<Command, { type: "propose_block" | "propose_text" }>;
  readonly author: Author;
}> {
  const { newId, store } = call.documents;
  const { replace, after } = call.body;
  if (replace !== undefined && after !== undefined) {
    throw new ApiError("invalid", "replace and after exclude each other; send one of them, or neither.");
  }
  const { block } = source;
  if (writer(source)) throw new ApiError("being_written", `${block.id} is being written just now; wait for its end.`);
  const proposed = source.proposals.findLast((each) => each.kind === "text");
  const { content, author } = proposed ?? { content: block.current ?? "", author: block.author };
  const text = { proposal_id: newId("proposal"), content, status: "done" } as const;
  if (replace === undefined) {
    const meta = block.meta.title === undefined ? {} : { title: block.meta.title };
    const place: Place = after === undefined ? "end" : { after };
    const added = { id: newId("block"), type: block.type, meta, place };
    return { command: { type: "propose_block", block: added, text }, author };
  }
  const target = await store.block(replace);
  if (!target || JSON.stringify(target.block.owner) !== JSON.stringify(owner)) throw noBlock(replace);
  if (target.block.type !== block.type) {
    throw new ApiError(
      "invalid",
      `${replace} is ${target.block.type} and this is ${block.type}; put it after that block.`,
    );
  }
  return { command: { type: "propose_text", block_id: replace, base: target.block.version, text }, author };
}

function chosen(body: { readonly proposal_id?: string | undefined; readonly over?: number | undefined }) {
  const { proposal_id, over } = body;
  return { ...(proposal_id !== undefined && { proposal_id }), ...(over !== undefined && { over }) };
}

async function blockAnswer(call: ApiCall<unknown>, id: string, status = 200): Promise<Response> {
  const state = await call.documents.store.block(id);
  const answer: BlockAnswer = { success: true, block: state && blockJson(state) };
  return jsonAnswer(answer, status);
}
