/** The events of one answer of the Responses API as model events. */
import type { Response, ResponseOutputItem, ResponseStreamEvent } from "openai/resources/responses/responses";
import type { FinishReason, ModelEvent, Usage } from "../types.ts";
import { type Endpoint, streamErrorOf } from "./errors.ts";
import type { Translation } from "./run-stream.ts";
import { count } from "./token-count.ts";
import { TurnAssembler } from "./turn-assembler.ts";

export class ResponsesTranslation implements Translation<ResponseStreamEvent> {
  readonly #turn = new TurnAssembler();
  readonly #endpoint: Endpoint;
  /** Handles of the calls, by the place of their item in the output. */
  readonly #calls = new Map<number, number>();
  readonly #items: ResponseOutputItem[] = [];
  #refused = false;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  feed(event: ResponseStreamEvent): readonly ModelEvent[] {
    switch (event.type) {
      case "response.output_item.added":
        this.#turn.nextPart();
        if (event.item.type === "function_call")
          this.#calls.set(event.output_index, this.#turn.startCall(event.item.call_id, event.item.name));
        break;
      case "response.reasoning_summary_part.added":
      case "response.content_part.added":
        this.#turn.nextPart();
        break;
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        this.#turn.addThinking(event.delta);
        break;
      case "response.refusal.delta":
        this.#refused = true;
        this.#turn.addText(event.delta);
        break;
      case "response.output_text.delta":
        this.#turn.addText(event.delta);
        break;
      case "response.function_call_arguments.delta":
        this.#turn.addArguments(this.#calls.get(event.output_index) ?? -1, event.delta);
        break;
      case "response.output_item.done":
        this.#itemDone(event.output_index, event.item);
        break;
      case "response.completed":
        this.#finish(event.response, this.#refused ? "refusal" : "tool_use");
        break;
      case "response.incomplete":
        this.#finish(
          event.response,
          event.response.incomplete_details?.reason === "content_filter" ? "refusal" : "length",
        );
        break;
      case "response.failed":
        this.#setUsage(event.response);
        this.#turn.fail(streamErrorOf(event.response.error ?? { code: "server_error" }, this.#endpoint));
        break;
      default:
        // Tools of the server we do not ask for, and repetitions of what came in pieces.
        break;
    }
    return this.#turn.take();
  }

  end(): readonly ModelEvent[] {
    return this.#turn.take();
  }

  #itemDone(index: number, item: ResponseOutputItem): void {
    this.#items.push(item);
    if (item.type !== "function_call") return this.#turn.nextPart();
    const handle = this.#calls.get(index) ?? this.#turn.startCall(item.call_id, item.name);
    // Compatible servers may send the arguments only here.
    if (this.#turn.argumentsOf(handle) === "") this.#turn.addArguments(handle, item.arguments);
    this.#turn.endCall(handle);
  }

  #finish(response: Response, finish: FinishReason): void {
    this.#setUsage(response);
    const output = response.output?.length > 0 ? response.output : this.#items;
    this.#turn.finish(finish, output.length > 0 ? { wire: "responses", body: output } : undefined);
  }

  #setUsage({ usage }: Response): void {
    if (usage) this.#turn.setUsage(usageOf(usage));
  }
}

function usageOf(usage: Readonly<NonNullable<Response["usage"]>>): Usage {
  const details: Partial<typeof usage.input_tokens_details> | undefined = usage.input_tokens_details;
  return {
    input: count(usage.input_tokens),
    cached: count(details?.cached_tokens),
    cache_write: count(details?.cache_write_tokens),
    output: count(usage.output_tokens),
  };
}
