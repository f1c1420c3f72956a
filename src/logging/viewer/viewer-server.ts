/**
 * The port of the viewers (PROTOCOL 7): the page and, in replay, the log over HTTP; the stream of a room over WebSocket.
 * Where the records come from is the rooms' business.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Clock } from "../../chatroom/clock.ts";
import { HostCheck } from "../../http/host-check.ts";
import { OriginCheck } from "../../http/origin-check.ts";
import { answer, type Refusal, refuse, refuseUpgrade } from "./http-answer.ts";
import { loadPage, missingPage, type Page } from "./page.ts";
import { serveLog } from "./serve-log.ts";
import type { ViewerHub } from "./viewer-hub.ts";
import {
  ACCESS_PATH,
  CLOSING,
  corsHeaders,
  LOG_PATH,
  NOT_FOUND,
  roomOf,
  UNAUTHORIZED,
  UNKNOWN_ROOM,
  urlOf,
  wrongPath,
} from "./viewer-request.ts";

/** What can be watched. */
export interface ViewerRooms {
  /** The stream of `name`; null: of the one that is meant where none is named. Null where there is no such room. */
  find(name: string | null): { readonly name: string | null; readonly hub: ViewerHub } | null;
  /** Null where there is only the one. */
  readonly names: readonly string[] | null;
  /** Ends all streams, see `ViewerHub.close`. */
  close(): Promise<void>;
}

export interface ViewerServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly rooms: ViewerRooms;
  /** Pages of elsewhere that may watch, as browsers say them; `null` for a page opened from disk. */
  readonly allowOrigins?: readonly string[];
  readonly allowHosts?: readonly string[];
  /** Whether who shows this token may watch; absent: everybody may. */
  readonly admits?: (token: string | null) => boolean;
  /** The page; default: the one that is built with this program. */
  readonly page?: string;
  /** The log that is replayed, to be had at `/log`. */
  readonly log?: string;
  /** Whether viewers who play it by themselves shall begin anew at its end; default true. */
  readonly loop?: boolean;
}

const SERVER_OPTIONS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
} as const;
/** Viewers say little. */
const LONGEST_MESSAGE = 4_096;
/** For downloads, when the port closes, ms. */
const GRACE_MS = 1_000;

export class ViewerServer {
  readonly port: number;
  /** As `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly #options: ViewerServerOptions;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #hosts: HostCheck;
  readonly #origins: OriginCheck;
  /** Sockets that are no longer HTTP's. */
  readonly #upgraded = new Set<Duplex>();
  #page: Promise<Page | null> | null = null;
  #closing: Promise<void> | null = null;

