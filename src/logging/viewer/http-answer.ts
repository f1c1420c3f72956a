/** Small answers over HTTP, and the one shape of every refusal. */
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 416 | 500 | 503;
  readonly code: string;
  /** One sentence, with the fix. */
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const SAFE_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
} as const;

export function answer(
  { method }: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array = "",
): void {
  const length = { "content-length": String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...SAFE_HEADERS, ...(status === 204 ? {} : length), ...headers });
  response.end(method === "HEAD" ? undefined : body);
}

export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  answer(request, response, refusal.status, headersOf(refusal), bodyOf(refusal));
}

/** The refusal of a WebSocket, whose socket is still HTTP. */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const body = bodyOf(refusal);
  const headers = { ...SAFE_HEADERS, ...headersOf(refusal), "content-length": String(Buffer.byteLength(body)) };
  const lines = Object.entries({ ...headers, connection: "close" }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on("error", () => {});
  // Else it would stay open as long as the other side likes.
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join("")}\r\n${body}`);
}

function headersOf({ headers }: Refusal): Record<string, string> {
  return { "content-type": "application/json", "cache-control": "no-store", ...headers };
}

function bodyOf({ code, message }: Refusal): string {
  return JSON.stringify({ success: false, error: { code, message } });
}
