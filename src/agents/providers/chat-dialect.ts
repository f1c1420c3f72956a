/** Where servers that speak Chat Completions differ in what they want to be sent: told from the URL alone. */

export interface ChatDialect {
  /** OpenAI renamed it for its own models; the others kept the first name. */
  readonly maxTokens: "max_tokens" | "max_completion_tokens";
  /** OpenRouter tells the cost where it is asked to, and has its own way to say the effort. */
  readonly openRouter: boolean;
  /** The variable the server's key is usually kept in. */
  readonly keyVariable?: string;
}

export function dialectOf(baseUrl: string): ChatDialect {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : "";
  const of = (domain: string) => host === domain || host.endsWith(`.${domain}`);
  const openai = of("openai.com") || of("openai.azure.com");
  const openRouter = of("openrouter.ai");
  const keyVariable = openRouter ? "OPENROUTER_API_KEY" : openai ? "OPENAI_API_KEY" : undefined;
  return {
    maxTokens: openai ? "max_completion_tokens" : "max_tokens",
    openRouter,
    ...(keyVariable === undefined ? {} : { keyVariable }),
  };
}
