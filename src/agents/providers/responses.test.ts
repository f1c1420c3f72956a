import { describeProvider } from "../../../test/contracts/provider-suite.ts";
import { createResponsesProvider } from "./responses.ts";

describeProvider("responses over HTTP", {
  wire: "responses",
  keyVariable: "OPENAI_API_KEY",
  create: (options) => createResponsesProvider({ id: "openai/the-model", model: "the-model", ...options }),
  messagesOf: (body) => body["input"] as unknown[],
  constantsOf: ({ input: _, ...rest }) => rest,
  reasoningSentBack: '"encrypted_content":"',
});
