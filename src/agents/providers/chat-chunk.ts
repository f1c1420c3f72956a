/** A chunk of Chat Completions as servers really send it: every field may be missing, and some are of no standard. */

export interface ChatChunk {
  readonly choices?: readonly ChatChoice[] | null;
  readonly usage?: ChatUsage | null;
}

export interface ChatChoice {
  readonly delta?: ChatDelta | null;
  readonly finish_reason?: string | null;
  /** Moonshot counts here. */
  readonly usage?: ChatUsage | null;
}

export interface ChatDelta {
  readonly content?: string | null;
  readonly refusal?: string | null;
  /** DeepSeek, llama.cpp, older vLLM. */
  readonly reasoning_content?: string | null;
  /** OpenRouter, Ollama, vLLM. */
  readonly reasoning?: string | null;
  /** OpenRouter: signatures and encrypted parts of the model behind it. */
  readonly reasoning_details?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly tool_calls?: readonly ChatCallPiece[] | null;
}

/** Other fields are kept: Gemini hangs its thought signature on the call. */
export interface ChatCallPiece {
  readonly index?: number | null;
  readonly id?: string | null;
  readonly type?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: unknown } | null;
  readonly [extra: string]: unknown;
}

export interface ChatUsage {
  readonly prompt_tokens?: number | null;
  readonly completion_tokens?: number | null;
  readonly prompt_tokens_details?: {
    readonly cached_tokens?: number | null;
    readonly cache_write_tokens?: number | null;
  } | null;
  /** DeepSeek. */
  readonly prompt_cache_hit_tokens?: number | null;
  /** OpenRouter, USD. */
  readonly cost?: number | null;
}
