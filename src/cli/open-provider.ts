/** From a resolved agent to something that talks. A wire's SDK is loaded only when an agent needs it. */
import type { ModelProvider } from "../agents/types.ts";
import type { Clock } from "../chatroom/index.ts";
import type { ResolvedAgent } from "./run-plan.ts";

/** Of an agent, what its provider is made of. */
export type Talker = Pick<ResolvedAgent, "name" | "provider" | "displayModel" | "persona">;

export interface OpenProviderOptions {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Of the demo. */
  readonly seed: number;
  readonly speed: number;
  readonly topic?: string | undefined;
}

export async function openProvider(agent: Talker, options: OpenProviderOptions): Promise<ModelProvider> {
  const { provider, displayModel: id } = agent;
  const { clock, fetch, seed, speed, topic } = options;
  if (provider.wire === "demo") {
    const { createDemoProvider } = await import("../agents/providers/demo.ts");
    const persona = agent.persona === null ? {} : { persona: agent.persona };
    return createDemoProvider({ id, name: agent.name, seed, speed, clock, topic, ...persona });
  }
  const { wire, model, baseUrl, effort, headers, keyEnv } = provider;
  const apiKey = provider.apiKey?.() ?? "";
  const common = {
    id,
    model,
    baseUrl,
    fetch,
    clock,
    ...(effort === null ? {} : { effort }),
    ...(keyEnv === null ? {} : { keyVariable: keyEnv }),
  };
  switch (wire) {
    case "responses": {
      const { createResponsesProvider } = await import("../agents/providers/responses.ts");
      return createResponsesProvider({ ...common, apiKey });
    }
    case "anthropic": {
      const { createAnthropicProvider } = await import("../agents/providers/anthropic.ts");
      return createAnthropicProvider({ ...common, apiKey });
    }
    case "chat-completions": {
      const { createChatCompletionsProvider } = await import("../agents/providers/chat-completions.ts");
      const key = provider.apiKey === null ? {} : { apiKey };
      return createChatCompletionsProvider({ ...common, headers, ...key });
    }
  }
}
