/**
 * A model that needs no key and no network: it reads the room as a model does, thinks, argues, revises and comes to an
 * end. Stateless and seeded: the same seed and the same history give the same events.
 */
import type { Clock } from "../../chatroom/clock.ts";
import type { ModelEvent, ModelProvider, ModelRequest } from "../types.ts";
import { perform } from "./demo/performance.ts";
import { promptSize } from "./demo/prompt-size.ts";
import { hashText } from "./demo/random.ts";
import type { PerformedTurn } from "./demo/performance.ts";
import { planDocumentTurn } from "./demo/report/document-turn.ts";
import { planPenTurn } from "./demo/report/pen-turn.ts";
import { planTurn } from "./demo/turn.ts";

export interface DemoOptions {
  /** As shown to people: `demo/ada`. */
  readonly id: string;
  /** The agent's name in the room. */
  readonly name: string;
  /** The same for all agents of a conversation. */
  readonly seed: number | string;
  /** 1 is a natural pace, 50 is for tests; 0 or Infinity: no delay at all. */
  readonly speed: number;
  readonly clock: Clock;
  /** Any text; its words decide the character. Default: what the system prompt says, else one that fits among the others. */
  readonly persona?: string | undefined;
  /** Default: what the first instruction says. */
  readonly topic?: string | undefined;
}

export function createDemoProvider(options: DemoOptions): ModelProvider {
  return { id: options.id, stream: (request, signal) => stream(options, request, signal) };
}

/** What it is asked for shows in its tools: in a room one speaks by actions, at a document one writes by others. */
function plannedTurn(options: DemoOptions, request: ModelRequest): PerformedTurn {
  const has = (name: string) => request.tools.some((tool) => tool.name === name);
  if (!has("append")) return planDocumentTurn(options, request);
  return has("write_block") ? planPenTurn(options, request) : planTurn(options, request);
}

async function* stream(options: DemoOptions, request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  const { clock, speed, name, seed } = options;
  if (signal.aborted) {
    yield { type: "aborted" };
    return;
  }
  let turn: PerformedTurn;
  try {
    turn = plannedTurn(options, request);
  } catch (error) {
    const message = `the demo could not go on: ${error instanceof Error ? error.message : String(error)}`;
    yield { type: "error", error: { kind: "unknown", message, retryable: false } };
    return;
  }
  const { input, cached } = promptSize(request);
  const turnId = `demo_${hashText(`${seed}\u0000${name}\u0000${request.history.length}`).toString(36)}`;
  const pace = {
    clock,
    speed,
    turnId,
    maxOutputTokens: request.max_output_tokens,
    promptTokens: input,
    cachedTokens: cached,
  };
  yield* perform(turn, pace, signal);
}