  private constructor(server: Server, options: ViewerServerOptions) {
    const { host, allowHosts = [], allowOrigins = [] } = options;
    this.#options = options;
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://${host.includes(":") ? `[${host}]` : host}:${this.port}`;
    this.#hosts = new HostCheck({ bindHost: host, allowHosts, hostname: hostname() });
    this.#origins = new OriginCheck(allowOrigins);
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: LONGEST_MESSAGE,
      // Our frames are written past `ws`, once for all viewers.
      perMessageDeflate: false,
      // It would answer without looking whether they are read.
      autoPong: false,
    });
    server.on("request", (request, response) => void this.#answer(request, response));
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    // A failing accept is no reason to end a conversation.
    server.on("error", () => {});
  }

  /** Rejects where the port cannot be had (`EADDRINUSE`, `EACCES`, …). */
  static async open(options: ViewerServerOptions): Promise<ViewerServer> {
    const server = createServer(SERVER_OPTIONS);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port, options.host, () => {
        server.off("error", reject);
        resolve();
      });
    });
    return new ViewerServer(server, options);
  }

  /** Viewers get what they have not got yet and a close frame. Resolves when the port is free, within 2 s. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.#options.rooms.close();
    const cancel = this.#options.clock.schedule(GRACE_MS, () => {
      this.#server.closeAllConnections();
      for (const socket of this.#upgraded) socket.destroy();
    });
    this.#server.closeIdleConnections();
    await closed;
    cancel();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = urlOf(request);
    const path = url?.pathname ?? null;
    const refusal = this.#wrongHost(request) ?? wrongPath(path, this.#options.log !== undefined, request.method);
    if (refusal) return refuse(request, response, refusal);
    if (path === LOG_PATH && url) return this.#answerLog(url, request, response);
    if (path === ACCESS_PATH && url) return this.#answerAccess(url, request, response);
    if (path === "/favicon.ico") return answer(request, response, 204, { "cache-control": "max-age=86400" });
    // The page says nothing of any conversation: whoever asks may have it.
    const { html, policy } = (await this.#loadPage()) ?? missingPage();
    answer(
      request,
      response,
      200,
      {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": policy,
        "cross-origin-opener-policy": "same-origin",
        "cache-control": "no-cache",
      },
      html,
    );
  }

  /** Read once; again only as long as it could not be. */
  async #loadPage(): Promise<Page | null> {
    const page = await (this.#page ??= loadPage(this.#options.page));
    if (page === null) this.#page = null;
    return page;
  }

  async #answerLog(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin = null } = request.headers;
    const refusal = this.#wrongOrigin(request);
    if (refusal) return refuse(request, response, refusal);
    const foreign = origin !== null && this.#judge(request).type === "allowed";
    const cors = foreign ? corsHeaders(origin) : {};
    if (request.method === "OPTIONS") return answer(request, response, 204, { ...cors, allow: "GET, HEAD, OPTIONS" });
    if (!this.#admits(url, request)) return refuse(request, response, { ...UNAUTHORIZED, headers: cors });
    await serveLog(this.#options.log ?? "", request, response, cors);
  }

  /** What would become of a WebSocket: browsers do not tell a page why one was refused. */
  #answerAccess(url: URL, request: IncomingMessage, response: ServerResponse): void {
    const { origin = null } = request.headers;
    const allowed = origin !== null && this.#judge(request).type === "allowed";
    const headers = { ...(allowed && corsHeaders(origin)), "cache-control": "no-store" };
    const isKnown = this.#options.rooms.find(url.searchParams.get("room")) !== null;
    const refusal = this.#refusalOf(url, request) ?? (isKnown ? null : UNKNOWN_ROOM);
    if (refusal) refuse(request, response, { ...refusal, headers });
    else answer(request, response, 204, headers);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = urlOf(request);
    const room = url && roomOf(url);
    const refusal = this.#refusalOf(url, request);
    if (refusal || !url) return refuseUpgrade(socket, refusal ?? NOT_FOUND);
    if (room === undefined) return refuseUpgrade(socket, NOT_FOUND);
    this.#upgraded.add(socket);
    socket.once("close", () => this.#upgraded.delete(socket));
    const { rooms, log, loop = true } = this.#options;
    const found = rooms.find(room);
    if (!found) return refuseUpgrade(socket, UNKNOWN_ROOM);
    const after = url.searchParams.get("after") ?? "";
    this.#sockets.handleUpgrade(request, socket, head, (ws) => {
      found.hub.add(
        ws,
        socket,
        {
          form: url.searchParams.has("records") ? "records" : "chat",
          after: /^\d{1,15}$/.test(after) ? Number(after) : null,
        },
        {
          ...(found.name !== null && { room: found.name }),
          ...(rooms.names !== null && { rooms: rooms.names }),
          ...(log !== undefined && { log: LOG_PATH }),
          ...(!loop && { loop }),
        },
      );
    });
  }

  #refusalOf(url: URL | null, request: IncomingMessage): Refusal | null {
    return (
      this.#wrongHost(request) ??
      this.#wrongOrigin(request) ??
      (url && this.#admits(url, request) ? null : UNAUTHORIZED) ??
      (this.#closing ? CLOSING : null)
    );
  }

  #wrongHost({ headers }: IncomingMessage): Refusal | null {
    if (headers.host === undefined || this.#hosts.allows(headers.host)) return null;
    const message = "This server does not answer to that Host; start it with --allow-host NAME if it shall.";
    return { status: 403, code: "forbidden_host", message };
  }

  #wrongOrigin(request: IncomingMessage): Refusal | null {
    const verdict = this.#judge(request);
    return verdict.type === "refused" ? { status: 403, code: "forbidden_origin", message: verdict.reason } : null;
  }

  #judge({ headers }: IncomingMessage) {
    const site = headers["sec-fetch-site"];
    return this.#origins.judge({
      origin: headers.origin ?? null,
      host: headers.host ?? null,
      site: typeof site === "string" ? site : null,
    });
  }

  #admits(url: URL, { headers }: IncomingMessage): boolean {
    const { admits } = this.#options;
    if (!admits) return true;
    const [, bearer = null] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? "") ?? [];
    return admits(url.searchParams.get("token") ?? bearer);
  }
}
