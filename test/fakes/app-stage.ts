/**
 * The server's app on a stage: no port, a clock that is moved by hand. Every answer is held against what its endpoint
 * documents; one that is not documented fails the test that got it.
 */
import { expect } from "vitest";
import { HTTP_ERRORS } from "../../src/chatroom/http-api.ts";
import type { RoomStore } from "../../src/chatroom/journal/room-store.ts";
import { MemoryStore } from "../../src/chatroom/journal/room-store.ts";
import type { FloorPolicy } from "../../src/chatroom/protocol.ts";
import type { Keep } from "../../src/chatroom/recent-events.ts";
import { Access, type AccessOptions } from "../../src/chatroom/server/access.ts";
import { createApp, ENDPOINTS } from "../../src/chatroom/server/app.ts";
import type { Endpoint } from "../../src/chatroom/server/endpoint.ts";
import type { McpEndpoint } from "../../src/chatroom/server/mcp-endpoint.ts";
import { Metrics } from "../../src/chatroom/server/metrics.ts";
import { errorsOf, pathsOf } from "../../src/chatroom/server/openapi.ts";
import { Rooms } from "../../src/chatroom/server/rooms.ts";
import { errorAnswerSchema } from "../../src/chatroom/server/schemas.ts";
import { Tokens } from "../../src/chatroom/server/tokens.ts";
import { ManualClock } from "./manual-clock.ts";

export const SERVER_TOKEN = "the-token-of-the-server";
export const HOST = "127.0.0.1:8894";

