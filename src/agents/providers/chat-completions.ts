/** Every server that speaks OpenAI's Chat Completions: OpenRouter, Ollama, LM Studio, vLLM, llama.cpp, DeepSeek … */
import { OpenAI } from "openai";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import type { Clock } from "../../chatroom/clock.ts";
import type { ModelProvider, ModelRequest } from "../types.ts";
import type { ChatChunk } from "./chat-chunk.ts";
import { type ChatDialect, dialectOf } from "./chat-dialect.ts";
import { chatMessages, chatTools } from "./chat-messages.ts";
import { ChatTranslation } from "./chat-translation.ts";
import type { Endpoint } from "./errors.ts";
import { runStream } from "./run-stream.ts";
import { type Fetch, watchedFetch, watching } from "./watched-fetch.ts";

export interface ChatCompletionsOptions {
  /** As shown to people: `ollama/qwen4`. */
  readonly id: string;
  readonly model: string;
  /** Servers on one's own machine need none. */
  readonly apiKey?: string;
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly effort?: string;
  /** The variable a refused key is to be set in. */
  readonly keyVariable?: string;
  readonly fetch?: Fetch;
  readonly clock: Clock;
  /** Without it 90 s, and 300 s for a server on this machine. */
  readonly idleMs?: number;
}

export function createChatCompletionsProvider(options: ChatCompletionsOptions): ModelProvider {
  const { id, model, apiKey, baseUrl, clock, idleMs } = options;
  const dialect = dialectOf(baseUrl);
  const keyVariable = options.keyVariable ?? dialect.keyVariable;
  const endpoint: Endpoint = {
    id,
    model,
    baseUrl,
    ...(keyVariable === undefined ? {} : { keyVariable }),
    secrets: [apiKey ?? "", ...secretHeaders(options.headers)],
    keyNeeded: false,
  };
  // Made with the first call: what it does not like about its options is then an error of that call.
  let client: OpenAI | undefined;
  const connect = () =>
    new OpenAI({
      // The SDK refuses to be without a key; the header it would make of this one is taken away below.
      apiKey: apiKey || "none",
      // Those of an OpenAI account are nobody else's business.
      adminAPIKey: null,
      organization: null,
      project: null,
      baseURL: baseUrl,
      defaultHeaders: { ...(apiKey ? {} : { Authorization: null }), ...options.headers },
      maxRetries: 0,
      logLevel: "off",
      fetch: watchedFetch(options.fetch ?? fetch),
    });
  return {
    id,
    stream: (request, signal) =>
      runStream(
        {
          endpoint,
          clock,
          ...(idleMs === undefined ? {} : { idleMs }),
          translation: new ChatTranslation(endpoint, request.history),
          open(callSignal, onBytes) {
            client ??= connect();
            const body = bodyOf(request, options, dialect);
            return client.chat.completions.create(body, {
              signal: callSignal,
              fetchOptions: watching(onBytes),
            }) as PromiseLike<AsyncIterable<ChatChunk>>;
          },
        },
        signal,
      ),
  };
}

function bodyOf(
  request: ModelRequest,
  { model, effort }: ChatCompletionsOptions,
  { maxTokens, openRouter }: ChatDialect,
): ChatCompletionCreateParamsStreaming {
  const tools = chatTools(request);
  const unofficial: Record<string, unknown> = {
    ...(openRouter ? { usage: { include: true } } : {}),
    ...(effort ? (openRouter ? { reasoning: { effort } } : { reasoning_effort: effort }) : {}),
  };
  return {
    model,
    stream: true,
    stream_options: { include_usage: true },
    [maxTokens]: request.max_output_tokens,
    ...unofficial,
    ...(tools.length > 0 ? { tools } : {}),
    messages: chatMessages(request),
  };
}

function secretHeaders(headers: Readonly<Record<string, string>> = {}): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    /auth|key|token|secret|cookie/i.test(name) ? [value] : [],
  );
}
