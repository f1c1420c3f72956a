/** A request as input items of OpenAI's Responses API. Rendered entry by entry, so the input only ever grows. */
import type { FunctionTool, ResponseInputItem } from "openai/resources/responses/responses";
import type { AssistantMessage, HistoryEntry, ModelRequest } from "../types.ts";
import { argumentsText } from "./call-arguments.ts";

export function responsesInput(history: readonly HistoryEntry[]): ResponseInputItem[] {
  return history.flatMap((entry): ResponseInputItem[] => {
    switch (entry.role) {
      case "user":
        return [{ role: "user", content: entry.text.toWellFormed() }];
      case "assistant":
        return assistantItems(entry);
      case "tool":
        return entry.results.map(({ call_id, text }) => ({
          type: "function_call_output",
          call_id,
          output: text.toWellFormed(),
        }));
    }
  });
}

export function responsesTools(request: ModelRequest): FunctionTool[] {
  return request.tools.map(({ name, description, parameters }) => ({
    type: "function",
    name,
    description,
    parameters: { ...parameters },
    strict: false,
  }));
}

/** The models before the reasoning ones refuse every reasoning setting; an unknown name is taken for a newer one. */
export function reasons(model: string): boolean {
  return !/^(ft:)?(gpt-3|gpt-4|chatgpt-4o|davinci|babbage)/i.test(model);
}

function assistantItems(entry: AssistantMessage): ResponseInputItem[] {
  const raw = entry.raw?.wire === "responses" ? entry.raw.body : undefined;
  if (Array.isArray(raw) && raw.length > 0) return raw as ResponseInputItem[];
  const items: ResponseInputItem[] = [];
  if (entry.text !== "") items.push({ role: "assistant", content: entry.text.toWellFormed() });
  for (const call of entry.tool_calls) {
    items.push({
      type: "function_call",
      call_id: call.call_id,
      name: call.name,
      arguments: argumentsText(call.arguments),
    });
  }
  return items;
}
