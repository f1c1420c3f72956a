/** The provider contract when the call is no longer wanted. */
import { describe, expect, it } from "vitest";
import type { ModelEvent } from "../../src/agents/types.ts";
import { settle } from "../fakes/manual-clock.ts";
import { framesOf } from "../fakes/wire-frames.ts";
import { collect, ended, upToText, REQUEST, type ProviderBench } from "./provider-bench.ts";

export function describeAbort(bench: ProviderBench): void {
  const { wire, live, scripted } = bench;

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
      expect(bench.clock.pending).toBe(0);
    });

    it("while waiting for the next token ends with aborted", async () => {
      const abort = new AbortController();
      const provider = scripted((exchange) => {
        const frames = framesOf(wire);
        exchange.send(frames.open() + frames.text("Well"));
      });
      const stream = provider.stream(REQUEST, abort.signal)[Symbol.asyncIterator]();
      await upToText(stream);
      const last = stream.next();
      await settle();
      abort.abort();
      expect((await last).value).toEqual({ type: "aborted" });
    });

    it("before the headers, and before the call, ends with aborted", async () => {
      const abort = new AbortController();
      const provider = scripted(() => abort.abort());
      ended(await collect(provider.stream(REQUEST, abort.signal)), "aborted");
      bench.server.raw = () => {
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
      expect(bench.clock.pending).toBe(0);
    });
  });
}
