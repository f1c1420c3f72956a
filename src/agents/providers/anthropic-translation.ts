/** The events of one Anthropic answer as model events; gathers the content that must be sent back unchanged. */
import type { RawMessageStreamEvent } from "@anthropic-ai/sdk/resources/messages";
import type { FinishReason, ModelEvent, Usage } from "../types.ts";
import { argumentsObject } from "./call-arguments.ts";
import { type Endpoint, streamErrorOf } from "./errors.ts";
import type { Translation } from "./run-stream.ts";
import { count } from "./token-count.ts";
import { TurnAssembler } from "./turn-assembler.ts";

/** A content block as it grows; `json` gathers the input of a call. */
interface Block {
  readonly body: Record<string, unknown>;
  readonly call?: number;
  json: string;
}

export class AnthropicTranslation implements Translation<RawMessageStreamEvent> {
  readonly #turn = new TurnAssembler();
  readonly #endpoint: Endpoint;
  readonly #blocks = new Map<number, Block>();
  #usage: Record<string, unknown> = {};
  #stop: string | null = null;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  feed(event: RawMessageStreamEvent): readonly ModelEvent[] {
    switch (event.type) {
      case "message_start":
        this.#addUsage(event.message.usage);
        break;
      case "content_block_start":
        this.#start(event.index, { ...event.content_block });
        break;
      case "content_block_delta":
        this.#grow(event.index, event.delta);
        break;
      case "content_block_stop":
        this.#stopBlock(event.index);
        break;
      case "message_delta":
        this.#stop = event.delta.stop_reason ?? this.#stop;
        this.#addUsage(event.usage);
        break;
      case "message_stop":
        this.#finish();
        break;
    }
    return this.#turn.take();
  }

  end(): readonly ModelEvent[] {
    return this.#turn.take();
  }

  #start(index: number, body: Record<string, unknown>): void {
    this.#turn.nextPart();
    const called = body["type"] === "tool_use";
    const block: Block = {
      body,
      json: "",
      ...(called ? { call: this.#turn.startCall(String(body["id"]), String(body["name"])) } : {}),
    };
    this.#blocks.set(index, block);
    // Compatible servers may put the beginning of a block, or all of it, here.
    if (body["type"] === "text") this.#turn.addText(textIn(body["text"]));
    if (body["type"] === "thinking") this.#turn.addThinking(textIn(body["thinking"]));
  }

  #grow(index: number, delta: { readonly type: string }): void {
    const block = this.#blocks.get(index);
    if (!block) return;
    const { type, ...piece } = delta as { readonly type: string } & Record<string, unknown>;
    switch (type) {
      case "text_delta":
        block.body["text"] = textIn(block.body["text"]) + textIn(piece["text"]);
        this.#turn.addText(textIn(piece["text"]));
        break;
      case "thinking_delta":
        block.body["thinking"] = textIn(block.body["thinking"]) + textIn(piece["thinking"]);
        this.#turn.addThinking(textIn(piece["thinking"]));
        break;
      case "signature_delta":
        block.body["signature"] = piece["signature"];
        break;
      case "input_json_delta":
        block.json += textIn(piece["partial_json"]);
        if (block.call !== undefined) this.#turn.addArguments(block.call, textIn(piece["partial_json"]));
        break;
      case "citations_delta":
        block.body["citations"] = [...listIn(block.body["citations"]), piece["citation"]];
        break;
    }
  }

  #stopBlock(index: number): void {
    const block = this.#blocks.get(index);
    if (!block) return;
    // A call whose input came whole with its start has no pieces.
    const input = block.body["input"];
    if (block.call !== undefined && block.json === "" && isFilled(input)) {
      block.json = JSON.stringify(input);
      this.#turn.addArguments(block.call, block.json);
    }
    if (block.json !== "") block.body["input"] = argumentsObject(block.json);
    if (block.call !== undefined) this.#turn.endCall(block.call);
    else this.#turn.nextPart();
  }

  #finish(): void {
    this.#turn.setUsage(usageOf(this.#usage));
    if (this.#stop === "model_context_window_exceeded") {
      const message = "the answer reached the end of the context window";
      return this.#turn.fail(streamErrorOf({ type: "context_length_exceeded", message }, this.#endpoint));
    }
    const finish = finishOf(this.#stop);
    if (finish === undefined) return;
    const content = [...this.#blocks.values()].map(({ body }) => body).filter((body) => !isEmptyText(body));
    this.#turn.finish(finish, content.length > 0 ? { wire: "anthropic", body: content } : undefined);
  }

  /** Counters are totals, and those that do not apply are left out or null: keep what is known. */
  #addUsage(usage: object | null | undefined): void {
    for (const [name, value] of Object.entries(usage ?? {})) if (value !== null) this.#usage[name] = value;
  }
}

/** Undefined: the message has no stop reason, so it was cut. */
function finishOf(stop: string | null): FinishReason | undefined {
  switch (stop) {
    case null:
      return undefined;
    case "tool_use":
      return "tool_use";
    case "max_tokens":
      return "length";
    case "refusal":
      return "refusal";
    default:
      // end_turn, stop_sequence, and pause_turn: that one pauses the server's own tools, of which we send none.
      return "end";
  }
}

/** `input_tokens` leaves out what the cache held or took. */
function usageOf(usage: Readonly<Record<string, unknown>>): Usage {
  const cached = count(usage["cache_read_input_tokens"]);
  const cache_write = count(usage["cache_creation_input_tokens"]);
  return {
    input: count(usage["input_tokens"]) + cached + cache_write,
    cached,
    cache_write,
    output: count(usage["output_tokens"]),
  };
}

function isEmptyText(body: Readonly<Record<string, unknown>>): boolean {
  return body["type"] === "text" && textIn(body["text"]).trim() === "";
}

function isFilled(input: unknown): boolean {
  return typeof input === "object" && input !== null && Object.keys(input).length > 0;
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