export interface StageOptions extends Partial<Omit<AccessOptions, "clock" | "tokens">> {
  readonly floor?: FloorPolicy;
  readonly keep?: Keep;
  readonly allows?: (content: string) => boolean;
  readonly mcp?: McpEndpoint;
  readonly store?: RoomStore;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** A body, of any kind. */
export type Sent = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export type AppStage = Awaited<ReturnType<typeof openApp>>;

const opened: Rooms[] = [];

/** To be called after each test. */
export async function closeApps(): Promise<void> {
  for (const rooms of opened.splice(0)) await rooms.close();
}

export async function openApp({
  floor = "open",
  keep,
  allows,
  mcp,
  store = new MemoryStore(),
  ...rules
}: StageOptions = {}) {
  const clock = new ManualClock();
  const { auth = "open", token = auth === "token" ? SERVER_TOKEN : null } = rules;
  const rooms = await Rooms.open({ store, clock, floor, open: auth === "open", keep, allows, onBroken: () => {} });
  opened.push(rooms);
  const logged: string[] = [];
  const access = new Access({
    rate: 0,
    allowOrigins: [],
    allowHosts: [],
    bindHost: "127.0.0.1",
    ...rules,
    auth,
    token,
    clock,
    tokens: new Tokens(Buffer.alloc(32, 7)),
    rooms,
  });
  const app = createApp({
    rooms,
    access,
    version: "1.2.3",
    log: (line) => logged.push(line),
    mcp: mcp ?? null,
    metrics: new Metrics(rooms, clock),
  });
  const ask = async (method: string, path: string, init: Asked & { readonly body?: Sent | undefined }) => {
    const headers = { host: HOST, ...init.headers };
    const { signal, body = null } = init;
    const duplex = body instanceof ReadableStream ? { duplex: "half" as const } : {};
    const response = await app.request(path, { method, headers, body, ...duplex, ...(signal ? { signal } : {}) });
    return documented(method, path, response);
  };
  const post = (path: string, body: unknown, { headers, ...more }: Asked = {}) =>
    ask("POST", path, {
      ...more,
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  const get = (path: string, init: Asked = {}) => ask("GET", path, init);
  /** Their session tokens. */
  const meet = async (...names: string[]) => {
    const headers: Record<string, string> = auth === "token" ? { authorization: `Bearer ${SERVER_TOKEN}` } : {};
    const tokens: string[] = [];
    for (const username of names) {
      const { status, body } = await post("/register", { username }, { headers });
      expect(status).toBe(200);
      tokens.push(body["session_token"] as string);
    }
    return tokens;
  };
  return { app, rooms, access, clock, logged, lobby: rooms.find("lobby"), ask, post, get, meet };
}

/** `{success: false, error: {code, …}}` with the code's status, as `toMatchObject` takes it. */
export function refusal(code: keyof typeof HTTP_ERRORS) {
  return { status: HTTP_ERRORS[code], body: { success: false, error: { code } } };
}

export function bearer(token: string | undefined): Asked {
  return { headers: { authorization: `Bearer ${token}` } };
}

/** The endpoint of a request; undefined where there is none. */
export function endpointOf(method: string, path: string): Endpoint | undefined {
  const asked = new URL(`http://${HOST}${path}`).pathname;
  const real = method === "HEAD" ? "GET" : method;
  return ENDPOINTS.find(
    (endpoint) =>
      endpoint.method === real &&
      pathsOf(endpoint).some((pattern) => new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(asked)),
  );
}

/** Reads the answer, and fails where it is none that its endpoint documents. */
export async function documented(method: string, path: string, response: Response): Promise<Answered> {
  const text = await response.text();
  const { status, headers } = response;
  const isJson = headers.get("content-type")?.startsWith("application/json") ?? false;
  const body = (isJson && text !== "" ? JSON.parse(text) : {}) as Record<string, unknown>;
  const answered = { status, headers, body, text };
  const endpoint = endpointOf(method, path);
  const about = `${method} ${path.slice(0, 200)}: ${status} ${text.slice(0, 200)}`;
  if (method === "OPTIONS" && status === 204) return answered;
  expect(headers.get("x-content-type-options"), about).toBe("nosniff");
  if (method === "HEAD") expectStatus(endpoint, status, about);
  else if (endpoint?.path === "/rpc" && !("success" in body)) expectRpc(answered, about);
  else if (endpoint && status in endpoint.answers && !isPlainError(body)) expectAnswer(endpoint, answered, about);
  else expectError(endpoint, answered, about);
  return answered;
}

/** What can go wrong where there is no endpoint. */
const NOWHERE = ["not_found", "method_not_allowed", "forbidden_host", "forbidden_origin"] as const;

/** Some refusals say more than what every error says. */
function isPlainError(body: Record<string, unknown>): boolean {
  return "error" in body && !("reason" in body);
}

function expectStatus(endpoint: Endpoint | undefined, status: number, about: string): void {
  const errors = (endpoint ? errorsOf(endpoint) : NOWHERE).map((code): number => HTTP_ERRORS[code]);
  expect([...Object.keys(endpoint?.answers ?? {}).map(Number), ...errors], about).toContain(status);
}

function expectError(endpoint: Endpoint | undefined, { status, body }: Answered, about: string): void {
  const { error } = errorAnswerSchema.parse(body);
  expect(HTTP_ERRORS[error.code], about).toBe(status);
  expectOneLine(error.message, about);
  expect(endpoint ? errorsOf(endpoint) : NOWHERE, about).toContain(error.code);
}

function expectAnswer(endpoint: Endpoint, { status, body, headers }: Answered, about: string): void {
  const answer = endpoint.answers[status];
  // Parsing takes away what is not documented: then it would differ.
  if (answer?.schema) expect(answer.schema.parse(body), about).toEqual(body);
  else if (answer?.contentType !== undefined && answer.contentType !== "*/*") {
    expect(headers.get("content-type"), about).toContain(answer.contentType);
  }
}

function expectRpc({ status, body, text }: Answered, about: string): void {
  if (status === 204) return expect(text, about).toBe("");
  for (const answer of (Array.isArray(body) ? body : [body]) as Record<string, unknown>[]) {
    expect(answer["jsonrpc"], about).toBe("2.0");
    expect("result" in answer || "error" in answer, about).toBe(true);
    if ("error" in answer) expectOneLine((answer["error"] as { message: string }).message, about);
  }
}

function expectOneLine(message: string, about: string): void {
  expect(message, about).toMatch(/^.{5,500}$/u);
  expect(message, about).not.toMatch(/[\p{Cc}\u2028\u2029]|\bat .+:\d+:\d+/u);
}
