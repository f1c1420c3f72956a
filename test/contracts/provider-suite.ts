/** What every provider of a vendor's wire must do, over HTTP. Each wire runs it with its own factory. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type {
  AssistantMessage,
  HistoryEntry,
  ModelError,
  ModelEvent,
  ModelProvider,
  ModelRequest,
} from "../../src/agents/types.ts";
import type { Clock } from "../../src/chatroom/clock.ts";
import { ManualClock, settle } from "../fakes/manual-clock.ts";
import { type Exchange, type ModelServer, startModelServer } from "../fakes/model-server.ts";
import { framesOf, type Wire } from "../fakes/wire-frames.ts";

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
const KEY = "Zq7-secret-value-of-the-test";

const REQUEST: ModelRequest = {
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

const final = (events: readonly ModelEvent[]) => events.filter(({ type }) => ["done", "error", "aborted"].includes(type));

/** The one final event, which must be the last and of this type. */
function ended<Type extends ModelEvent["type"]>(events: readonly ModelEvent[], type: Type) {
  expect(final(events)).toEqual([events.at(-1)]);
  const last = events.at(-1);
  if (last?.type !== type) throw new Error(`expected ${type}, got ${JSON.stringify(last)}`);
  return last as Extract<ModelEvent, { type: Type }>;
}

const textOf = (events: readonly ModelEvent[], type: "text_delta" | "thinking_delta") =>
  events.map((event) => (event.type === type ? event.text : "")).join("");

