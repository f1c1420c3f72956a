/**
 * A real HTTP server that speaks the three vendors' protocols. Ordinary answers are aimock's; under `/raw` a test
 * writes the bytes itself, for what aimock does not do.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type ChatCompletionRequest, LLMock, type FixtureResponse } from "@copilotkit/aimock";
import type { Wire } from "./wire-frames.ts";

/** One request under `/raw`, to be answered by hand. */
export interface Exchange {
  readonly wire: Wire;
  /** As it came over the wire. */
  readonly body: string;
  readonly headers: IncomingMessage["headers"];
  /** Begins a stream of events with these bytes, or goes on with it. */
  send(bytes: string | Uint8Array): void;
  /** A clean end of the body. */
  end(): void;
  /** A reset connection. */
  cut(): void;
  /** A plain answer instead of a stream. */
  reply(status: number, body: string, headers?: Readonly<Record<string, string>>): void;
  /** Settles when the connection is closed, by whichever side. */
  readonly closed: Promise<void>;
}

export interface ModelServer {
  readonly url: string;
  /** What a provider of the wire takes as its base URL. */
  baseUrl(wire: Wire): string;
  rawUrl(wire: Wire): string;
  /** What aimock answers; reset it in each test. */
  answer: (request: ChatCompletionRequest) => FixtureResponse | Promise<FixtureResponse>;
  /** What is answered under `/raw`. */
  raw: (exchange: Exchange) => void | Promise<void>;
  close(): Promise<void>;
}

export async function startModelServer(): Promise<ModelServer> {
  const mock = new LLMock({ port: 0, strict: true, logLevel: "silent", chunkSize: 7 });
  const server: ModelServer = {
    get url() {
      return mock.url;
    },
    baseUrl: (wire) => mock.url + versionOf(wire),
    rawUrl: (wire) => `${mock.url}/raw${versionOf(wire)}`,
    answer: unscripted,
    raw: unscripted,
    close: () => mock.stop(),
  };
  mock.on({ predicate: () => true }, async (request: ChatCompletionRequest) => server.answer(request));
  mock.mount("/raw", {
    async handleRequest(request, response, pathname) {
      await server.raw(await exchangeOf(request, response, pathname));
      return true;
    },
  });
  await mock.start();
  return server;
}

function versionOf(wire: Wire): string {
  return wire === "anthropic" ? "" : "/v1";
}

function unscripted(): never {
  throw new Error("The test gave the model server no answer.");
}

async function exchangeOf(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<Exchange> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const start = () => {
    if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
  };
  return {
    wire: wireOf(pathname),
    body: Buffer.concat(pieces).toString("utf8"),
    headers: request.headers,
    send(bytes) {
      start();
      response.write(bytes);
    },
    end() {
      start();
      response.end();
    },
    cut: () => response.socket?.resetAndDestroy(),
    reply: (status, body, headers = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(body);
    },
    closed: new Promise((resolve) => response.once("close", resolve)),
  };
}

function wireOf(pathname: string): Wire {
  if (pathname.endsWith("/messages")) return "anthropic";
  return pathname.endsWith("/responses") ? "responses" : "chat-completions";
}
