/** What the parts of the provider contract share: a server, a clock, and ways to make a provider answered by them. */
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import type { ModelError, ModelEvent, ModelProvider, ModelRequest } from "../../src/agents/types.ts";
import type { Clock } from "../../src/chatroom/clock.ts";
import { ManualClock } from "../fakes/manual-clock.ts";
import { type Exchange, type ModelServer, startModelServer } from "../fakes/model-server.ts";
import type { Wire } from "../fakes/wire-frames.ts";

export interface ProviderSubject {
  readonly wire: Wire;
  readonly keyVariable: string;
  create(options: { baseUrl: string; apiKey: string; clock: Clock; fetch?: typeof fetch }): ModelProvider;
  /** Of a request's body: the growing part, and what must never change. */
  messagesOf(body: Readonly<Record<string, unknown>>): readonly unknown[];
  constantsOf(body: Readonly<Record<string, unknown>>): unknown;
  /** What proves that the first turn's reasoning came back: in the bytes of a later request. */
  readonly reasoningSentBack: string;
}

/** Of a shape no pattern knows: only the value itself can be found. */
export const KEY = "Zq7-secret-value-of-the-test";

export const REQUEST: ModelRequest = {
  system: "You are Ann.",
  tools: [
    { name: "append", description: "Adds.", parameters: { type: "object", properties: { text: { type: "string" } } } },
    { name: "push", description: "Sends.", parameters: { type: "object", properties: {} } },
  ],
  history: [{ role: "user", text: "Say something." }],
  max_output_tokens: 500,
  cache_key: "room/Ann",
};

export async function collect(stream: AsyncIterable<ModelEvent>): Promise<readonly ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

const final = (events: readonly ModelEvent[]) =>
  events.filter(({ type }) => ["done", "error", "aborted"].includes(type));

/** The one final event, which must be the last and of this type. */
export function ended<Type extends ModelEvent["type"]>(events: readonly ModelEvent[], type: Type) {
  expect(final(events)).toEqual([events.at(-1)]);
  const last = events.at(-1);
  if (last?.type !== type) throw new Error(`expected ${type}, got ${JSON.stringify(last)}`);
  return last as Extract<ModelEvent, { type: Type }>;
}

export async function upToText(stream: AsyncIterator<ModelEvent, undefined>): Promise<void> {
  for (;;) {
    const { value } = await stream.next();
    if (value === undefined) throw new Error("the stream ended before its text");
    if (value.type === "text_delta") return;
  }
}

export const textOf = (events: readonly ModelEvent[], type: "text_delta" | "thinking_delta") =>
  events.map((event) => (event.type === type ? event.text : "")).join("");

/** Fresh for each test but the server, which is one for all of them: a test sets its answers first. */
export interface ProviderBench {
  readonly wire: Wire;
  readonly server: ModelServer;
  readonly clock: ManualClock;
  /** A signal nobody aborts. */
  readonly live: AbortSignal;
  /** A provider that aimock answers. */
  ordinary(fetch?: typeof globalThis.fetch): ModelProvider;
  /** A provider whose calls are answered by hand. */
  scripted(raw: (exchange: Exchange) => void | Promise<void>, fetch?: typeof globalThis.fetch): ModelProvider;
  /** A provider that always gets this plain answer. */
  replying(status: number, body: unknown, headers?: Readonly<Record<string, string>>): ModelProvider;
  /** The error a call ends with. */
  failing(provider: ModelProvider): Promise<ModelError>;
}

/** To be called inside a `describe`. */
export function openBench(subject: ProviderSubject): ProviderBench {
  const { wire } = subject;
  const live = new AbortController().signal;
  let server: ModelServer;
  let clock: ManualClock;
  beforeAll(async () => {
    server = await startModelServer();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    clock = new ManualClock();
  });
  const create = (baseUrl: string, fetch: typeof globalThis.fetch | undefined) =>
    subject.create({ baseUrl, apiKey: KEY, clock, ...(fetch ? { fetch } : {}) });
  const bench: ProviderBench = {
    wire,
    live,
    get server() {
      return server;
    },
    get clock() {
      return clock;
    },
    ordinary: (fetch) => create(server.baseUrl(wire), fetch),
    scripted(raw, fetch) {
      server.raw = raw;
      return create(server.rawUrl(wire), fetch);
    },
    replying: (status, body, headers) =>
      bench.scripted((exchange) => exchange.reply(status, JSON.stringify(body), headers)),
    failing: async (provider) => ended(await collect(provider.stream(REQUEST, live)), "error").error,
  };
  return bench;
}
