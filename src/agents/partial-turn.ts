/** What a model has streamed of its turn so far, put together from the events. */
import type { ModelEvent, ToolCall, Usage } from "./types.ts";

export interface PartialCall extends ToolCall {
  readonly complete: boolean;
}

interface GrowingCall {
  readonly call_id: string;
  readonly name: string;
  arguments: string;
  complete: boolean;
}

export class PartialTurn {
  #thinking = "";
  #text = "";
  #usage: Usage | null = null;
  #characters = 0;
  readonly #calls = new Map<string, GrowingCall>();

  get thinking(): string {
    return this.#thinking;
  }

  get text(): string {
    return this.#text;
  }

  get calls(): readonly PartialCall[] {
    return [...this.#calls.values()];
  }

  /** As last reported; null while the provider has said nothing. */
  get usage(): Usage | null {
    return this.#usage;
  }

  /** All that was generated, thinking and arguments included. */
  get characters(): number {
    return this.#characters;
  }

  add(event: ModelEvent): void {
    switch (event.type) {
      case "thinking_delta":
        this.#thinking += event.text;
        this.#characters += event.text.length;
        return;
      case "text_delta":
        this.#text += event.text;
        this.#characters += event.text.length;
        return;
      case "tool_call_start":
        this.#calls.set(event.call_id, { call_id: event.call_id, name: event.name, arguments: "", complete: false });
        return;
      case "tool_call_delta": {
        const call = this.#calls.get(event.call_id);
        if (call) call.arguments += event.text;
        this.#characters += event.text.length;
        return;
      }
      case "tool_call_end": {
        const call = this.#calls.get(event.call_id);
        if (call) call.complete = true;
        return;
      }
      case "usage":
        this.#usage = event.usage;
        return;
      default:
        return;
    }
  }
}
