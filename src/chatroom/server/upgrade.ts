/** What wants to be a WebSocket: which requests may, and an answer for those that may not, whose socket is HTTP's still. */
import type { IncomingMessage } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Access } from "./access.ts";
import { errorAnswer } from "./answers.ts";
import type { Beside } from "./beside.ts";
import { HttpError } from "./http-error.ts";

export interface Upgrades {
  /** Whether the request is one for a WebSocket; if not, it is answered as any other. */
  wants(request: IncomingMessage): boolean;
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export function upgradesOf(beside: Beside, access: Pick<Access, "refusalOf">): Upgrades {
  const wants = (request: IncomingMessage) =>
    request.headers.upgrade?.toLowerCase() === "websocket" && beside.upgrades(pathOf(request.url ?? ""));
  return {
    wants,
    handle(request, socket, head) {
      const missing = wants(request) ? null : errorAnswer(new HttpError("not_found", "There is no WebSocket here."));
      const refusal = missing ?? access.refusalOf(new Headers(headersOf(request)));
      if (refusal) void refuse(socket, refusal);
      else void beside.upgrade(request, socket, head);
    },
  };
}

/** Of the target of a request, or a URL. */
export function pathOf(url: string): string {
  const start = url.startsWith("/") ? 0 : url.indexOf("/", url.indexOf("//") + 2);
  const end = url.slice(start).search(/[?#]/);
  return start === -1 ? "/" : url.slice(start, end === -1 ? undefined : start + end);
}

function headersOf({ headers }: IncomingMessage): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[name, value]] : [],
  );
}

async function refuse(socket: Duplex, answer: Response): Promise<void> {
  const body = await answer.text();
  const headers = { ...Object.fromEntries(answer.headers), "content-length": String(Buffer.byteLength(body)) };
  const lines = Object.entries({ ...headers, connection: "close" }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on("error", () => {});
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\n${lines.join("")}\r\n${body}`);
}
