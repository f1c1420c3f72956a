/** A request as Chat Completions messages. Each entry depends on itself and what stands before it: messages only grow. */
import type { ChatCompletionFunctionTool, ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { AssistantMessage, HistoryEntry, ModelRequest } from "../types.ts";
import { argumentsText } from "./call-arguments.ts";

export function chatMessages(request: ModelRequest): ChatCompletionMessageParam[] {
  const messages: ChatCompletionMessageParam[] =
    request.system === "" ? [] : [{ role: "system", content: request.system.toWellFormed() }];
  let reasoningSent = false;
  for (const entry of request.history) {
    switch (entry.role) {
      case "user":
        messages.push({ role: "user", content: entry.text.toWellFormed() });
        break;
      case "assistant":
        messages.push(assistantMessage(entry, reasoningSent));
        reasoningSent ||= sendsReasoningContent(entry);
        break;
      case "tool":
        for (const { call_id, text } of entry.results)
          messages.push({ role: "tool", tool_call_id: call_id, content: text.toWellFormed() });
        break;
    }
  }
  return messages;
}

export function chatTools(request: ModelRequest): ChatCompletionFunctionTool[] {
  return request.tools.map(({ name, description, parameters }) => ({
    type: "function",
    function: { name, description, parameters: { ...parameters } },
  }));
}

/** Whether this conversation's server has ever sent `reasoning_content`: such a one wants it with every call (DeepSeek). */
export function everSentReasoningContent(history: readonly HistoryEntry[]): boolean {
  return history.some((entry) => entry.role === "assistant" && sendsReasoningContent(entry));
}

/** All call ids of a history; an id given twice would make its results ambiguous. */
export function callIdsOf(history: readonly HistoryEntry[]): Set<string> {
  const ids = new Set<string>();
  for (const entry of history) {
    if (entry.role === "assistant") for (const call of entry.tool_calls) ids.add(call.call_id);
  }
  return ids;
}

function sendsReasoningContent(entry: AssistantMessage): boolean {
  const raw = rawMessage(entry);
  return raw !== undefined && "reasoning_content" in raw;
}

function rawMessage(entry: AssistantMessage): object | undefined {
  const body = entry.raw?.wire === "chat-completions" ? entry.raw.body : undefined;
  return typeof body === "object" && body !== null && "role" in body ? body : undefined;
}

function assistantMessage(entry: AssistantMessage, reasoningSent: boolean): ChatCompletionMessageParam {
  const raw = rawMessage(entry);
  if (raw) return raw as ChatCompletionMessageParam;
  const content = entry.text.toWellFormed();
  if (entry.tool_calls.length === 0) return { role: "assistant", content };
  const message: ChatCompletionMessageParam = {
    role: "assistant",
    content: content === "" ? null : content,
    tool_calls: entry.tool_calls.map((call) => ({
      id: call.call_id,
      type: "function",
      function: { name: call.name, arguments: argumentsText(call.arguments) },
    })),
  };
  return reasoningSent ? Object.assign(message, { reasoning_content: "" }) : message;
}
