/**
 * One agent's model stream: every piece goes out at once as a live delta, and each block of thinking or text once,
 * whole, as a record when it ends. What a cut turn had said until then is recorded too.
 */
import type { AssistantMessage, ModelEvent } from "../agents/types.ts";
import type { HoldBack } from "./hold-back.ts";
import type { LiveSignal, LogRecord, TimelineItem } from "./record.ts";

type BlockKind = "thinking" | "text";
type LiveDelta = Extract<LiveSignal, { type: "delta" }>;

export class ModelBlocks {
  readonly #user: string;
  readonly #timestamp: () => string;
  /** Open blocks, oldest first: Map keeps the order. */
  readonly #open = new Map<BlockKind, string>();
  /** Blocks that were recorded in this turn. */
  readonly #recorded = new Set<BlockKind>();

  readonly #hold: HoldBack;
  /** What is held back of each block and call. */
  readonly #held = new Map<string, string>();

  constructor(user: string, timestamp: () => string, hold: HoldBack) {
    this.#user = user;
    this.#hold = hold;
    this.#timestamp = timestamp;
  }

  read(event: ModelEvent): readonly TimelineItem[] {
    switch (event.type) {
      case "thinking_start":
        return this.#end("thinking");
      case "thinking_delta":
        return this.#grow("thinking", event.text);
      case "thinking_end":
        return this.#end("thinking");
      case "text_start":
        return this.#end("text");
      case "text_delta":
        return this.#grow("text", event.text);
      case "text_end":
        return this.#end("text");
      case "tool_call_start":
        // An empty first piece: watchers see which action is coming, also when it has no arguments.
        return [this.#delta("tool_arguments", "", event.call_id, event.name)];
      case "tool_call_delta":
        return this.#show("tool_arguments", event.text, event.call_id);
      case "tool_call_end":
        return this.#release(event.call_id);
      case "usage":
        return [];
      case "done":
        return this.#finish(event.message);
      case "error":
      case "aborted":
        return this.close();
    }
  }

  /** Ends the turn: records what is open. */
  close(): readonly LogRecord[] {
    const records = [...this.#open.keys()].flatMap((kind) => this.#end(kind));
    this.#recorded.clear();
    this.#held.clear();
    return records;
  }

  /** A provider that does not stream says all of it in its last event. */
  #finish(message: AssistantMessage): readonly LogRecord[] {
    for (const kind of ["thinking", "text"] as const) {
      if (!this.#recorded.has(kind) && !this.#open.has(kind) && message[kind] !== "")
        this.#open.set(kind, message[kind]);
    }
    return this.close();
  }

  #grow(kind: BlockKind, text: string): readonly LiveSignal[] {
    if (text === "") return [];
    this.#open.set(kind, (this.#open.get(kind) ?? "") + text);
    return this.#show(kind, text);
  }

  #end(kind: BlockKind): readonly LogRecord[] {
    const content = this.#open.get(kind);
    if (content === undefined) return [];
    this.#open.delete(kind);
    this.#held.delete(kind);
    this.#recorded.add(kind);
    return [{ format: "v3", timestamp: this.#timestamp(), type: kind, user: this.#user, content }];
  }

  #show(kind: LiveDelta["kind"], text: string, call_id?: string): readonly LiveSignal[] {
    const key = call_id === undefined ? kind : heldOfCall(call_id);
    const { shown, held } = this.#hold((this.#held.get(key) ?? "") + text);
    this.#held.set(key, held);
    return shown === "" ? [] : [this.#delta(kind, shown, call_id)];
  }

  /** A call is whole: its last word waits for nothing more, though its record comes only when it is run. */
  #release(call_id: string): readonly LiveSignal[] {
    const key = heldOfCall(call_id);
    const held = this.#held.get(key) ?? "";
    this.#held.delete(key);
    return held === "" ? [] : [this.#delta("tool_arguments", held, call_id)];
  }

  #delta(kind: LiveDelta["kind"], text: string, call_id?: string, name?: string): LiveSignal {
    return {
      type: "delta",
      timestamp: this.#timestamp(),
      user: this.#user,
      kind,
      text,
      ...(call_id !== undefined && { call_id }),
      ...(name !== undefined && { function: name }),
    };
  }
}

function heldOfCall(call_id: string): string {
  return `call ${call_id}`;
}
