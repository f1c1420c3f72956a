/** The provider contract where it does not: refusals of the server, broken and silent connections. */
import { describe, expect, it } from "vitest";
import type { ModelError, ModelEvent } from "../../src/agents/types.ts";
import { settle } from "../fakes/manual-clock.ts";
import { type Exchange, startModelServer } from "../fakes/model-server.ts";
import { framesOf } from "../fakes/wire-frames.ts";
import { ended, textOf, upToText, KEY, REQUEST, type ProviderBench, type ProviderSubject } from "./provider-bench.ts";

export function describeTrouble(bench: ProviderBench, subject: ProviderSubject): void {
  const { wire, live, scripted, replying, failing } = bench;

  describe("a refusal by the server", () => {
    it("401: names the variable to set, is not retried, and shows no key", async () => {
      const body = {
        error: { type: "invalid_request_error", message: `Incorrect API key provided: ${KEY}. Bearer abc123` },
      };
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
      expect(error.message).toContain(bench.server.rawUrl(wire));
    });

    it("429: carries the wait the server asks for, said in seconds, ms or as a date, or none", async () => {
      const body = { error: { type: "rate_limit_error", message: "slow down" } };
      const said: readonly Record<string, string>[] = [
        { "retry-after": "12" },
        { "retry-after-ms": "1500", "retry-after": "2" },
        { "retry-after": new Date(bench.clock.now() + 30_000).toUTCString() },
        {},
      ];
      const waits: ModelError[] = [];
      for (const headers of said) waits.push(await failing(replying(429, body, headers)));
      expect(waits.map(({ retry_after_ms }) => retry_after_ms)).toEqual([12_000, 1500, 30_000, undefined]);
      expect(waits.every(({ kind, retryable, status }) => kind === "rate_limit" && retryable && status === 429)).toBe(
        true,
      );
    });

    it("429 for want of credit is not retried", async () => {
      const body = {
        error: { type: "insufficient_quota", code: "insufficient_quota", message: "You exceeded your quota" },
      };
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
      const long = {
        error: { type: "invalid_request_error", message: "prompt is too long: 210000 tokens > 200000" },
      };
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
      const error = await failing(subject.create({ baseUrl: url, apiKey: KEY, clock: bench.clock }));
      expect(error).toMatchObject({ kind: "network", retryable: true });
      expect(error.message).toContain(`nothing answers at ${url}`);
    });

    it("a connection reset before the headers is a network error", async () => {
      expect(await failing(scripted((exchange) => exchange.cut()))).toMatchObject({
        kind: "network",
        retryable: true,
      });
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
      await upToText(stream);
      const last = stream.next();
      await bench.clock.advance(299_999);
      expect(bench.clock.pending).toBe(1);
      await bench.clock.advance(1);
      expect((await last).value).toMatchObject({ type: "error", error: { kind: "stalled", retryable: true } });
      expect((await stream.next()).done).toBe(true);
      await closed;
      expect(bench.clock.pending).toBe(0);
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
      await upToText(stream);
      const next = stream.next();
      for (let ping = 0; ping < 3; ping++) {
        await bench.clock.advance(200_000);
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
        await bench.clock.advance(1_000_000);
      }
      expect(ended(events, "done").message.text).toBe("OneTwo");
    });
  });
}
