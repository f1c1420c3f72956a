/** The three wires' server-sent events by hand, for what aimock does not say: cut, stalled, cached, interleaved. */
import type { Usage, WireMessage } from "../../src/agents/types.ts";

export type Wire = WireMessage["wire"];
export type Stop = "end" | "tool_use" | "length" | "refusal";

/** One answer, written piece by piece. A part stands open until the next one begins. */
export interface WireFrames {
  open(usage?: Usage): string;
  thinking(signature: string, ...pieces: string[]): string;
  text(...pieces: string[]): string;
  call(id: string, name: string, ...pieces: string[]): string;
  /** The parts' end, the stop reason and the usage. */
  close(stop: Stop, usage?: Usage): string;
  error(type: string, message: string): string;
  /** Bytes that are no event of the answer. */
  ping(): string;
}

export function framesOf(wire: Wire): WireFrames {
  switch (wire) {
    case "anthropic":
      return new AnthropicFrames();
    case "responses":
      return new ResponsesFrames();
    case "chat-completions":
      return new ChatFrames();
  }
}

function named(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify({ type: event, ...data })}\n\n`;
}

class AnthropicFrames implements WireFrames {
  #index = -1;

  open(usage?: Usage): string {
    const counted = usage ?? { input: 10, cached: 0, cache_write: 0 };
    const message = {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude",
      content: [],
      stop_reason: null,
      usage: {
        input_tokens: counted.input - counted.cached - counted.cache_write,
        cache_read_input_tokens: usage ? counted.cached : null,
        cache_creation_input_tokens: usage ? counted.cache_write : null,
        output_tokens: 1,
      },
    };
    return named("message_start", { message });
  }

  thinking(signature: string, ...pieces: string[]): string {
    const block = this.#block({ type: "thinking", thinking: "", signature: "" });
    const deltas = pieces.map((thinking) => this.#delta({ type: "thinking_delta", thinking })).join("");
    return block + deltas + (signature ? this.#delta({ type: "signature_delta", signature }) : "");
  }

  text(...pieces: string[]): string {
    return (
      this.#block({ type: "text", text: "" }) + pieces.map((text) => this.#delta({ type: "text_delta", text })).join("")
    );
  }

  call(id: string, name: string, ...pieces: string[]): string {
    const block = this.#block({ type: "tool_use", id, name, input: {} });
    return block + pieces.map((partial_json) => this.#delta({ type: "input_json_delta", partial_json })).join("");
  }

  close(stop: Stop, usage?: Usage): string {
    const reasons = { end: "end_turn", tool_use: "tool_use", length: "max_tokens", refusal: "refusal" };
    const delta = { stop_reason: reasons[stop], stop_sequence: null };
    const counted = { output_tokens: usage?.output ?? 5, input_tokens: null };
    return this.#stop() + named("message_delta", { delta, usage: counted }) + named("message_stop", {});
  }

  error(type: string, message: string): string {
    return named("error", { error: { type, message } });
  }

  ping(): string {
    return named("ping", {});
  }

  #block(content_block: object): string {
    const stop = this.#stop();
    this.#index += 1;
    return stop + named("content_block_start", { index: this.#index, content_block });
  }

  #delta(delta: object): string {
    return named("content_block_delta", { index: this.#index, delta });
  }

  #stop(): string {
    return this.#index < 0 ? "" : named("content_block_stop", { index: this.#index });
  }
}

class ResponsesFrames implements WireFrames {
  readonly #output: object[] = [];
  #pending: (() => string) | undefined;

  open(): string {
    return named("response.created", { response: { id: "resp_1", status: "in_progress", output: [] } });
  }

  thinking(signature: string, ...pieces: string[]): string {
    const summary = [{ type: "summary_text", text: pieces.join("") }];
    const item = { type: "reasoning", id: `rs_${this.#output.length}`, summary, encrypted_content: signature };
    const added = named("response.reasoning_summary_part.added", {
      output_index: this.#output.length,
      summary_index: 0,
    });
    return this.#item(item, "response.reasoning_summary_text.delta", pieces, added);
  }

  text(...pieces: string[]): string {
    const content = [{ type: "output_text", text: pieces.join(""), annotations: [] }];
    const item = { type: "message", id: `msg_${this.#output.length}`, role: "assistant", status: "completed", content };
    return this.#item(item, "response.output_text.delta", pieces);
  }

  call(id: string, name: string, ...pieces: string[]): string {
    const item = {
      type: "function_call",
      id: `fc_${this.#output.length}`,
      call_id: id,
      name,
      arguments: pieces.join(""),
    };
    return this.#item(item, "response.function_call_arguments.delta", pieces);
  }

  close(stop: Stop, usage?: Usage): string {
    const counted = usage && {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cached, cache_write_tokens: usage.cache_write },
      output_tokens: usage.output,
    };
    const ended = this.#end();
    const response = { id: "resp_1", output: this.#output, ...(counted ? { usage: counted } : {}) };
    if (stop === "end" || stop === "tool_use") return ended + named("response.completed", { response });
    const reason = stop === "length" ? "max_output_tokens" : "content_filter";
    return ended + named("response.incomplete", { response: { ...response, incomplete_details: { reason } } });
  }

  error(type: string, message: string): string {
    return named("error", { code: type, message, param: null });
  }

  ping(): string {
    return ": still here\n\n";
  }

  #item(item: object, delta: string, pieces: readonly string[], before = ""): string {
    const ended = this.#end();
    const output_index = this.#output.length;
    this.#pending = () => {
      this.#output.push(item);
      return named("response.output_item.done", { output_index, item });
    };
    const begun = named("response.output_item.added", { output_index, item: { ...item, arguments: "" } });
    return ended + begun + before + pieces.map((piece) => named(delta, { output_index, delta: piece })).join("");
  }

  #end(): string {
    const done = this.#pending?.() ?? "";
    this.#pending = undefined;
    return done;
  }
}

class ChatFrames implements WireFrames {
  #calls = 0;

  open(): string {
    return this.#chunk({ role: "assistant" });
  }

  thinking(_signature: string, ...pieces: string[]): string {
    return pieces.map((reasoning_content) => this.#chunk({ reasoning_content })).join("");
  }

  text(...pieces: string[]): string {
    return pieces.map((content) => this.#chunk({ content })).join("");
  }

  call(id: string, name: string, ...pieces: string[]): string {
    const index = this.#calls++;
    const head = this.#chunk({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] });
    return (
      head + pieces.map((text) => this.#chunk({ tool_calls: [{ index, function: { arguments: text } }] })).join("")
    );
  }

  close(stop: Stop, usage?: Usage): string {
    const reasons = { end: "stop", tool_use: "tool_calls", length: "length", refusal: "content_filter" };
    const counted = usage && {
      prompt_tokens: usage.input,
      prompt_tokens_details: { cached_tokens: usage.cached, cache_write_tokens: usage.cache_write },
      completion_tokens: usage.output,
    };
    const last = counted ? `data: ${JSON.stringify({ id: "c", choices: [], usage: counted })}\n\n` : "";
    return `${this.#chunk({}, reasons[stop])}${last}data: [DONE]\n\n`;
  }

  error(type: string, message: string): string {
    return `data: ${JSON.stringify({ error: { type, message } })}\n\n`;
  }

  ping(): string {
    return ": OPENROUTER PROCESSING\n\n";
  }

  #chunk(delta: object, finish_reason: string | null = null): string {
    return `data: ${JSON.stringify({ id: "c", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  }
}
