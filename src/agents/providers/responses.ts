/** OpenAI's own models over the Responses API: stateless, the encrypted reasoning travels in the history. */
import { OpenAI } from "openai";
import type { ResponseCreateParamsStreaming } from "openai/resources/responses/responses";
import type { ReasoningEffort } from "openai/resources/shared";
import type { Clock } from "../../chatroom/clock.ts";
import type { ModelProvider, ModelRequest } from "../types.ts";
import type { Endpoint } from "./errors.ts";
import { reasons, responsesInput, responsesTools } from "./responses-messages.ts";
import { ResponsesTranslation } from "./responses-translation.ts";
import { runStream } from "./run-stream.ts";
import { type Fetch, watchedFetch, watching } from "./watched-fetch.ts";

export interface ResponsesOptions {
  /** As shown to people: `openai/gpt-6-sol`. */
  readonly id: string;
  readonly model: string;
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly effort?: string;
  /** The variable a refused key is to be set in. */
  readonly keyVariable?: string;
  readonly fetch?: Fetch;
  readonly clock: Clock;
  readonly idleMs?: number;
}

/** The API's least; below it a request is refused. */
const MIN_OUTPUT_TOKENS = 16;

export function createResponsesProvider(options: ResponsesOptions): ModelProvider {
  const { id, model, apiKey, clock, idleMs } = options;
  const endpoint: Endpoint = {
    id,
    model,
    baseUrl: options.baseUrl ?? "https://api.openai.com/v1",
    keyVariable: options.keyVariable ?? "OPENAI_API_KEY",
    secrets: [apiKey],
    keyNeeded: true,
  };
  let summaries = true;
  // Made with the first call: what it does not like about its options is then an error of that call.
  let client: OpenAI | undefined;
  const connect = () =>
    new OpenAI({
      apiKey,
      adminAPIKey: null,
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
          translation: new ResponsesTranslation(endpoint),
          async open(callSignal, onBytes) {
            const { responses } = (client ??= connect());
            const callOptions = { signal: callSignal, fetchOptions: watching(onBytes) };
            const create = () => responses.create(bodyOf(request, options, summaries), callOptions);
            try {
              return await create();
            } catch (error) {
              if (!summaries || !refusesSummaries(error)) throw error;
              summaries = false;
              return create();
            }
          },
        },
        signal,
      ),
  };
}

/** OpenAI shows reasoning summaries to verified organisations only; without them everything else works the same. */
function refusesSummaries(error: unknown): boolean {
  return error instanceof OpenAI.BadRequestError && error.param === "reasoning.summary";
}

function bodyOf(
  request: ModelRequest,
  { model, effort }: ResponsesOptions,
  summaries: boolean,
): ResponseCreateParamsStreaming {
  const tools = responsesTools(request);
  return {
    model,
    stream: true,
    store: false,
    prompt_cache_key: request.cache_key,
    max_output_tokens: Math.max(MIN_OUTPUT_TOKENS, request.max_output_tokens),
    ...(reasons(model)
      ? {
          include: ["reasoning.encrypted_content"],
          reasoning: {
            ...(summaries ? { summary: "auto" } : {}),
            ...(effort ? { effort: effort as ReasoningEffort } : {}),
          },
        }
      : {}),
    ...(request.system === "" ? {} : { instructions: request.system.toWellFormed() }),
    ...(tools.length > 0 ? { tools } : {}),
    input: responsesInput(request.history),
  };
}
