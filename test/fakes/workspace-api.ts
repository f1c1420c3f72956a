/** What the page asks by HTTP, answered from what a `WorkspaceServer` has. */
import type { Command } from "../../src/documents/core/command.ts";
import { newestText } from "../../src/documents/core/decide.ts";
import type { BlockType, Chat, Owner } from "../../src/documents/model.ts";
import type { Refusal } from "../../src/documents/refusal.ts";
import type { WorkspaceServer } from "./workspace-server.ts";

interface Call {
  readonly method: string;
  /** Behind /api/. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>> | object;
}

interface Answer {
  readonly status?: number;
  readonly [field: string]: unknown;
}

export function answerApi(server: WorkspaceServer, { method, path, body }: Call): Answer {
  const [kind = "", id = "", part = "", blockId = ""] = path;
  const fields = body as Readonly<Record<string, unknown>>;
  const title = typeof fields["title"] === "string" ? fields["title"] : "Untitled";
  if (kind === "me") {
    const models = [
      { id: "anthropic/claude-opus-5-5", note: "no key: set ANTHROPIC_API_KEY", ready: false },
      { id: "demo/writer", note: "writes by itself, no key", ready: true },
      { id: "demo/critic", note: "", ready: true },
    ];
    return { user: { id: "u1", name: "Ann" }, models, usual_model: "demo/writer", viewer_url: "http://127.0.0.1:9/" };
  }
  if (kind === "chats" || kind === "documents") {
    const list = kind === "chats" ? server.chats : server.documents;
    const name = kind.slice(0, -1);
    if (id === "" && method === "GET") return { [kind]: [...list.values()] };
    if (id === "") {
      const { document_id = null } = fields as { document_id?: string | null };
      return { status: 201, [name]: kind === "chats" ? server.addChat(title, document_id) : server.addDocument(title) };
    }
    const found = list.get(id);
    if (found === undefined) return notFound;
    if (part === "" && method === "PATCH") {
      if (kind === "chats") {
        const changed = { ...found, ...fields } as Chat;
        server.chats.set(id, changed);
        server.tell({ type: "chat", chat: changed });
        return { chat: changed };
      }
      const changed = { ...found, ...fields };
      server.documents.set(id, changed);
      server.tell({ type: "document", document: changed });
      return { document: changed };
    }
    if (part === "" && method === "DELETE") {
      list.delete(id);
      server.tell(kind === "chats" ? { type: "chat_gone", chat_id: id } : { type: "document_gone", document_id: id });
      return {};
    }
    const owner: Owner = { type: "document", document_id: id };
    if (part === "accept") {
      const before = server.blocks(owner).filter(({ proposals }) => proposals.length > 0);
      server.execute(owner, { type: "accept_all" });
      const left = server.blocks(owner).filter(({ proposals }) => proposals.length > 0);
      const ids = left.map(({ block }) => block.id);
      return { accepted: before.map(({ block }) => block.id).filter((each) => !ids.includes(each)), left: ids };
    }
    if (part === "blocks" && blockId === "") {
      const { type = "md", content = "", meta = {}, after } = fields as Record<string, never>;
      const block = { id: server.newId("block"), type: type as BlockType, meta, place: placeOf(after) };
      const refused = server.execute(owner, { type: "add", block, content });
      return refused ? refusedAs(refused) : { status: 201, block: { id: block.id } };
    }
  }
  if (kind === "blocks") return ofBlock(server, id, part, method, fields);
  return notFound;
}

const notFound: Answer = { status: 404, error: { code: "not_found", message: "There is no such thing." } };

function ofBlock(
  server: WorkspaceServer,
  id: string,
  part: string,
  method: string,
  fields: Readonly<Record<string, unknown>>,
): Answer {
  const owners: Owner[] = [
    ...[...server.documents.keys()].map((document_id): Owner => ({ type: "document", document_id })),
    ...[...server.chats.keys()].map((chat_id): Owner => ({ type: "chat", chat_id })),
  ];
  const owner = owners.find((each) => server.blocks(each).some(({ block }) => block.id === id));
  if (owner === undefined) return notFound;
  if (part === "revisions") return { revisions: [] };
  if (part === "apply") {
    const { document_id, replace, after } = fields as Record<string, string | undefined>;
    const state = server.blocks(owner).find(({ block }) => block.id === id);
    const target: Owner = { type: "document", document_id: document_id ?? "" };
    const text = {
      proposal_id: server.newId("proposal"),
      content: state ? newestText(state) : "",
      status: "done",
    } as const;
    const version = server.blocks(target).find(({ block }) => block.id === replace)?.block.version ?? 0;
    const block = { id: replace ?? server.newId("block"), type: "md", meta: {}, place: placeOf(after) } as const;
    const command: Command =
      replace === undefined
        ? { type: "propose_block", block, text }
        : { type: "propose_text", block_id: replace, base: version, text };
    const refused = server.execute(target, command, state?.proposals[0]?.author);
    return refused ? refusedAs(refused) : { block: { id: block.id } };
  }
  const refused = server.execute(owner, {
    ...fields,
    type: COMMANDS[`${method} ${part}`] ?? "edit",
    block_id: id,
  } as Command);
  return refused ? refusedAs(refused) : { block: { id } };
}

const COMMANDS: Readonly<Record<string, Command["type"]>> = {
  "PATCH ": "edit",
  "DELETE ": "remove",
  "POST move": "move",
  "POST accept": "accept",
  "POST revert": "revert",
};

function placeOf(after: unknown): "end" | { after: string | null } {
  return after === undefined ? "end" : { after: after as string | null };
}

function refusedAs({ code, message, ...more }: Refusal): Answer {
  return { status: code === "not_found" ? 404 : code === "invalid" ? 400 : 409, error: { code, message }, ...more };
}
