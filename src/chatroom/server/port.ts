/**
 * The TCP side of the server: limits on connections, headers and time, an answer for what is no HTTP at all, and an end
 * that lets what is being answered be answered.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener, RequestError } from "@hono/node-server";
import type { Clock } from "../clock.ts";
import { SERVER_LIMITS } from "../http-api.ts";
import { errorAnswer } from "./answers.ts";
import { HttpError } from "./http-error.ts";
import type { Upgrades } from "./upgrade.ts";

/** Connections that nobody has closed until then are destroyed, ms. */
const GRACE_MS = 1_000;
/** Longer than the minute that proxies keep theirs, so that none sends a request into a connection that just closes. */
const KEEP_ALIVE_MS = 65_000;

const SERVER_OPTIONS = {
  headersTimeout: SERVER_LIMITS.headersMs,
  // To receive a request. The answer takes as long as it takes: a stream, a check, a push that waits for the floor.
  requestTimeout: SERVER_LIMITS.requestMs,
  connectionsCheckingInterval: SERVER_LIMITS.headersMs / 2,
  keepAliveTimeout: KEEP_ALIVE_MS,
  maxHeaderSize: SERVER_LIMITS.headerBytes,
  // Node would answer without a word; `refuseRequest` says what is missing.
  requireHostHeader: false,
} as const;

export interface PortOptions {
  /** The app. */
  readonly fetch: Parameters<typeof getRequestListener>[0];
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  /** One line for the operator. */
  readonly log: (line: string) => void;
  /** null: there are no WebSockets. */
  readonly upgrades: Upgrades | null;
}

export class Port {
  readonly port: number;
  readonly #server: Server;
  readonly #clock: Clock;
  #closing = false;

  private constructor(server: Server, { clock, log, upgrades }: PortOptions) {
    this.#server = server;
    this.#clock = clock;
    this.port = (server.address() as AddressInfo).port;
    const answers = new WeakMap<Socket, ServerResponse>();
    server.on("request", (incoming: IncomingMessage, outgoing: ServerResponse) => {
      answers.set(incoming.socket, outgoing);
      outgoing.once("finish", () => {
        if (this.#closing) incoming.socket.destroySoon();
      });
    });
    // Node would refuse in a word of its own what asks for more than `100-continue`: here it asks for nothing.
    server.on("checkExpectation", (incoming, outgoing) => server.emit("request", incoming, outgoing));
    server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
      refuse(error, socket, answers.get(socket));
    });
    if (upgrades) server.on("upgrade", (request, socket, head) => upgrades.handle(request, socket, head));
    server.on("error", (error) => log(`the port failed: ${error.message}`));
  }

  /** Throws where the port cannot be had (`EADDRINUSE`, `EACCES`, …). */
  static async open(options: PortOptions): Promise<Port> {
    const { fetch, host, port, upgrades } = options;
    const answer = getRequestListener(fetch, { errorHandler: refuseRequest });
    // Who asks for something else than a WebSocket (`h2c`, as curl does) is answered as if it had not asked.
    const shouldUpgradeCallback = (request: IncomingMessage) => upgrades?.wants(request) ?? false;
    const own = upgrades ? { ...SERVER_OPTIONS, shouldUpgradeCallback } : SERVER_OPTIONS;
    const server = createServer(own, (incoming, outgoing) => void answer(incoming, outgoing));
    server.maxConnections = SERVER_LIMITS.connections;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => {
        server.off("error", reject);
        resolve();
      });
    });
    return new Port(server, options);
  }

  /** Takes no more connections, and closes those that wait for nothing. Resolves when all are closed. */
  async close(): Promise<void> {
    this.#closing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const cancel = this.#clock.schedule(GRACE_MS, () => this.#server.closeAllConnections());
    await closed;
    cancel();
  }
}

/** Answers what is HTTP and cannot be a request all the same: no Host, or one that is none. */
function refuseRequest(error: unknown): Response {
  if (!(error instanceof RequestError)) return errorAnswer(error);
  return errorAnswer(new HttpError("invalid_request", `${error.message}; send a Host and a path of this server.`));
}

/** Answers what could not be read as a request, if that can be told apart from the answer to another one. */
function refuse(error: NodeJS.ErrnoException, socket: Socket, last: ServerResponse | undefined): void {
  const belongsToLast = last !== undefined && !last.req.complete;
  const unanswered = last !== undefined && !last.writableFinished;
  if (!socket.writable || error.code === "ECONNRESET" || (unanswered && (!belongsToLast || last.headersSent))) {
    socket.destroy();
    return;
  }
  const { status, answer } = refusalOf(error.code);
  const body = JSON.stringify(answer);
  const head = ["content-type: application/json", `content-length: ${Buffer.byteLength(body)}`, "connection: close"];
  socket.end(`HTTP/1.1 ${status} ${STATUS_TEXT[status] ?? "Bad Request"}\r\n${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroySoon();
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  408: "Request Timeout",
  413: "Content Too Large",
  431: "Request Header Fields Too Large",
};

function refusalOf(code: string | undefined): HttpError {
  switch (code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new HttpError("request_timeout", "The request was not sent in time; send it again, at once and whole.");
    case "HPE_HEADER_OVERFLOW":
      return new HttpError("headers_too_large", `Headers may have ${SERVER_LIMITS.headerBytes} bytes; send fewer.`);
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return new HttpError("body_too_large", "The chunks of the body have too many extensions; send none.");
    default:
      return new HttpError("invalid_request", "That is no HTTP request; this port speaks HTTP/1.1, without TLS.");
  }
}
