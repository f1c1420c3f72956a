/** What of documents is on a server's port: the page, the HTTP API, the WebSocket. The port is somebody else's. */
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { API_ERRORS } from "../http-api.ts";
import { ApiError, failureAnswer } from "./api-answer.ts";
import { API_ROUTES, type ApiOptions, bearerOf, createApi, unauthorized } from "./api-app.ts";
import { describeApi } from "./api-description.ts";
import { Connections } from "./connections.ts";
import type { WorkspaceFiles } from "./workspace-files.ts";

export interface DocumentServerOptions extends ApiOptions {
  readonly files: WorkspaceFiles;
}

const SOCKET_PATH = "/ws";

export class DocumentServer {
  readonly #options: DocumentServerOptions;
  readonly #connections: Connections;
  readonly #api;
  #isClosing = false;

  constructor(options: DocumentServerOptions) {
    this.#options = options;
    this.#connections = new Connections(options.documents, options.log);
    this.#api = createApi(options);
  }

  /** For an OpenAPI description. */
  get paths(): Readonly<Record<string, object>> {
    return describeApi(API_ROUTES);
  }

  /** Whether it is this that answers at `path`. */
  serves(path: string): boolean {
    return path === SOCKET_PATH || path.startsWith("/api/") || this.#options.files.serves(path);
  }

  /** Whether `path` is a WebSocket's. */
  upgrades(path: string): boolean {
    return path === SOCKET_PATH;
  }

  /** `request` has passed the checks of Host and Origin. */
  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/api/")) return this.#api.fetch(request);
    if (pathname === SOCKET_PATH) {
      const failure = new ApiError("invalid", "This is a WebSocket; connect with ws:// or wss://.");
      return failureAnswer(failure);
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      return failureAnswer(
        new ApiError("method_not_allowed", "The page takes GET.", { headers: { allow: "GET, HEAD" } }),
      );
    }
    const answer = this.#options.files.answer(pathname);
    return answer ?? failureAnswer(new ApiError("not_found", "The page has no such file; open /workspace."));
  }

  /** `request` has passed the checks of Host and Origin. Never rejects. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // Who goes away while it is looked up is no reason to end.
    const ignore = () => {};
    socket.on("error", ignore);
    try {
      const { searchParams } = new URL(request.url ?? "", "http://localhost");
      const token = bearerOf(request.headers.authorization) ?? searchParams.get("token");
      const user = await this.#options.userOf(token);
      if (!user) return refuse(socket, unauthorized());
      if (this.#isClosing) {
        return refuse(socket, new ApiError("shutting_down", "The server is going down; connect when it is back."));
      }
      socket.off("error", ignore);
      this.#connections.add(request, socket, head, user);
    } catch (error) {
      this.#options.log(`/ws: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      refuse(socket, new ApiError("internal_error", "The server failed on this request; its log says why."));
    }
  }

  /** Processors end, then connections. What was told is stored. Resolves within some seconds. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const { documents } = this.#options;
    await documents.processors.close();
    await documents.host.settled();
    await this.#connections.close();
    await documents.close();
  }
}

/** A WebSocket that is none: the socket is still HTTP's. */
function refuse(socket: Duplex, { code, message, headers }: ApiError): void {
  const body = JSON.stringify({ success: false, error: { code, message } });
  const status = API_ERRORS[code];
  const lines = Object.entries({
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    ...headers,
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
}
