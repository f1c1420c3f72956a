import { describeProvider } from "../../../test/contracts/provider-suite.ts";
import { createAnthropicProvider } from "./anthropic.ts";

describeProvider("anthropic over HTTP", {
  wire: "anthropic",
  keyVariable: "ANTHROPIC_API_KEY",
  create: (options) => createAnthropicProvider({ id: "anthropic/the-model", model: "the-model", ...options }),
  messagesOf: (body) => body["messages"] as unknown[],
  constantsOf: ({ messages: _, ...rest }) => rest,
  reasoningSentBack: '"signature":"sig1"',
});
