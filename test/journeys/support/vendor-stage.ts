/**
 * Three agents on three wires, whose models are a server of this process: each answers by its script, and listens
 * (`check`) when that is over. What was sent to it is kept as it came over the wire.
 */
import { onTestFinished } from "vitest";
import type { Usage } from "../../../src/agents/types.ts";
import { type Exchange, startModelServer } from "../../fakes/model-server.ts";
import { framesOf, type Wire } from "../../fakes/wire-frames.ts";
import type { CliEnv } from "./run-cli.ts";

/** Of no shape that a pattern knows: only the values themselves can be found. */
export const KEYS: Readonly<Record<Wire, string>> = {
  responses: "Zq7-the-first-secret-of-the-test",
  anthropic: "Zq7-the-second-secret-of-the-test",
  "chat-completions": "Zq7-the-third-secret-of-the-test",
};
export const KEY_VARIABLES: Readonly<Record<Wire, string>> = {
  responses: "OPENAI_API_KEY",
  anthropic: "ANTHROPIC_API_KEY",
  "chat-completions": "OPENROUTER_API_KEY",
};
export const NAMES: Readonly<Record<Wire, string>> = { responses: "Ann", anthropic: "Bob", "chat-completions": "Cat" };
export const WIRES = ["responses", "anthropic", "chat-completions"] as const;

type Call = readonly [name: string, parameters?: Readonly<Record<string, unknown>>];
/** The calls of one answer; or any other way to answer. */
export type Step = readonly Call[] | ((exchange: Exchange) => void | Promise<void>);

export interface VendorStage {
  readonly env: CliEnv;
  /** Ann on OpenAI, Bob on Anthropic, Cat on OpenRouter. */
  readonly args: readonly string[];
  readonly bodies: Readonly<Record<Wire, string[]>>;
  /** Resolves when the wire has had its `count`th request. */
  asked(wire: Wire, count: number): Promise<void>;
}

export async function openVendors(scripts: Readonly<Partial<Record<Wire, readonly Step[]>>>): Promise<VendorStage> {
  const server = await startModelServer();
  onTestFinished(() => server.close());
  const bodies: Record<Wire, string[]> = { responses: [], anthropic: [], "chat-completions": [] };
  const watchers = new Set<() => void>();
  server.raw = async (exchange) => {
    const { wire } = exchange;
    const turn = bodies[wire].push(exchange.body);
    for (const watcher of [...watchers]) watcher();
    const step = scripts[wire]?.[turn - 1] ?? [["check"]];
    if (typeof step === "function") await step(exchange);
    else answer(exchange, step, turn);
  };
  return {
    bodies,
    env: {
      OPENAI_API_KEY: KEYS.responses,
      OPENAI_BASE_URL: server.rawUrl("responses"),
      ANTHROPIC_API_KEY: KEYS.anthropic,
      ANTHROPIC_BASE_URL: server.rawUrl("anthropic"),
      OPENROUTER_API_KEY: KEYS["chat-completions"],
      OPENROUTER_BASE_URL: server.rawUrl("chat-completions"),
    },
    args: [
      ...["-m", "Ann=openai/gpt-6-sol", "-m", "Bob=anthropic/claude-opus-5-5", "-m", "Cat=openrouter/some/model"],
      // The seed is that of the waiting times between attempts: with this one they are short.
      ...["--plain", "--max-nudges", "0", "--seed", "1837"],
    ],
    asked: (wire, count) =>
      new Promise((resolve) => {
        const look = () => {
          if (bodies[wire].length < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}

/** About what a tokenizer makes of it. */
const usageOf = (body: string): Usage => ({ input: Math.ceil(body.length / 3), cached: 0, cache_write: 0, output: 40 });

/** A whole answer: a thought, then the calls. */
export function answer(exchange: Exchange, calls: readonly Call[], turn: number): void {
  const { wire, body } = exchange;
  const frames = framesOf(wire);
  exchange.send(frames.open(usageOf(body)) + frames.thinking(`signature-${turn}`, "Let me", " see."));
  for (const [index, [name, parameters = {}]] of calls.entries()) {
    const text = JSON.stringify(parameters);
    exchange.send(frames.call(`call_${wire}_${turn}_${index}`, name, text.slice(0, 9), text.slice(9)));
  }
  exchange.send(frames.close("tool_use", usageOf(body)));
  exchange.end();
}
