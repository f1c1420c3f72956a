/** Documents on a real port, with answers that the test writes, and clients of it. */
import { WebSocket } from "ws";
import { onTestFinished } from "vitest";
import { systemClock, type Clock } from "../../src/chatroom/clock.ts";
import { serveRooms, type ServeOptions } from "../../src/chatroom/server/serve.ts";
import { openDocuments } from "../../src/documents/documents.ts";
import { DocumentServer } from "../../src/documents/server/document-server.ts";
import { WorkspaceFiles } from "../../src/documents/server/workspace-files.ts";
import type { NewId } from "../../src/documents/ids.ts";
import type { CreateAnswerer, Models } from "../../src/documents/processor/answerer.ts";
import type { DocumentStore } from "../../src/documents/store/document-store.ts";
import { addUser, authenticate, localUser } from "../../src/documents/users.ts";
import type { Chunk, PageFrame, ServerFrame } from "../../src/documents/wire.ts";
import { countedIds } from "./document-stage.ts";
import { type Script, ScriptedAnswerer, scriptedModels } from "./scripted-answerer.ts";
import { serveOptions } from "./serve-options.ts";
import { WatchedStore } from "./watched-store.ts";

export interface DocumentPortOptions {
  readonly scripts?: readonly Script[];
  readonly auth?: "open" | "token";
  readonly clock?: Clock;
  readonly files?: string;
  readonly rate?: number;
  readonly store?: DocumentStore;
  readonly serve?: Partial<ServeOptions>;
  readonly models?: Models;
  /** Instead of scripts. */
  readonly createAnswerer?: CreateAnswerer;
  readonly newId?: NewId;
}

export async function openDocumentPort(options: DocumentPortOptions = {}) {
  const { scripts = [], auth = "open", clock = systemClock, files = "/nowhere", rate = 0, serve = {} } = options;
  const store = options.store ?? (await WatchedStore.open());
  const answerer = new ScriptedAnswerer(...scripts);
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const { models = scriptedModels, createAnswerer = answerer.create, newId = countedIds() } = options;
  const documents = openDocuments({ store, clock, newId, models, log, createAnswerer });
  const beside = new DocumentServer({
    ...{ documents, rate, log, viewerUrl: () => "http://127.0.0.1:8080" },
    userOf: async (token) => {
      if (auth === "open") return localUser(store, { USER: "Ada" }, clock.now());
      return token === null ? null : authenticate(store, token);
    },
    files: await WorkspaceFiles.open(files),
  });
  const server = await serveRooms(
    serveOptions({ beside, log, auth, token: auth === "open" ? null : "server-token", ...serve }),
  );
  onTestFinished(() => server.close());
  const { url } = server;
  const userNamed = (name: string) => addUser(store, name, clock.now());
  const connect = (more: { readonly token?: string; readonly headers?: Record<string, string> } = {}) =>
    WireClient.connect(`${url.replace("http", "ws")}/ws${more.token ? `?token=${more.token}` : ""}`, more.headers);
  return { url, server, store, documents, answerer, lines, userNamed, connect, api: new ApiClient(url) };
}

/** A client at `/ws` that keeps every frame. */
export class WireClient {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[] = [];
  /** As they came. */
  readonly texts: string[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data: Buffer) => {
      this.texts.push(data.toString());
      this.frames.push(JSON.parse(data.toString()) as ServerFrame);
    });
    this.closed = new Promise((resolve) =>
      socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() })),
    );
  }

  /** Rejects with what it was answered instead. */
  static connect(url: string, headers: Record<string, string> = {}): Promise<WireClient> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { headers, perMessageDeflate: false });
      const client = new WireClient(socket);
      socket.on("open", () => resolve(client));
      socket.on("error", reject);
      socket.on("unexpected-response", (_request, response) => {
        let body = "";
        response.on("data", (part: Buffer) => (body += part.toString()));
        response.on("end", () => reject(new Error(`${response.statusCode} ${body}`)));
      });
    });
  }

  send(event: unknown): void {
    this.socket.send(typeof event === "string" || Buffer.isBuffer(event) ? event : JSON.stringify(event));
  }

  message(content: string, fields: object = {}): void {
    this.send({ name: "message", message: { content }, ...fields });
  }

  get chunks(): readonly Chunk[] {
    return this.frames.filter((frame): frame is Chunk => "content" in frame);
  }

  get errors(): readonly string[] {
    return this.chunks.filter(({ type }) => type === "error").map(({ content }) => content);
  }

  frame<Type extends PageFrame["type"]>(type: Type): readonly Extract<PageFrame, { type: Type }>[] {
    return this.frames.filter((frame): frame is Extract<PageFrame, { type: Type }> => frame.type === type);
  }

  textOf(block: string | undefined): string {
    return this.chunks
      .filter(({ block_ids }) => block_ids === block)
      .map(({ content }) => content)
      .join("");
  }

  /** Resolves when a frame has made `wanted` true; rejects where the connection ends before. */
  until(wanted: (client: this) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (wanted(this)) resolve();
        else if (this.socket.readyState === WebSocket.CLOSED) reject(new Error("the connection has ended"));
        else return;
        this.socket.off("message", look).off("close", look);
      };
      this.socket.on("message", look).on("close", look);
      look();
    });
  }

  /** Resolves when all it has sent so far was heard: what it sends last is answered last. */
  async heard(): Promise<void> {
    const count = this.errors.length;
    this.send("{}");
    await this.until(({ errors }) => errors.length > count);
  }
}

/** The HTTP API, as JSON. */
export class ApiClient {
  readonly #url: string;
  readonly #token: string | undefined;

  constructor(url: string, token?: string) {
    this.#url = url;
    this.#token = token;
  }

  as(token: string): ApiClient {
    return new ApiClient(this.#url, token);
  }

  async request(method: string, path: string, body?: unknown) {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(this.#token !== undefined && { authorization: `Bearer ${this.#token}` }),
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: safeJson(text) };
  }

  /** The JSON of a success; fails with what it was instead. */
  async ok(method: string, path: string, body?: unknown) {
    const { status, json, text } = await this.request(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return json;
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- what an answer holds is what the test is about
function safeJson(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
