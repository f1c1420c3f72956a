/**
 * A server of documents in a few lines, with the page to work in on it: blocks are decided on by the real core, and what is
 * written, told and refused, and when, is the test's.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type WebSocket, WebSocketServer } from "ws";
import type { Workspace } from "../../scripts/build-web.ts";
import { applyChanges } from "../../src/documents/core/apply.ts";
import type { Command, Origin } from "../../src/documents/core/command.ts";
import { decide } from "../../src/documents/core/decide.ts";
import type { Author, BlockMeta, BlockState, BlockType, Chat, Document, Owner } from "../../src/documents/model.ts";
import type { Refusal } from "../../src/documents/refusal.ts";
import type { Chunk, ProcessorActivity, ServerFrame } from "../../src/documents/wire.ts";
import { answerApi } from "./workspace-api.ts";

export const PERSON: Author = { type: "user", id: "u1", name: "Ann" };
export const MODEL: Author = { type: "agent", model: "demo/writer" };

/** What every response of the page's server says. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";
const TYPES: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript", css: "text/css" };

export interface Heard {
  readonly name: string;
  readonly chat_id?: string;
  readonly document_id?: string;
  readonly [key: string]: unknown;
}

export class WorkspaceServer {
  readonly url: string;
  readonly port: number;
  /** Events of the pages, in order. */
  readonly heard: Heard[] = [];
  readonly chats = new Map<string, Chat>();
  readonly documents = new Map<string, Document>();
  /** A token that is wanted; null: none. */
  token: string | null = null;
  now = Date.UTC(2026, 0, 15, 10, 30);
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #page: Workspace;
  readonly #blocks = new Map<string, readonly BlockState[]>();
  readonly #activities = new Map<string, ProcessorActivity>();
  readonly #opened = new Map<WebSocket, readonly string[]>();
  #ids = 0;

  private constructor(server: Server, page: Workspace) {
    this.#server = server;
    this.#page = page;
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}/workspace`;
    this.#sockets = new WebSocketServer({ server });
    this.#sockets.on("connection", (socket) => {
      this.#opened.set(socket, []);
      socket.on("close", () => this.#opened.delete(socket));
      socket.on("message", (data: Buffer) => this.#hear(socket, JSON.parse(data.toString()) as Heard));
    });
    server.on("request", (request, response) => void this.#answer(request, response));
  }

  static async open(page: Workspace, port = 0): Promise<WorkspaceServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return new WorkspaceServer(server, page);
  }

  get connections(): number {
    return this.#opened.size;
  }

  newId(kind: string): string {
    return `${kind.charAt(0)}${++this.#ids}`;
  }

  addDocument(title: string): Document {
    const times = { created_at: this.now, updated_at: this.now };
    const document = { id: this.newId("document"), user_id: "u1", title, ...times };
    this.documents.set(document.id, document);
    return document;
  }

  addChat(title: string, document_id: string | null = null): Chat {
    const times = { created_at: this.now, updated_at: this.now };
    const chat = { id: this.newId("chat"), user_id: "u1", title, document_id, ...times };
    this.chats.set(chat.id, chat);
    return chat;
  }

  blocks(owner: Owner): readonly BlockState[] {
    return this.#blocks.get(keyOf(owner)) ?? [];
  }

  /** Does it, and tells the pages. */
  execute(owner: Owner, command: Command, author: Author = PERSON): Refusal | null {
    const before = this.blocks(owner);
    const origin: Origin = { author, owner, now: ++this.now, newId: (kind) => this.newId(kind) };
    const decision = decide(before, command, origin);
    if ("refusal" in decision) return decision.refusal;
    const after = applyChanges(before, decision.changes);
    this.#blocks.set(keyOf(owner), after);
    const old = new Map(before.map((state) => [state.block.id, state]));
    for (const state of after) {
      if (old.get(state.block.id) !== state) this.tell({ type: "block", block: state }, owner);
      old.delete(state.block.id);
    }
    for (const block_id of old.keys()) this.tell({ type: "block_gone", block_id }, owner);
    return null;
  }

  /** A block with accepted text. */
  add(owner: Owner, content: string, type: BlockType = "md", meta: BlockMeta = {}, author: Author = PERSON): string {
    const id = this.newId("block");
    this.execute(owner, { type: "add", block: { id, type, meta, place: "end" }, content }, author);
    return id;
  }

  /** A text that is begun: of a new block, or of one that is there. */
  begin(
    owner: Owner,
    place: string | { readonly type: BlockType; readonly meta?: BlockMeta },
    author: Author = MODEL,
  ): FakeText {
    const proposal_id = this.newId("proposal");
    const text = { proposal_id, content: "", status: "streaming" } as const;
    const id = typeof place === "string" ? place : this.newId("block");
    const base = this.blocks(owner).find(({ block }) => block.id === id)?.block.version ?? 0;
    if (typeof place === "string") this.execute(owner, { type: "propose_text", block_id: id, base, text }, author);
    else {
      const block = { id, type: place.type, meta: place.meta ?? {}, place: "end" } as const;
      this.execute(owner, { type: "propose_block", block, text }, author);
    }
    const type = this.blocks(owner).find(({ block }) => block.id === id)?.block.type ?? "md";
    return {
      block_id: id,
      write: (content) => {
        const after = applyChanges(this.blocks(owner), [{ type: "append", proposal_id, text: content }]);
        this.#blocks.set(keyOf(owner), after);
        this.tell({ type, block_ids: id, ...idsOf(owner), content }, owner);
      },
      end: (status = "done") => {
        this.tell({ type, block_ids: id, content: "", end: true }, owner);
        this.execute(owner, { type: "finish", block_id: id, proposal_id, status }, author);
      },
    };
  }

  setActivity(chat_id: string, activity: ProcessorActivity): void {
    this.#activities.set(chat_id, activity);
    this.tell({ type: "activity", chat_id, activity }, { type: "chat", chat_id });
  }

  /** To the pages that show it; to all where no owner is named. */
  tell(frame: ServerFrame, owner?: Owner): void {
    for (const [socket, ids] of this.#opened) {
      if (owner === undefined || ids.includes(keyOf(owner))) socket.send(JSON.stringify(frame));
    }
  }

  /** Every connection breaks. */
  cut(): void {
    for (const socket of this.#opened.keys()) socket.terminate();
  }

  async close(): Promise<void> {
    this.cut();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #hear(socket: WebSocket, event: Heard): void {
    this.heard.push(event);
    if (event.name !== "open") return;
    const chat = this.chats.get(event.chat_id ?? "") ?? null;
    const document = this.documents.get(event.document_id ?? chat?.document_id ?? "") ?? null;
    const owners: Owner[] = [];
    if (chat) owners.push({ type: "chat", chat_id: chat.id });
    if (document) owners.push({ type: "document", document_id: document.id });
    this.#opened.set(socket, owners.map(keyOf));
    const activity = this.#activities.get(chat?.id ?? "") ?? "ended";
    const snapshot: ServerFrame = {
      type: "snapshot",
      chat: chat && { chat, blocks: this.blocks({ type: "chat", chat_id: chat.id }), activity },
      document: document && { document, blocks: this.blocks({ type: "document", document_id: document.id }) },
    };
    socket.send(JSON.stringify(snapshot));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.url);
    response.setHeader("content-security-policy", POLICY);
    if (pathname.startsWith("/api/")) {
      const isKnown = this.token === null || request.headers.authorization === `Bearer ${this.token}`;
      const body = request.method === "GET" ? {} : (JSON.parse((await text(request)) || "{}") as object);
      const call = { method: request.method ?? "GET", path: pathname.slice(5).split("/"), query: searchParams, body };
      const answer = isKnown
        ? answerApi(this, call)
        : { status: 401, error: { code: "unauthorized", message: "Who?" } };
      const { status = 200, ...fields } = answer;
      response.writeHead(status, { "content-type": "application/json" });
      return void response.end(JSON.stringify({ success: status < 400, ...fields }));
    }
    const file = pathname.replace(/^\/workspace\/?/, "") || "index.html";
    const contents = pathname.startsWith("/workspace") ? this.#page.files.get(file) : undefined;
    if (contents === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[file.split(".").at(-1) ?? ""] ?? "application/octet-stream" });
    response.end(contents);
  }
}

export interface FakeText {
  readonly block_id: string;
  write(content: string): void;
  end(status?: "cut" | "done"): void;
}

function keyOf(owner: Owner): string {
  return owner.type === "chat" ? owner.chat_id : owner.document_id;
}

function idsOf(owner: Owner): Partial<Chunk> {
  return owner.type === "chat" ? { chat_id: owner.chat_id } : { document_id: owner.document_id };
}
