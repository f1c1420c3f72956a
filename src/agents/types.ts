/** The one event language between models and everything that listens to them. Providers translate at the edge. */
import type { ActionResult } from "../chatroom/session.ts";

/** Tokens. `input` is the whole prompt, cached part included; `output` includes thinking. */
export interface Usage {
  readonly input: number;
  readonly cached: number;
  /** Tokens written to the provider's cache (billed apart by some); part of `input`. */
  readonly cache_write: number;
  readonly output: number;
  /** What the provider itself says this call cost, in USD; absent where it says nothing. */
  readonly cost_usd?: number;
}

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ToolCall {
  readonly call_id: string;
  readonly name: string;
  /** As the model wrote it: JSON text, possibly malformed. */
  readonly arguments: string;
}

/** Opaque to all but the provider of the same `wire`: what must be sent back unchanged (signatures, ids). */
export interface WireMessage {
  readonly wire: "responses" | "chat-completions" | "anthropic";
  readonly body: unknown;
}

/** One finished turn of the model. */
export interface AssistantMessage {
  readonly role: "assistant";
  readonly text: string;
  readonly thinking: string;
  readonly tool_calls: readonly ToolCall[];
  /** Absent for what we wrote in the model's place (an interrupted turn). */
  readonly raw?: WireMessage;
}

export interface UserMessage {
  readonly role: "user";
  readonly text: string;
}

export interface ToolResults {
  readonly role: "tool";
  /** One for each call of the assistant message before it, in its order. */
  readonly results: readonly { readonly call_id: string; readonly text: string }[];
}

/** An agent's history is append-only: an entry is never changed, moved or removed. */
export type HistoryEntry = UserMessage | AssistantMessage | ToolResults;

export interface ModelRequest {
  readonly system: string;
  readonly tools: readonly ToolSpec[];
  readonly history: readonly HistoryEntry[];
  readonly max_output_tokens: number;
  /** Stable for one agent over a run: providers route equal prefixes to one cache by it. */
  readonly cache_key: string;
}

/** `tool_use`: run the calls. `end`: plain text or nothing. `length`: cut by the token limit, calls unusable. */
export type FinishReason = "tool_use" | "end" | "length" | "refusal";

export type ModelErrorKind =
  | "auth"
  | "rate_limit"
  | "overloaded"
  | "server"
  | "network"
  | "stalled"
  | "cut"
  | "bad_request"
  | "context_full"
  | "unknown";

export interface ModelError {
  readonly kind: ModelErrorKind;
  /** One line, keys redacted, names the fix where there is one. */
  readonly message: string;
  readonly retryable: boolean;
  /** ms the server asked us to wait; absent where it did not. */
  readonly retry_after_ms?: number;
  readonly status?: number;
}

/** A stream of these never throws: it ends with exactly one `done`, `error` or `aborted`. */
export type ModelEvent =
  | { readonly type: "thinking_start" }
  | { readonly type: "thinking_delta"; readonly text: string }
  | { readonly type: "thinking_end" }
  | { readonly type: "text_start" }
  | { readonly type: "text_delta"; readonly text: string }
  | { readonly type: "text_end" }
  | { readonly type: "tool_call_start"; readonly call_id: string; readonly name: string }
  | { readonly type: "tool_call_delta"; readonly call_id: string; readonly text: string }
  | { readonly type: "tool_call_end"; readonly call_id: string }
  | { readonly type: "usage"; readonly usage: Usage }
  | { readonly type: "error"; readonly error: ModelError }
  | { readonly type: "aborted" }
  | { readonly type: "done"; readonly finish: FinishReason; readonly message: AssistantMessage };

/** One model on one wire. Stateless: everything a call needs is in the request. */
export interface ModelProvider {
  /** As shown to people: `anthropic/claude-opus-5-5`. */
  readonly id: string;
  /** Must not throw and must end soon after `signal` aborts; a failure is the final event. */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

/** Why a conversation, or one agent of it, ended. Each has an exit code in the CLI. */
export type StopReason =
  | "all_waiting"
  | "loop"
  | "max_messages"
  | "max_turns"
  | "max_minutes"
  | "max_tokens"
  | "max_cost"
  | "agents_failed"
  | "quit"
  | "interrupted"
  | "terminated";

export type AgentActivity = "idle" | "thinking" | "writing" | "waiting" | "retrying" | "cooling" | "paused" | "stopped";

/** What an agent does, for logs and screens. `agent` is its name in the room. */
export type AgentEvent =
  | { readonly type: "activity"; readonly agent: string; readonly activity: AgentActivity }
  | { readonly type: "model"; readonly agent: string; readonly event: ModelEvent }
  | {
      readonly type: "tool_call";
      readonly agent: string;
      readonly call_id: string;
      readonly name: string;
      /** The parsed object, or the raw text where it is not JSON. */
      readonly arguments: unknown;
    }
  | {
      readonly type: "tool_response";
      readonly agent: string;
      readonly call_id: string;
      readonly name: string;
      /** Absent where no action ran (unknown tool, malformed arguments). */
      readonly result?: ActionResult;
      /** What the model is shown. */
      readonly text: string;
    }
  | {
      /** A model turn is over; together with the calls' responses it rebuilds the agent's history. */
      readonly type: "turn";
      readonly agent: string;
      readonly model: string;
      readonly message: AssistantMessage;
      readonly finish: FinishReason | "interrupted";
      readonly usage: Usage;
      /** USD; null: price unknown. */
      readonly cost_usd: number | null;
      readonly duration_ms: number;
    }
  /** A user message was put into the agent's history (the first instruction, a reminder, an interruption). */
  | {
      readonly type: "instruction";
      readonly agent: string;
      readonly text: string;
      /** All before it is gone (the context was full): the agent's history begins anew with this text. */
      readonly new_history?: true;
    }
  | {
      readonly type: "interrupted";
      readonly agent: string;
      readonly kept: "segment" | "thinking" | "nothing";
      /** Output tokens thrown away, estimated where the provider did not say. */
      readonly tokens: number;
    }
  | {
      readonly type: "retry";
      readonly agent: string;
      readonly error: ModelError;
      readonly attempt: number;
      readonly wait_ms: number;
    }
  | { readonly type: "failed"; readonly agent: string; readonly error: ModelError };

/** Upper bounds of one model call, known before it is made. */
export interface CallEstimate {
  readonly agent: string;
  readonly model: string;
  /** Tokens, never fewer than the provider will count (bytes of what is new + what it counted last time). */
  readonly max_input: number;
  readonly max_output: number;
}

/** Leave to make one model call. `settle` is called exactly once, whatever became of the call. */
export interface Permit {
  settle(usage: Usage | null): void;
}

/**
 * Asked before every model call: here a conversation pauses, cools down and keeps its limits.
 * Resolves to null when the agent is to end.
 */
export interface TurnGate {
  enter(estimate: CallEstimate, signal: AbortSignal): Promise<Permit | null>;
}
