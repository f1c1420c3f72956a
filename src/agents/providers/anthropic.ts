/** Claude over the Messages API. One request per call, never retried here. */
import { Anthropic } from "@anthropic-ai/sdk";
import type { MessageCreateParamsStreaming, OutputConfig } from "@anthropic-ai/sdk/resources/messages";
import type { Clock } from "../../chatroom/clock.ts";
import type { ModelProvider, ModelRequest } from "../types.ts";
import { anthropicMessages, anthropicSystem, anthropicTools, thinksAdaptively } from "./anthropic-messages.ts";
import { AnthropicTranslation } from "./anthropic-translation.ts";
import type { Endpoint } from "./errors.ts";
import { runStream } from "./run-stream.ts";
import { type Fetch, watchedFetch, watching } from "./watched-fetch.ts";

export interface AnthropicOptions {
  /** As shown to people: `anthropic/claude-opus-5-5`. */
  readonly id: string;
  readonly model: string;
  readonly apiKey: string;
  /** Without `/v1`. */
  readonly baseUrl?: string;
  /** `low` to `max`; models before 4.6 do not take it. */
  readonly effort?: string;
  /** The variable a refused key is to be set in. */
  readonly keyVariable?: string;
  readonly fetch?: Fetch;
  readonly clock: Clock;
  readonly idleMs?: number;
}

export function createAnthropicProvider(options: AnthropicOptions): ModelProvider {
  const { id, model, apiKey, clock, idleMs } = options;
  const endpoint: Endpoint = {
    id,
    model,
    baseUrl: options.baseUrl ?? "https://api.anthropic.com",
    keyVariable: options.keyVariable ?? "ANTHROPIC_API_KEY",
    secrets: [apiKey],
    keyNeeded: true,
  };
  // Made with the first call: what it does not like about its options is then an error of that call.
  let client: Anthropic | undefined;
  const connect = () =>
    new Anthropic({
      apiKey,
      baseURL: endpoint.baseUrl,
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
          translation: new AnthropicTranslation(endpoint),
          open(callSignal, onBytes) {
            client ??= connect();
            // Not `messages.stream`: its helper parses the arguments anew with every piece.
            return client.messages.create(bodyOf(request, options), {
              signal: callSignal,
              fetchOptions: watching(onBytes),
            });
          },
        },
        signal,
      ),
  };
}

function bodyOf(request: ModelRequest, { model, effort }: AnthropicOptions): MessageCreateParamsStreaming {
  const adaptive = thinksAdaptively(model);
  const system = anthropicSystem(request);
  const tools = anthropicTools(request);
  return {
    model,
    max_tokens: request.max_output_tokens,
    stream: true,
    cache_control: { type: "ephemeral" },
    ...(adaptive ? { thinking: { type: "adaptive", display: "summarized" } } : {}),
    ...(adaptive && effort ? { output_config: { effort: effort as NonNullable<OutputConfig["effort"]> } } : {}),
    ...(system.length > 0 ? { system } : {}),
    ...(tools.length > 0 ? { tools } : {}),
    messages: anthropicMessages(request.history),
  };
}
