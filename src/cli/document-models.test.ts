import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerStage } from "../../test/fakes/answer-stage.ts";
import { type ModelServer, startModelServer } from "../../test/fakes/model-server.ts";
import { systemClock } from "../chatroom/index.ts";
import type { NamedModel } from "./config-file.ts";
import { DocumentModels, openDocumentModels } from "./document-models.ts";
import type { Env, Probe } from "./host.ts";

const KEY = "key-0123456789";

interface Given {
  readonly env?: Env;
  readonly named?: Readonly<Record<string, NamedModel>>;
  readonly baseUrl?: string;
  readonly probe?: Probe;
}

function optionsOf({ env = {}, named = {}, baseUrl, probe = async () => null }: Given) {
  const host = { env, clock: systemClock, fetch: globalThis.fetch, probe };
  return { host, named, baseUrl: baseUrl ?? null, seed: 1, speed: 1 };
}

describe("the models of documents", () => {
  it.each([
    ["demo/ada", {}],
    ["anthropic/claude-opus-5-5", { env: { ANTHROPIC_API_KEY: KEY, OPENAI_API_KEY: KEY } }],
    ["ollama/llama9", { probe: async () => ({ models: [{ name: "llama9" }] }) }],
    ["custom/qwen9", { baseUrl: "http://box:1/v1", probe: async () => ({ data: [{ id: "qwen9" }] }) }],
  ])("[PEN-20] write by %s where nobody is named", async (usual, given) => {
    const models = await openDocumentModels(optionsOf(given));
    expect(models.usual).toBe(usual);
    expect((await models.open(usual)).id).toBe(usual.replace("custom/", ""));
  });

  it("[PEN-20] are listed, the ready ones first, the others with what is missing", async () => {
    const named = { mine: { provider: "openai", model: "gpt-x", context_window: 9_000 } };
    const models = new DocumentModels(optionsOf({ env: { OPENAI_API_KEY: KEY }, named }), "mine");
    const choices = await models.list();
    expect(choices.filter(({ ready }) => ready).map(({ id }) => id)).toEqual([
      "mine",
      "openai/gpt-6-sol",
      "demo/ada",
      "demo/boole",
      "demo/curie",
    ]);
    expect(choices).toContainEqual({ id: "anthropic/claude-opus-5-5", note: "set ANTHROPIC_API_KEY", ready: false });
    expect(JSON.stringify(choices)).not.toContain(KEY);
    expect(await models.open("mine")).toMatchObject({ id: "mine", contextWindow: 9_000 });
    expect(models.secrets).toEqual([KEY]);
  });

  it.each([
    ["anthropc/claude-x", /did you mean "anthropic"/],
    ["claude-opus-5-5", /write anthropic\/claude-opus-5-5/],
    ["openai/gpt-6-sol", /set OPENAI_API_KEY/],
    ["custom/x", /--base-url/],
  ])("[PEN-20] %s is refused with the fix", async (spec, words) => {
    await expect(new DocumentModels(optionsOf({}), "demo/ada").open(spec)).rejects.toThrow(words);
  });
});

describe("a vendor's model at a document", () => {
  let server: ModelServer;
  beforeAll(async () => (server = await startModelServer()));
  afterAll(() => server.close());

  it.each([
    ["anthropic/claude-x", "ANTHROPIC_BASE_URL", "anthropic"],
    ["openai/gpt-x", "OPENAI_BASE_URL", "responses"],
    ["groq/llama-x", "GROQ_BASE_URL", "chat-completions"],
  ] as const)("[PEN-1] %s writes over a real connection, its arguments in pieces", async (spec, variable, wire) => {
    const text = "## Gold\n\nIt is a “metal”: dense, soft, \u00e9tonnant, \u{1f947}.\n\n- one\n- two";
    const env = { [variable]: server.baseUrl(wire), [variable.replace("BASE_URL", "API_KEY")]: KEY };
    const models = new DocumentModels(optionsOf({ env }), spec);
    const stage = await answerStage([], { models });
    const told: string[] = [];
    server.answer = ({ messages }) => {
      told.push(JSON.stringify(messages.at(-1)));
      const turn = told.length - 1;
      if (turn === 2) return { content: "It stands." };
      if (turn === 1) {
        const rows = { title: "Price", kind: "line", x: "Year", series: ["USD"], rows: "2020,1770\n2021,1799" };
        return { toolCalls: [{ id: "call_b", name: "add_chart", arguments: JSON.stringify(rows) }] };
      }
      const written = JSON.stringify({ content: text });
      return { content: "I begin.", toolCalls: [{ id: "call_a", name: "write_block", arguments: written }] };
    };
    await stage.send("Write on gold", { model: spec });
    await expect.poll(() => stage.processors.activityOf("c1"), { timeout: 10_000 }).toBe("idle");
    expect(stage.errors()).toEqual([]);
    expect(await stage.document()).toEqual([
      `done: ${text}`,
      'done: {"kind":"line","title":"Price","x":"Year","series":["USD"]}\n2020,1770\n2021,1799\n',
    ]);
    expect((await stage.chat()).at(1)).toBe("done: I begin.\n\nIt stands.");
    expect(told[1]).toContain("Written as b-3 “Gold”");
    // It came in pieces: more than one chunk has a part of the text.
    const parts = stage.page.chunks.filter(({ block_ids, content }) => block_ids === "b-3" && content !== "");
    expect(parts.map(({ content }) => content).join("")).toBe(text);
  });

  it("[PEN-13] whose connection breaks in the middle of a call goes on with what it had written", async () => {
    const models = new DocumentModels(
      optionsOf({ env: { GROQ_BASE_URL: server.rawUrl("chat-completions"), GROQ_API_KEY: KEY } }),
      "groq/llama-x",
    );
    const stage = await answerStage([], { models });
    const bodies: string[] = [];
    const call = (args: string) => ({
      index: 0,
      id: `call_${bodies.length}`,
      function: { name: "write_block", arguments: args },
    });
    const frame = (delta: object, finish_reason: string | null = null) =>
      `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
    server.raw = async (exchange) => {
      bodies.push(exchange.body);
      switch (bodies.length) {
        case 1:
          exchange.send(frame({ role: "assistant", tool_calls: [call('{"content": "Gold is a ')] }));
          await expect.poll(() => stage.page.textOf("b-3")).toBe("Gold is a ");
          return exchange.cut();
        case 2:
          exchange.send(frame({ tool_calls: [call('{"block_id": "b-3", "content": "metal."}')] }));
          exchange.send(frame({}, "tool_calls"));
          break;
        default:
          exchange.send(frame({ content: "It stands." }, "stop"));
      }
      exchange.send("data: [DONE]\n\n");
      exchange.end();
    };
    await stage.send("Write on gold", { model: "groq/llama-x" });
    const idle = async () => {
      await stage.clock.advance(10_000);
      return stage.processors.activityOf("c1");
    };
    await expect.poll(idle, { timeout: 10_000 }).toBe("idle");
    expect(await stage.document()).toEqual(["done: Gold is a metal."]);
    expect(bodies[1]).toContain("go on where it ends with write_block and block_id b-3");
    expect(stage.errors()).toEqual([]);
  });
});
