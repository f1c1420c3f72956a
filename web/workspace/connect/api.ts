/** What is asked of the server by HTTP. It never rejects: a refusal is an answer too. */
import type {
  AcceptAllAnswer,
  ChatsAnswer,
  DocumentsAnswer,
  MeAnswer,
  RevisionsAnswer,
} from "../../../src/documents/http-api.ts";
import type { BlockMeta, BlockType, Chat, Document } from "../../../src/documents/model.ts";

export interface Failure {
  /** HTTP's; 0: there was no answer. */
  readonly status: number;
  readonly code: string;
  /** One sentence, with the fix. */
  readonly message: string;
  /** With `stale_base`: how they differ, and the block as it is now. */
  readonly difference?: string;
  readonly version?: number;
  readonly current?: string | null;
}

export type Answer<Body> = { readonly body: Body } | { readonly failure: Failure };

export interface NewContent {
  readonly type?: BlockType;
  readonly content: string;
  readonly meta?: BlockMeta;
  /** Absent: at the end. */
  readonly after?: string | null;
}

/** Where an answer of a chat goes in a document. Neither: at the end. */
export interface ApplyPlace {
  readonly document_id: string;
  readonly replace?: string;
  readonly after?: string | null;
}

export class Api {
  readonly #fetch: typeof fetch;
  readonly #token: () => string | null;

  constructor(fetcher: typeof fetch, token: () => string | null) {
    this.#fetch = fetcher;
    this.#token = token;
  }

  me = () => this.#ask<MeAnswer>("GET", "me");
  chats = () => this.#ask<ChatsAnswer>("GET", "chats");
  documents = () => this.#ask<DocumentsAnswer>("GET", "documents");
  createChat = (fields: { title?: string; document_id?: string }) => this.#ask<{ chat: Chat }>("POST", "chats", fields);
  createDocument = (fields: { title?: string }) => this.#ask<{ document: Document }>("POST", "documents", fields);
  changeChat = (id: string, fields: { title?: string; document_id?: string | null }) =>
    this.#ask<{ chat: Chat }>("PATCH", `chats/${id}`, fields);
  renameDocument = (id: string, title: string) =>
    this.#ask<{ document: Document }>("PATCH", `documents/${id}`, { title });
  deleteChat = (id: string) => this.#ask("DELETE", `chats/${id}`);
  deleteDocument = (id: string) => this.#ask("DELETE", `documents/${id}`);
  addBlock = (documentId: string, content: NewContent) =>
    this.#ask<{ block: { id: string } }>("POST", `documents/${documentId}/blocks`, content);
  editBlock = (id: string, content: string, base: number) => this.#ask("PATCH", `blocks/${id}`, { content, base });
  deleteBlock = (id: string) => this.#ask("DELETE", `blocks/${id}`);
  moveBlock = (id: string, after: string | null) => this.#ask("POST", `blocks/${id}/move`, { after });
  accept = (id: string, choice: { proposal_id?: string; over?: number }) =>
    this.#ask("POST", `blocks/${id}/accept`, choice);
  revert = (id: string, choice: { proposal_id?: string }) => this.#ask("POST", `blocks/${id}/revert`, choice);
  apply = (id: string, place: ApplyPlace) => this.#ask<{ block: { id: string } }>("POST", `blocks/${id}/apply`, place);
  acceptAll = (documentId: string) => this.#ask<AcceptAllAnswer>("POST", `documents/${documentId}/accept`, {});
  revisions = (id: string) => this.#ask<RevisionsAnswer>("GET", `blocks/${id}/revisions`);

  async #ask<Body = unknown>(method: string, path: string, body?: object): Promise<Answer<Body>> {
    const response = await this.#send(method, path, body);
    if ("failure" in response) return response;
    if (!response.body.ok) return { failure: await failureOf(response.body) };
    try {
      return { body: (await response.body.json()) as Body };
    } catch {
      return {
        failure: { status: response.body.status, code: "unreadable", message: "The server's answer cannot be read." },
      };
    }
  }

  async #send(method: string, path: string, body?: object): Promise<Answer<Response>> {
    const token = this.#token();
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    try {
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      return { body: await this.#fetch(`/api/${path}`, init) };
    } catch {
      const message = "The server does not answer. Try again when it is back.";
      return { failure: { status: 0, code: "unreachable", message } };
    }
  }
}

async function failureOf(response: Response): Promise<Failure> {
  const { status } = response;
  try {
    const { error, ...more } = (await response.json()) as {
      error: Pick<Failure, "code" | "message">;
    } & Partial<Failure>;
    return { ...more, ...error, status };
  } catch {
    return { status, code: "failed", message: `The server answered ${status}.` };
  }
}
