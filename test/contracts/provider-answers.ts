/** The provider contract where all goes well: what an answer becomes, and what the next request holds of it. */
import { describe, expect, it } from "vitest";
import type { AssistantMessage, HistoryEntry } from "../../src/agents/types.ts";
import { settle } from "../fakes/manual-clock.ts";
import { framesOf } from "../fakes/wire-frames.ts";
import { collect, ended, textOf, REQUEST, type ProviderBench, type ProviderSubject } from "./provider-bench.ts";

export function describeAnswers(bench: ProviderBench, subject: ProviderSubject): void {
  const { wire, live, ordinary, scripted } = bench;

  describe("an answer", () => {
    it("streams text in pieces, and ends with the whole of it", async () => {
      bench.server.answer = () => ({ content: "Hello there, Ben. 你好 👋🏽" });
      const events = await collect(ordinary().stream(REQUEST, live));
      const done = ended(events, "done");
      expect(events.filter(({ type }) => type === "text_delta").length).toBeGreaterThan(1);
      expect(textOf(events, "text_delta")).toBe("Hello there, Ben. 你好 👋🏽");
      expect(done).toMatchObject({ finish: "end", message: { text: "Hello there, Ben. 你好 👋🏽", tool_calls: [] } });
    });

    it("streams thinking before text, each with a start and an end", async () => {
      bench.server.answer = () => ({ content: "Fine.", reasoning: "Shall I say so?", reasoningSignature: "c2ln" });
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
      bench.server.answer = () => ({
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
      expect(pieces.map((event) => (event.type === "tool_call_delta" ? event.text : "")).join("")).toBe(
        '{"text":"one"}',
      );
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
      bench.server.answer = () => {
        turn += 1;
        if (turn === 3) return { content: "Just text.", reasoning: "Plain." };
        const toolCalls = [
          { id: `call_${turn}_a`, name: "append", arguments: `{"text":"part ${turn}"}` },
          { id: `call_${turn}_b`, name: "push", arguments: "{}" },
        ];
        return {
          content: turn % 2 ? "Now:" : "",
          toolCalls,
          reasoning: `Thought ${turn}.`,
          reasoningSignature: `sig${turn}`,
        };
      };
      const provider = ordinary(async (url, init) => {
        bodies.push(JSON.parse(init?.body as string) as Record<string, unknown>);
        return fetch(url, init);
      });
      const history: HistoryEntry[] = [...REQUEST.history];
      const interrupted: AssistantMessage = {
        role: "assistant",
        text: "I was about",
        thinking: "hm",
        tool_calls: [],
      };
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
        {
          role: "assistant",
          text: "Then",
          thinking: "t",
          tool_calls: [call],
          raw: { wire: other, body: ["FOREIGN"] },
        },
        { role: "tool", results: [{ call_id: "call_1", text: "ok" }] },
      ];
      ended(await collect(provider.stream({ ...REQUEST, history }, live)), "done");
      expect(bodies[0]).toContain("call_1");
      expect(bodies[0]).toContain("old");
      expect(bodies[0]).not.toContain("FOREIGN");
    });
  });
}
