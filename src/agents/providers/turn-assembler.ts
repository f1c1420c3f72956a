/** Gathers one turn of a model: emits start, delta and end of its parts, and keeps what the finished message needs. */
import type { FinishReason, ModelError, ModelEvent, ToolCall, Usage, WireMessage } from "../types.ts";

interface OpenCall {
  readonly call_id: string;
  readonly name: string;
  arguments: string;
  open: boolean;
}

/**
 * Thinking and text close each other; calls stand open side by side until they are ended.
 * After `fail` nothing is closed: the final event ends whatever was open.
 */
export class TurnAssembler {
  #out: ModelEvent[] = [];
  #open: "text" | "thinking" | "none" = "none";
  #separate = false;
  #text = "";
  #thinking = "";
  readonly #calls: OpenCall[] = [];
  #usage: Usage | undefined;

  /** The events since the last time. */
  take(): readonly ModelEvent[] {
    const events = this.#out;
    if (events.length > 0) this.#out = [];
    return events;
  }

  addThinking(text: string): void {
    if (text === "") return;
    if (this.#open !== "thinking") {
      this.#close();
      this.#open = "thinking";
      if (this.#separate && this.#thinking !== "") this.#thinking += "\n\n";
      this.#out.push({ type: "thinking_start" });
    }
    this.#thinking += text;
    this.#out.push({ type: "thinking_delta", text });
  }

  addText(text: string): void {
    if (text === "") return;
    if (this.#open !== "text") {
      this.#close();
      this.#open = "text";
      if (this.#separate && this.#text !== "") this.#text += "\n\n";
      this.#out.push({ type: "text_start" });
    }
    this.#text += text;
    this.#out.push({ type: "text_delta", text });
  }

  /** The wire says that a new part begins: text on both sides of it does not run together. */
  nextPart(): void {
    this.#close();
    this.#separate = true;
  }

  /** Answers a handle for the call's pieces. */
  startCall(call_id: string, name: string): number {
    this.#close();
    this.#out.push({ type: "tool_call_start", call_id, name });
    return this.#calls.push({ call_id, name, arguments: "", open: true }) - 1;
  }

  addArguments(handle: number, text: string): void {
    const call = this.#calls[handle];
    if (!call || text === "") return;
    call.arguments += text;
    this.#out.push({ type: "tool_call_delta", call_id: call.call_id, text });
  }

  argumentsOf(handle: number): string {
    return this.#calls[handle]?.arguments ?? "";
  }

  endCall(handle: number): void {
    const call = this.#calls[handle];
    if (!call?.open) return;
    call.open = false;
    this.#out.push({ type: "tool_call_end", call_id: call.call_id });
  }

  setUsage(usage: Usage): void {
    this.#usage = usage;
  }

  /**
   * `raw` is kept only for a whole turn: a cut one holds half a call or an unsigned thought, which no provider takes
   * back; its text goes into the history in our own rendering.
   */
  finish(finish: FinishReason, raw?: WireMessage): void {
    this.#close();
    for (let handle = 0; handle < this.#calls.length; handle++) this.endCall(handle);
    this.#emitUsage();
    const called = this.#calls.length > 0;
    const reason = finish === "tool_use" && !called ? "end" : finish;
    const calls = this.#calls.map(
      ({ call_id, name, arguments: text }): ToolCall => ({
        call_id,
        name,
        // A call without parameters often comes without a piece of text.
        arguments: text.trim() === "" ? "{}" : text,
      }),
    );
    const whole = reason === "tool_use" || (reason === "end" && !called);
    this.#out.push({
      type: "done",
      finish: reason,
      message: {
        role: "assistant",
        text: this.#text,
        thinking: this.#thinking,
        tool_calls: reason === "tool_use" ? calls : [],
        ...(whole && raw ? { raw } : {}),
      },
    });
  }

  fail(error: ModelError): void {
    this.#emitUsage();
    this.#out.push({ type: "error", error });
  }

  #emitUsage(): void {
    if (this.#usage) this.#out.push({ type: "usage", usage: this.#usage });
  }

  #close(): void {
    if (this.#open !== "none") this.#out.push({ type: this.#open === "text" ? "text_end" : "thinking_end" });
    this.#open = "none";
  }
}