export function describeProvider(name: string, subject: ProviderSubject): void {
  describe(name, () => {
    let server: ModelServer;
    let clock: ManualClock;
    const { wire } = subject;
    const live = new AbortController().signal;

    beforeAll(async () => {
      server = await startModelServer();
    });
    afterAll(() => server.close());
    beforeEach(() => {
      clock = new ManualClock();
    });

    const ordinary = (fetch?: typeof globalThis.fetch) =>
      subject.create({ baseUrl: server.baseUrl(wire), apiKey: KEY, clock, ...(fetch ? { fetch } : {}) });
    /** A provider whose calls are answered by hand. */
    const scripted = (raw: (exchange: Exchange) => void | Promise<void>, fetch?: typeof globalThis.fetch) => {
      server.raw = raw;
      return subject.create({ baseUrl: server.rawUrl(wire), apiKey: KEY, clock, ...(fetch ? { fetch } : {}) });
    };
    const replying = (status: number, body: unknown, headers?: Record<string, string>) =>
      scripted((exchange) => exchange.reply(status, JSON.stringify(body), headers));
    const failing = async (provider: ModelProvider, request = REQUEST) =>
      ended(await collect(provider.stream(request, live)), "error").error;

    describe("an answer", () => {
      it("streams text in pieces, and ends with the whole of it", async () => {
        server.answer = () => ({ content: "Hello there, Ben. 你好 👋🏽" });
        const events = await collect(ordinary().stream(REQUEST, live));
        const done = ended(events, "done");
        expect(events.filter(({ type }) => type === "text_delta").length).toBeGreaterThan(1);
        expect(textOf(events, "text_delta")).toBe("Hello there, Ben. 你好 👋🏽");
        expect(done).toMatchObject({ finish: "end", message: { text: "Hello there, Ben. 你好 👋🏽", tool_calls: [] } });
      });

      it("streams thinking before text, each with a start and an end", async () => {
        server.answer = () => ({ content: "Fine.", reasoning: "Shall I say so?", reasoningSignature: "c2ln" });
        const events = await collect(ordinary().stream(REQUEST, live));
        expect(ended(events, "done").message).toMatchObject({ thinking: "Shall I say so?", text: "Fine." });
        const kinds = events.map(({ type }) => type).filter((type) => !type.endsWith("_delta"));
        expect(kinds.filter((type) => type !== "usage")).toEqual([
          "thinking_start",
          "thinking_end",
          "text_start",
          "text_end",
          "done",
        ]);
      });

      it("brings parallel tool calls in order, their arguments as JSON text", async () => {
        server.answer = () => ({
          toolCalls: [
            { id: "call_a", name: "append", arguments: '{"text":"one"}' },
            { id: "call_b", name: "push", arguments: "{}" },
          ],
        });
        const events = await collect(ordinary().stream(REQUEST, live));
        expect(ended(events, "done")).toMatchObject({
          finish: "tool_use",
          message: {
            tool_calls: [
              { call_id: "call_a", name: "append", arguments: '{"text":"one"}' },
              { call_id: "call_b", name: "push", arguments: "{}" },
            ],
          },
        });
        const pieces = events.filter((event) => event.type === "tool_call_delta" && event.call_id === "call_a");
        expect(pieces.map((event) => (event.type === "tool_call_delta" ? event.text : "")).join("")).toBe('{"text":"one"}');
        expect(events.filter(({ type }) => type === "tool_call_end")).toHaveLength(2);
      });

      it("counts the whole prompt as input, the cached part included", async () => {
        const usage = { input: 1000, cached: 700, cache_write: 200, output: 30 };
        const provider = scripted((exchange) => {
          const frames = framesOf(wire);
          exchange.send(frames.open(usage) + frames.text("Hi") + frames.close("end", usage));
          exchange.end();
        });
        const events = await collect(provider.stream(REQUEST, live));
        expect(events.filter(({ type }) => type === "usage")).toEqual([{ type: "usage", usage }]);
        expect(events.at(-2)?.type).toBe("usage");
      });

      it("survives an answer without usage", async () => {
        const provider = scripted((exchange) => {
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.text("Hi") + frames.close("end"));
          exchange.end();
        });
        expect(ended(await collect(provider.stream(REQUEST, live)), "done").message.text).toBe("Hi");
      });

      it("hands over malformed arguments as the model wrote them, and the next request still goes through", async () => {
        const bodies: string[] = [];
        const provider = scripted((exchange) => {
          bodies.push(exchange.body);
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.call("call_1", "append", '{"text": ', "nope") + frames.close("tool_use"));
          exchange.end();
        });
        const { message } = ended(await collect(provider.stream(REQUEST, live)), "done");
        expect(message.tool_calls).toEqual([{ call_id: "call_1", name: "append", arguments: '{"text": nope' }]);
        const results: HistoryEntry = { role: "tool", results: [{ call_id: "call_1", text: "not JSON" }] };
        const next = { ...REQUEST, history: [...REQUEST.history, message, results] };
        ended(await collect(provider.stream(next, live)), "done");
        expect(bodies[1]).toContain("nope");
      });

      it("takes a call cut by the token limit for no call at all, and sends nothing of it back", async () => {
        const bodies: string[] = [];
        const provider = scripted((exchange) => {
          bodies.push(exchange.body);
          const frames = framesOf(wire);
          const usage = { input: 9, cached: 0, cache_write: 0, output: 500 };
          const said = frames.open(usage) + frames.text("I will.") + frames.call("call_1", "append", '{"text":"On');
          exchange.send(said + frames.close("length", usage));
          exchange.end();
        });
        const done = ended(await collect(provider.stream(REQUEST, live)), "done");
        expect(done).toMatchObject({ finish: "length", message: { text: "I will.", tool_calls: [] } });
        expect(done.message.raw).toBeUndefined();
        await collect(provider.stream({ ...REQUEST, history: [...REQUEST.history, done.message] }, live));
        expect(bodies[1]).toContain("I will.");
        expect(bodies[1]).not.toContain("call_1");
      });

      it("tells a refusal from an end", async () => {
        const provider = scripted((exchange) => {
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.text("No.") + frames.close("refusal"));
          exchange.end();
        });
        expect(ended(await collect(provider.stream(REQUEST, live)), "done").finish).toBe("refusal");
      });

      it("reads characters that are split over two packets", async () => {
        const provider = scripted(async (exchange) => {
          const frames = framesOf(wire);
          const bytes = Buffer.from(frames.open() + frames.text("你好") + frames.close("end"));
          const middle = bytes.indexOf(Buffer.from("好")) + 1;
          exchange.send(bytes.subarray(0, middle));
          await settle();
          exchange.send(bytes.subarray(middle));
          exchange.end();
        });
        expect(ended(await collect(provider.stream(REQUEST, live)), "done").message.text).toBe("你好");
      });
    });

    describe("a conversation", () => {
      it("sends every request's messages with those of the one before as an exact prefix, system and tools unchanged", async () => {
        const bodies: Record<string, unknown>[] = [];
        let turn = 0;
        server.answer = () => {
          turn += 1;
          if (turn === 3) return { content: "Just text.", reasoning: "Plain." };
          const toolCalls = [
            { id: `call_${turn}_a`, name: "append", arguments: `{"text":"part ${turn}"}` },
            { id: `call_${turn}_b`, name: "push", arguments: "{}" },
          ];
          return { content: turn % 2 ? "Now:" : "", toolCalls, reasoning: `Thought ${turn}.`, reasoningSignature: `sig${turn}` };
        };
        const provider = ordinary(async (url, init) => {
          bodies.push(JSON.parse(init?.body as string) as Record<string, unknown>);
          return fetch(url, init);
        });
        const history: HistoryEntry[] = [...REQUEST.history];
        const interrupted: AssistantMessage = { role: "assistant", text: "I was about", thinking: "hm", tool_calls: [] };
        for (let round = 1; round <= 6; round++) {
          const { message } = ended(await collect(provider.stream({ ...REQUEST, history }, live)), "done");
          history.push(message);
          const results = message.tool_calls.map(({ call_id }) => ({ call_id, text: `Ben: round ${round}` }));
          if (results.length > 0) history.push({ role: "tool", results });
          else history.push({ role: "user", text: "Use your tools." });
          if (round === 4) history.push(interrupted, { role: "user", text: "Ben: wait!" });
        }
        expect(bodies).toHaveLength(6);
        for (let index = 1; index < bodies.length; index++) {
          const before = subject.messagesOf(bodies[index - 1] ?? {}).map((message) => JSON.stringify(message));
          const after = subject.messagesOf(bodies[index] ?? {}).map((message) => JSON.stringify(message));
          expect(after.length).toBeGreaterThan(before.length);
          expect(after.slice(0, before.length)).toEqual(before);
          expect(JSON.stringify(subject.constantsOf(bodies[index] ?? {}))).toBe(
            JSON.stringify(subject.constantsOf(bodies[0] ?? {})),
          );
        }
        expect(JSON.stringify(bodies.at(-1))).toContain("I was about");
        expect(JSON.stringify(bodies.at(-1))).toContain(subject.reasoningSentBack);
      });

      it("takes over a history that another vendor's model wrote", async () => {
        const bodies: string[] = [];
        const provider = scripted((exchange) => {
          bodies.push(exchange.body);
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.text("Hi") + frames.close("end"));
          exchange.end();
        });
        const other = wire === "anthropic" ? "responses" : "anthropic";
        const call = { call_id: "call_1", name: "append", arguments: '{"text":"old"}' };
        const history: HistoryEntry[] = [
          ...REQUEST.history,
          { role: "assistant", text: "Then", thinking: "t", tool_calls: [call], raw: { wire: other, body: ["FOREIGN"] } },
          { role: "tool", results: [{ call_id: "call_1", text: "ok" }] },
        ];
        ended(await collect(provider.stream({ ...REQUEST, history }, live)), "done");
        expect(bodies[0]).toContain("call_1");
        expect(bodies[0]).toContain("old");
        expect(bodies[0]).not.toContain("FOREIGN");
      });
    });

    describe("a refusal by the server", () => {
      it("401: names the variable to set, is not retried, and shows no key", async () => {
        const body = { error: { type: "invalid_request_error", message: `Incorrect API key provided: ${KEY}. Bearer abc123` } };
        const error = await failing(replying(401, body));
        expect(error).toMatchObject({ kind: "auth", retryable: false, status: 401 });
        expect(error.message).toContain(subject.keyVariable);
        expect(error.message).not.toContain(KEY);
        expect(error.message).not.toContain("abc123");
      });

      it("404: names the model and the URL", async () => {
        const error = await failing(replying(404, { error: { type: "not_found_error", message: "no such model" } }));
        expect(error).toMatchObject({ kind: "bad_request", retryable: false, status: 404 });
        expect(error.message).toContain('"the-model"');
        expect(error.message).toContain(server.rawUrl(wire));
      });

      it("429: carries the wait the server asks for, said in seconds, ms or as a date, or none", async () => {
        const body = { error: { type: "rate_limit_error", message: "slow down" } };
        const said: readonly Record<string, string>[] = [
          { "retry-after": "12" },
          { "retry-after-ms": "1500", "retry-after": "2" },
          { "retry-after": new Date(clock.now() + 30_000).toUTCString() },
          {},
        ];
        const waits: ModelError[] = [];
        for (const headers of said) waits.push(await failing(replying(429, body, headers)));
        expect(waits.map(({ retry_after_ms }) => retry_after_ms)).toEqual([12_000, 1500, 30_000, undefined]);
        expect(waits.every(({ kind, retryable, status }) => kind === "rate_limit" && retryable && status === 429)).toBe(true);
      });

      it("429 for want of credit is not retried", async () => {
        const body = { error: { type: "insufficient_quota", code: "insufficient_quota", message: "You exceeded your quota" } };
        expect(await failing(replying(429, body))).toMatchObject({ retryable: false, status: 429 });
      });

      it("500 and 529 are retryable, and a page of HTML does not get into the message", async () => {
        const page = scripted((exchange) => exchange.reply(500, "<html>oops</html>", { "content-type": "text/html" }));
        const error = await failing(page);
        expect(error).toMatchObject({ kind: "server", retryable: true, status: 500 });
        expect(error.message).not.toContain("<");
        const busy = replying(529, { error: { type: "overloaded_error", message: "Overloaded" } });
        expect(await failing(busy)).toMatchObject({ kind: "overloaded", retryable: true, status: 529 });
      });

      it("a prompt that is too long is told from other bad requests", async () => {
        const long = { error: { type: "invalid_request_error", message: "prompt is too long: 210000 tokens > 200000" } };
        expect(await failing(replying(400, long))).toMatchObject({ kind: "context_full", retryable: false });
        const bad = { error: { type: "invalid_request_error", message: "tools.0: bad\u001b[31m\nname" } };
        const error = await failing(replying(400, bad));
        expect(error).toMatchObject({ kind: "bad_request", retryable: false });
        expect(error.message).toMatch(/^[^\p{C}\n]+$/u);
      });

      it("makes one request a call: retrying is not the provider's", async () => {
        let requests = 0;
        const provider = scripted((exchange) => {
          requests += 1;
          exchange.reply(500, "{}");
        });
        await failing(provider);
        expect(requests).toBe(1);
      });
    });

    describe("trouble on the way", () => {
      it("nothing listens: asks whether the local server is running", async () => {
        const gone = await startModelServer();
        const url = gone.baseUrl(wire);
        await gone.close();
        const error = await failing(subject.create({ baseUrl: url, apiKey: KEY, clock }));
        expect(error).toMatchObject({ kind: "network", retryable: true });
        expect(error.message).toContain(`nothing answers at ${url}`);
      });

      it("a connection reset before the headers is a network error", async () => {
        expect(await failing(scripted((exchange) => exchange.cut()))).toMatchObject({ kind: "network", retryable: true });
      });

      it("a connection reset in mid-answer is a network error, after the text that came", async () => {
        let exchange: Exchange | undefined;
        const provider = scripted(async (incoming) => {
          exchange = incoming;
          const frames = framesOf(wire);
          incoming.send(frames.open() + frames.text("Half of"));
          await incoming.closed;
        });
        const events: ModelEvent[] = [];
        for await (const event of provider.stream(REQUEST, live)) {
          events.push(event);
          if (event.type === "text_delta") exchange?.cut();
        }
        expect(textOf(events, "text_delta")).toBe("Half of");
        expect(ended(events, "error").error).toMatchObject({ kind: "network", retryable: true });
      });

      it("a body that ends cleanly in mid-token is cut, not done", async () => {
        const provider = scripted((exchange) => {
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.text("Hel") + frames.text("lo").slice(0, -20));
          exchange.end();
        });
        expect(await failing(provider)).toMatchObject({ kind: "cut", retryable: true });
      });

      it("a body without an end is cut, also in a tool call", async () => {
        const provider = scripted((exchange) => {
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.call("call_1", "append", '{"text":"a"}'));
          exchange.end();
        });
        expect(await failing(provider)).toMatchObject({ kind: "cut", retryable: true });
      });

      it("an empty body is cut, and the URL is doubted", async () => {
        const error = await failing(scripted((exchange) => exchange.end()));
        expect(error).toMatchObject({ kind: "cut" });
        expect(error.message).toContain("URL");
      });

      it.each([
        ["overloaded_error", "overloaded", true],
        ["rate_limit_exceeded", "rate_limit", true],
        ["server_error", "server", true],
        ["invalid_request_error", "bad_request", false],
      ])("an error event %s in the stream is %s", async (type, kind, retryable) => {
        const provider = scripted((exchange) => {
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.text("So") + frames.error(type, `key ${KEY}`));
          exchange.end();
        });
        const error = await failing(provider);
        expect(error).toMatchObject({ kind, retryable });
        expect(error.message).not.toContain(KEY);
      });

      it("a stalled body is given up after 300 s on this machine, and the connection closed", async () => {
        let closed: Promise<void> | undefined;
        const provider = scripted((exchange) => {
          closed = exchange.closed;
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.text("Well"));
        });
        const stream = provider.stream(REQUEST, live)[Symbol.asyncIterator]();
        while ((await stream.next()).value?.type !== "text_delta");
        const last = stream.next();
        await clock.advance(299_999);
        expect(clock.pending).toBe(1);
        await clock.advance(1);
        expect((await last).value).toMatchObject({ type: "error", error: { kind: "stalled", retryable: true } });
        expect((await stream.next()).done).toBe(true);
        await closed;
        expect(clock.pending).toBe(0);
      });

      it("a server that only pings is alive", async () => {
        const frames = framesOf(wire);
        let exchange: Exchange | undefined;
        let arrived = () => {};
        const provider = scripted(
          (incoming) => {
            exchange = incoming;
            incoming.send(frames.open() + frames.text("Well"));
          },
          async (url, init) => {
            const response = await fetch(url, init);
            const tell = new TransformStream<Uint8Array, Uint8Array>({
              transform(bytes, controller) {
                controller.enqueue(bytes);
                arrived();
              },
            });
            return new Response(response.body?.pipeThrough(tell), response);
          },
        );
        const stream = provider.stream(REQUEST, live)[Symbol.asyncIterator]();
        while ((await stream.next()).value?.type !== "text_delta");
        const next = stream.next();
        for (let ping = 0; ping < 3; ping++) {
          await clock.advance(200_000);
          const seen = new Promise<void>((resolve) => {
            arrived = resolve;
          });
          exchange?.send(frames.ping());
          await seen;
          await settle();
        }
        exchange?.send(frames.close("end"));
        exchange?.end();
        expect((await next).value).toMatchObject({ type: "text_end" });
        const rest: ModelEvent[] = [];
        for (let step = await stream.next(); !step.done; step = await stream.next()) rest.push(step.value);
        ended(rest, "done");
      });

      it("a reader that takes its time is no stall", async () => {
        const provider = scripted((exchange) => {
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.text("One", "Two") + frames.close("end"));
          exchange.end();
        });
        const events: ModelEvent[] = [];
        for await (const event of provider.stream(REQUEST, live)) {
          events.push(event);
          await clock.advance(1_000_000);
        }
        expect(ended(events, "done").message.text).toBe("OneTwo");
      });
    });

    describe("abort", () => {
      it("in mid-answer ends with aborted, and the server sees the connection close", async () => {
        const abort = new AbortController();
        let closed: Promise<void> | undefined;
        const provider = scripted((exchange) => {
          closed = exchange.closed;
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.text("Well, let me", " tell you"));
        });
        const events: ModelEvent[] = [];
        for await (const event of provider.stream(REQUEST, abort.signal)) {
          events.push(event);
          if (event.type === "text_delta") abort.abort();
        }
        ended(events, "aborted");
        await closed;
        expect(clock.pending).toBe(0);
      });

      it("while waiting for the next token ends with aborted", async () => {
        const abort = new AbortController();
        const provider = scripted((exchange) => {
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.text("Well"));
        });
        const stream = provider.stream(REQUEST, abort.signal)[Symbol.asyncIterator]();
        while ((await stream.next()).value?.type !== "text_delta");
        const last = stream.next();
        await settle();
        abort.abort();
        expect((await last).value).toEqual({ type: "aborted" });
      });

      it("before the headers, and before the call, ends with aborted", async () => {
        const abort = new AbortController();
        const provider = scripted(() => abort.abort());
        ended(await collect(provider.stream(REQUEST, abort.signal)), "aborted");
        server.raw = () => {
          throw new Error("a call was made");
        };
        expect(await collect(provider.stream(REQUEST, abort.signal))).toEqual([{ type: "aborted" }]);
      });

      it("a reader that walks away closes the connection too", async () => {
        let closed: Promise<void> | undefined;
        const provider = scripted((exchange) => {
          closed = exchange.closed;
          const frames = framesOf(wire);
          exchange.send(frames.open() + frames.text("Well"));
        });
        for await (const event of provider.stream(REQUEST, live)) if (event.type === "text_delta") break;
        await closed;
        expect(clock.pending).toBe(0);
      });
    });
  });
}
