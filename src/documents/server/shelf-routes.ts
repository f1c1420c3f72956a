/** The HTTP API: who one is, and chats and documents as a whole. */
import {
  API_BODIES,
  type ChatContentAnswer,
  type ChatsAnswer,
  type DocumentContentAnswer,
  type DocumentsAnswer,
  type MeAnswer,
} from "../http-api.ts";
import { noChat, noDocument } from "../host/audience.ts";
import type { Chat, Document } from "../model.ts";
import { exportDocument } from "../export/export-document.ts";
import { EXPORT_FORMATS } from "../export/file-name.ts";
import { MODES } from "../wire.ts";
import { ApiError, jsonAnswer, refused, SAFE_HEADERS } from "./api-answer.ts";
import { type ApiRoute, chatOf, documentOf, ownDocument, route } from "./api-route.ts";
import { blockJson } from "./block-json.ts";

const UNTITLED = "Untitled";

const me = route({
  method: "GET",
  path: "/api/me",
  summary: "Who one is, and which models there are",
  async handle({ user: { id, name }, documents: { models }, viewerUrl }) {
    const answer: MeAnswer = {
      ...{ success: true, user: { id, name }, models: await models.list() },
      ...{ usual_model: models.usual, modes: MODES, viewer_url: viewerUrl() },
    };
    return jsonAnswer(answer);
  },
});

const chats = route({
  method: "GET",
  path: "/api/chats",
  summary: "One's chats, the last used first",
  async handle({ documents: { store }, user }) {
    const answer: ChatsAnswer = { success: true, chats: await store.chats(user.id) };
    return jsonAnswer(answer);
  },
});

const makeChat = route({
  method: "POST",
  path: "/api/chats",
  summary: "Make a chat",
  body: API_BODIES.makeChat,
  status: 201,
  async handle(call) {
    const { title = UNTITLED, document_id } = call.body;
    const document = document_id === undefined ? null : await ownDocument(call, document_id);
    const { host, newId, clock } = call.documents;
    const now = clock.now();
    const fields = { id: newId("chat"), user_id: call.user.id, title, document_id: document?.id ?? null };
    const chat: Chat = { ...fields, created_at: now, updated_at: now };
    await host.shelf.addChat(chat);
    return jsonAnswer({ success: true, chat }, 201);
  },
});

const chat = route({
  method: "GET",
  path: "/api/chats/{chat}",
  summary: "A chat, with its blocks",
  async handle(call) {
    const found = await chatOf(call);
    const blocks = await call.documents.host.blocks({ type: "chat", chat_id: found.id });
    const activity = call.documents.processors.activityOf(found.id);
    const answer: ChatContentAnswer = { success: true, chat: found, activity, blocks: blocks.map(blockJson) };
    return jsonAnswer(answer);
  },
});

const changeChat = route({
  method: "PATCH",
  path: "/api/chats/{chat}",
  summary: "Rename a chat, or let it work on another document",
  body: API_BODIES.changeChat,
  async handle(call) {
    const { id } = await chatOf(call);
    const { title, document_id } = call.body;
    if (typeof document_id === "string") await ownDocument(call, document_id);
    const fields = { ...(title !== undefined && { title }), ...(document_id !== undefined && { document_id }) };
    const changed = await call.documents.host.shelf.updateChat(id, fields);
    if (!changed) throw refused(noChat(id));
    return jsonAnswer({ success: true, chat: changed });
  },
});

const dropChat = route({
  method: "DELETE",
  path: "/api/chats/{chat}",
  summary: "Take a chat away with its blocks; what is being answered is stopped first",
  async handle(call) {
    const { id } = await chatOf(call);
    await call.documents.processors.stopChat(id);
    await call.documents.host.shelf.dropChat(id);
    return jsonAnswer({ success: true });
  },
});

const documents = route({
  method: "GET",
  path: "/api/documents",
  summary: "One's documents, the last changed first",
  async handle({ documents: { store }, user }) {
    const answer: DocumentsAnswer = { success: true, documents: await store.documents(user.id) };
    return jsonAnswer(answer);
  },
});

const makeDocument = route({
  method: "POST",
  path: "/api/documents",
  summary: "Make a document",
  body: API_BODIES.makeDocument,
  status: 201,
  async handle({ documents: { host, newId, clock }, user, body: { title = UNTITLED } }) {
    const now = clock.now();
    const document: Document = { id: newId("document"), user_id: user.id, title, created_at: now, updated_at: now };
    await host.shelf.addDocument(document);
    return jsonAnswer({ success: true, document }, 201);
  },
});

const document = route({
  method: "GET",
  path: "/api/documents/{document}",
  summary: "A document, with its blocks",
  async handle(call) {
    const found = await documentOf(call);
    const blocks = await call.documents.host.blocks({ type: "document", document_id: found.id });
    const answer: DocumentContentAnswer = { success: true, document: found, blocks: blocks.map(blockJson) };
    return jsonAnswer(answer);
  },
});

const changeDocument = route({
  method: "PATCH",
  path: "/api/documents/{document}",
  summary: "Rename a document",
  body: API_BODIES.changeDocument,
  async handle(call) {
    const { id } = await documentOf(call);
    const changed = await call.documents.host.shelf.renameDocument(id, call.body.title);
    if (!changed) throw refused(noDocument(id));
    return jsonAnswer({ success: true, document: changed });
  },
});

const dropDocument = route({
  method: "DELETE",
  path: "/api/documents/{document}",
  summary: "Take a document away with its blocks; who writes into it is stopped first, its chats stay",
  async handle(call) {
    const found = await documentOf(call);
    await call.documents.processors.stopDocument(found.id);
    await call.documents.host.shelf.dropDocument(found);
    return jsonAnswer({ success: true });
  },
});

const exported = route({
  method: "GET",
  path: "/api/documents/{document}/export",
  summary:
    "A document as a file: `format` md, html or docx (a page for Word and its like); `proposals=1`: as if all were accepted",
  async handle(call) {
    const { id, title } = await documentOf(call);
    const wanted = call.query.get("format") ?? "md";
    const format = EXPORT_FORMATS.find((each) => each === wanted);
    if (!format) throw new ApiError("invalid", `format is ${EXPORT_FORMATS.join(", ")}; send one of them.`);
    const blocks = await call.documents.host.blocks({ type: "document", document_id: id });
    const proposals = ["1", "true"].includes(call.query.get("proposals") ?? "");
    const { name, mediaType, text } = exportDocument({ title, blocks }, format, { proposals });
    return new Response(text, {
      headers: {
        ...SAFE_HEADERS,
        "content-type": mediaType,
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", "%27")}`,
        // Of what models wrote nothing runs, even where a browser opens it.
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
      },
    });
  },
});

export const SHELF_ROUTES: readonly ApiRoute[] = [
  ...[me, chats, makeChat, chat, changeChat, dropChat],
  ...[documents, makeDocument, document, changeDocument, dropDocument, exported],
];
