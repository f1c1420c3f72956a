/**
 * A request as Anthropic Messages bodies have it. Each history entry is rendered from itself alone, so every request's
 * messages begin with those of the one before: preserved thinking and the prompt cache both rest on that.
 */
import type { MessageParam, Tool, ContentBlockParam, TextBlockParam } from "@anthropic-ai/sdk/resources/messages";
import type { AssistantMessage, HistoryEntry, ModelRequest } from "../types.ts";
import { argumentsObject } from "./call-arguments.ts";

export function anthropicMessages(history: readonly HistoryEntry[]): MessageParam[] {
  return history.flatMap((entry): MessageParam[] => {
    switch (entry.role) {
      case "user":
        return [{ role: "user", content: entry.text.toWellFormed() }];
      case "assistant":
        return assistantMessage(entry);
      case "tool":
        return [
          {
            role: "user",
            content: entry.results.map(({ call_id, text }) => ({
              type: "tool_result",
              tool_use_id: toolUseId(call_id),
              content: text.toWellFormed(),
            })),
          },
        ];
    }
  });
}

/**
 * The mark here is shared by all agents of one system prompt; the conversation's own is the top-level `cache_control`
 * of the request. A mark on a message would have to move, and a moved mark changes a message already sent.
 */
export function anthropicSystem(request: ModelRequest): TextBlockParam[] {
  if (request.system === "") return [];
  return [{ type: "text", text: request.system.toWellFormed(), cache_control: { type: "ephemeral" } }];
}

export function anthropicTools(request: ModelRequest): Tool[] {
  return request.tools.map(({ name, description, parameters }) => ({
    name,
    description,
    input_schema: { type: "object", ...parameters },
  }));
}

/**
 * Claude 4.6 and later think adaptively, and show nothing of it unless asked; older ones refuse the setting.
 * A Claude whose version is not in its name is taken for a newer one.
 */
export function thinksAdaptively(model: string): boolean {
  if (!/claude/i.test(model)) return false;
  const version = /claude-(?:[a-z]+-)?(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)/i.exec(model);
  if (!version) return true;
  const major = Number(version[1]);
  return major > 4 || (major === 4 && Number(version[2] ?? 0) >= 6);
}

function assistantMessage(entry: AssistantMessage): MessageParam[] {
  const raw = entry.raw?.wire === "anthropic" ? entry.raw.body : undefined;
  if (Array.isArray(raw) && raw.length > 0) return [{ role: "assistant", content: raw as ContentBlockParam[] }];
  const content: ContentBlockParam[] = [];
  if (entry.text.trim() !== "") content.push({ type: "text", text: entry.text.toWellFormed() });
  for (const call of entry.tool_calls) {
    content.push({
      type: "tool_use",
      id: toolUseId(call.call_id),
      name: call.name,
      input: argumentsObject(call.arguments),
    });
  }
  return content.length > 0 ? [{ role: "assistant", content }] : [];
}

/** Ids of other vendors may hold characters this API refuses; its own pass unchanged. */
function toolUseId(call_id: string): string {
  return call_id.replace(/[^\w-]/g, "_");
}
