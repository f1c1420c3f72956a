/** One route of the HTTP API: where it is, what it takes, what it does. */
import type * as z from "zod";
import type { Documents } from "../documents.ts";
import type { Chat, Document, User } from "../model.ts";
import { noChat, noDocument } from "../host/audience.ts";
import { refused } from "./api-answer.ts";

export interface ApiRoute {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As `/api/chats/{chat}`. */
  readonly path: string;
  readonly summary: string;
  /** JSON; absent: none is read. */
  readonly body?: z.ZodType;
  /** Of a success, where it is not 200. */
  readonly status?: 201;
  /** Throws `ApiError`. */
  readonly handle: (call: ApiCall<unknown>) => Promise<Response>;
}

/** One call, of an authenticated user. */
export interface ApiCall<Body> {
  readonly documents: Documents;
  readonly user: User;
  readonly viewerUrl: () => string | null;
  readonly body: Body;
  readonly query: URLSearchParams;
  /** What the path has in its braces. */
  param(name: "chat" | "document" | "block"): string | null;
}

export function route<Body extends z.ZodType>(
  definition: Omit<ApiRoute, "handle" | "body"> & {
    readonly body?: Body;
    readonly handle: (call: ApiCall<z.output<Body>>) => Promise<Response>;
  },
): ApiRoute {
  return definition as ApiRoute;
}

/** The path's chat. Throws `ApiError` where there is none of this user. */
export function chatOf(call: Pick<ApiCall<unknown>, "documents" | "user" | "param">): Promise<Chat> {
  return ownChat(call, call.param("chat") ?? "");
}

export async function ownChat(
  { documents, user }: Pick<ApiCall<unknown>, "documents" | "user">,
  id: string,
): Promise<Chat> {
  const chat = await documents.store.chat(id);
  if (chat?.user_id === user.id) return chat;
  throw refused(noChat(id));
}

/** The path's document. Throws `ApiError` where there is none of this user. */
export function documentOf(call: Pick<ApiCall<unknown>, "documents" | "user" | "param">): Promise<Document> {
  return ownDocument(call, call.param("document") ?? "");
}

export async function ownDocument(
  { documents, user }: Pick<ApiCall<unknown>, "documents" | "user">,
  id: string,
): Promise<Document> {
  const document = await documents.store.document(id);
  if (document?.user_id === user.id) return document;
  throw refused(noDocument(id));
}
