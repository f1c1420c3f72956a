/** The loop one writes by hand over the openai package: stream, gather the calls, run them, and again. Keeps nothing else. */
import { OpenAI } from "openai";
import type { ChatCompletionFunctionTool, ChatCompletionMessageParam } from "openai/resources/chat/completions";
import { firstInstruction } from "../../src/agents/prompt.ts";
import { AGENT_TOOLS } from "../../src/agents/tools.ts";
import { systemOf } from "../support/talk.ts";
import { drive } from "./drive.ts";
import { AGENT, MODEL, TOPIC } from "./workload.ts";

const tools: ChatCompletionFunctionTool[] = AGENT_TOOLS.map(({ name, description, parameters }) => ({
  type: "function",
  function: { name, description, parameters },
}));
const system = systemOf(AGENT, [AGENT]);

drive(async (baseURL, onTurn) => {
  const client = new OpenAI({ apiKey: "none", baseURL, maxRetries: 0 });
  let draft: string[] = [];
  const said: string[] = [];
  const actions: Readonly<Record<string, (parameters: { readonly text?: string }) => string>> = {
    append({ text = "" }) {
      draft.push(text);
      return "[system] ok";
    },
    push() {
      said.push(draft.join(" "));
      draft = [];
      return "[system] ok";
    },
  };
  const messages: ChatCompletionMessageParam[] = [
    { role: "system", content: system },
    { role: "user", content: firstInstruction({ topic: TOPIC }) },
  ];
  for (;;) {
    const stream = await client.chat.completions.create({
      model: MODEL,
      messages,
      tools,
      max_tokens: 4_000,
      stream: true,
      stream_options: { include_usage: true },
    });
    let content = "";
    const calls: { id: string; type: "function"; function: { name: string; arguments: string } }[] = [];
    for await (const chunk of stream) {
      const delta = chunk.choices[0]?.delta;
      content += delta?.content ?? "";
      for (const { index, id, function: piece } of delta?.tool_calls ?? []) {
        const call = (calls[index] ??= {
          id: id ?? "",
          type: "function",
          function: { name: piece?.name ?? "", arguments: "" },
        });
        call.function.arguments += piece?.arguments ?? "";
      }
    }
    if (calls.length === 0) {
      onTurn();
      return;
    }
    messages.push({ role: "assistant", content: content || null, tool_calls: calls });
    for (const call of calls) {
      const answer = actions[call.function.name]?.(JSON.parse(call.function.arguments) as { text?: string });
      messages.push({ role: "tool", tool_call_id: call.id, content: answer ?? "[system] unknown tool" });
    }
    onTurn();
  }
});
