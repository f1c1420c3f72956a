/** The chunks of one Chat Completions answer as model events; gathers the assistant message to send back. */
import type { FinishReason, HistoryEntry, ModelEvent, Usage } from "../types.ts";
import { ChatCalls } from "./chat-calls.ts";
import type { ChatChoice, ChatChunk, ChatUsage } from "./chat-chunk.ts";
import { callIdsOf, everSentReasoningContent } from "./chat-messages.ts";
import { ChatReasoning } from "./chat-reasoning.ts";
import { type Endpoint, streamErrorOf } from "./errors.ts";
import type { Translation } from "./run-stream.ts";
import { count } from "./token-count.ts";
import { TurnAssembler } from "./turn-assembler.ts";

export class ChatTranslation implements Translation<ChatChunk> {
  readonly #turn = new TurnAssembler();
  readonly #endpoint: Endpoint;
  readonly #history: readonly HistoryEntry[];
  readonly #calls: ChatCalls;
  readonly #reasoning = new ChatReasoning();
  #content: string | null = null;
  #refused = false;
  #finish: string | null = null;

  constructor(endpoint: Endpoint, history: readonly HistoryEntry[]) {
    this.#endpoint = endpoint;
    this.#history = history;
    this.#calls = new ChatCalls(this.#turn, callIdsOf(history), history.length);
  }

  feed(chunk: ChatChunk): readonly ModelEvent[] {
    const choice = chunk.choices?.[0];
    if (choice) this.#add(choice);
    const usage = chunk.usage ?? choice?.usage;
    if (usage) this.#turn.setUsage(usageOf(usage));
    return this.#turn.take();
  }

  /** Only the end of the body ends the answer: the usage comes after the finish reason. */
  end(): readonly ModelEvent[] {
    switch (this.#finish) {
      case null:
        break;
      case "error":
      case "abort":
      case "insufficient_system_resource":
        this.#turn.fail(
          streamErrorOf(
            { type: "server_error", code: this.#finish, message: `finish reason "${this.#finish}"` },
            this.#endpoint,
          ),
        );
        break;
      default:
        this.#done(this.#finish);
    }
    return this.#turn.take();
  }

  #add({ delta, finish_reason }: ChatChoice): void {
    if (delta) {
      this.#turn.addThinking(this.#reasoning.add(delta));
      if (typeof delta.content === "string") {
        this.#content = (this.#content ?? "") + delta.content;
        this.#turn.addText(delta.content);
      }
      if (delta.refusal) {
        this.#refused = true;
        this.#turn.addText(delta.refusal);
      }
      for (const piece of delta.tool_calls ?? []) this.#calls.add(piece);
    }
    if (finish_reason) this.#finish = finish_reason;
  }

  #done(reason: string): void {
    const calls = this.#calls.end();
    const called = calls.length > 0;
    const body = {
      role: "assistant",
      content: this.#content ?? (called ? null : ""),
      ...this.#reasoning.fields(called && everSentReasoningContent(this.#history)),
      ...(called ? { tool_calls: calls } : {}),
    };
    this.#turn.finish(this.#refused ? "refusal" : finishOf(reason), { wire: "chat-completions", body });
  }
}

/** Many servers say "stop" after calls too: whether there are calls decides, not the word. */
function finishOf(reason: string): FinishReason {
  switch (reason) {
    case "length":
    case "max_tokens":
    case "model_length":
      return "length";
    case "content_filter":
      return "refusal";
    default:
      return "tool_use";
  }
}

function usageOf(usage: ChatUsage): Usage {
  const cached = count(usage.prompt_tokens_details?.cached_tokens) || count(usage.prompt_cache_hit_tokens);
  return {
    input: count(usage.prompt_tokens),
    cached,
    cache_write: count(usage.prompt_tokens_details?.cache_write_tokens),
    output: count(usage.completion_tokens),
    ...(typeof usage.cost === "number" ? { cost_usd: usage.cost } : {}),
  };
}
