/** An MCP host of the older protocols over Streamable HTTP that knows no SDK: JSON-RPC by hand, a session by its header. */
import { type ToolAnswer, toolAnswer } from "./mcp-stage.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface RawMessage {
  readonly id?: number | null;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

export class RawMcpHttp {
  readonly #fetch: Fetch;
  readonly #url: string;
  readonly #version: string;
  #session: string | null = null;
  #id = 0;

  constructor(fetch: Fetch, url: string, version: string) {
    this.#fetch = fetch;
    this.#url = url;
    this.#version = version;
  }

  get session(): string | null {
    return this.#session;
  }

  /** The result of `initialize`. */
  async initialize(): Promise<Readonly<Record<string, unknown>>> {
    const { response, messages } = await this.post("initialize", {
      protocolVersion: this.#version,
      capabilities: {},
      clientInfo: { name: "by hand", version: "1" },
    });
    this.#session = response.headers.get("mcp-session-id");
    await this.#send("POST", { jsonrpc: "2.0", method: "notifications/initialized" });
    return messages.at(-1)?.result ?? {};
  }

  /** All that a request was answered, notifications included. */
  async post(method: string, params: Record<string, unknown> = {}) {
    const response = await this.#send("POST", { jsonrpc: "2.0", id: ++this.#id, method, params });
    return { response, messages: await messagesOf(response) };
  }

  async request(method: string, params: Record<string, unknown> = {}): Promise<Readonly<Record<string, unknown>>> {
    const { messages } = await this.post(method, params);
    const { result, error } = messages.at(-1) ?? {};
    if (!result) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  async call(name: string, args: Record<string, unknown> = {}, meta?: Record<string, unknown>): Promise<ToolAnswer> {
    return toolAnswer(await this.request("tools/call", { name, arguments: args, ...(meta ? { _meta: meta } : {}) }));
  }

  /** The stream of what the server says unasked. */
  async listen(): Promise<ReadableStreamDefaultReader<RawMessage>> {
    const response = await this.#send("GET");
    if (!response.ok || !response.body) throw new Error(`no stream: ${response.status}`);
    return response.body.pipeThrough(new TextDecoderStream()).pipeThrough(frames()).getReader();
  }

  delete(): Promise<Response> {
    return this.#send("DELETE");
  }

  #send(method: string, body?: unknown): Promise<Response> {
    const headers = {
      accept: method === "GET" ? "text/event-stream" : "application/json, text/event-stream",
      ...(this.#session === null ? {} : { "mcp-session-id": this.#session, "mcp-protocol-version": this.#version }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    return this.#fetch(this.#url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }
}

async function messagesOf(response: Response): Promise<RawMessage[]> {
  const text = await response.text();
  if (text === "") return [];
  if (!response.headers.get("content-type")?.includes("event-stream")) return [JSON.parse(text) as RawMessage];
  return text.split("\n\n").flatMap(dataOf);
}

function frames(): TransformStream<string, RawMessage> {
  let rest = "";
  return new TransformStream({
    transform(text, controller) {
      const parts = `${rest}${text}`.split("\n\n");
      rest = parts.pop() ?? "";
      for (const message of parts.flatMap(dataOf)) controller.enqueue(message);
    },
  });
}

function dataOf(frame: string): RawMessage[] {
  const data = frame.split("\n").find((line) => line.startsWith("data: "));
  return data === undefined ? [] : [JSON.parse(data.slice(6)) as RawMessage];
}
