import { describeProvider } from "../../../test/contracts/provider-suite.ts";
import { createChatCompletionsProvider } from "./chat-completions.ts";

describeProvider("chat completions over HTTP", {
  wire: "chat-completions",
  keyVariable: "SOME_API_KEY",
  create: (options) =>
    createChatCompletionsProvider({
      id: "some/the-model",
      model: "the-model",
      keyVariable: "SOME_API_KEY",
      ...options,
    }),
  messagesOf: (body) => body["messages"] as unknown[],
  constantsOf: ({ messages: _, ...rest }) => rest,
  reasoningSentBack: '"reasoning_content":"Thought 1."',
});
