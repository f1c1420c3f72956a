/** v2: each record is a message of the chat-completions API, `session_id` its participant. Browser-safe. */
import { fieldsOf } from "./fields.ts";
import type { LegacyPart } from "./legacy-part.ts";

type Json = Readonly<Record<string, unknown>>;

/** Null where `message` has no known role. */
export function partsOfV2(message: Json): readonly LegacyPart[] | null {
  const text = textOf(message.content);
  switch (message.role) {
    case "system":
    case "user":
      return some("instruction", text);
    case "assistant":
      return [...some("thinking", thinkingOf(message)), ...some("text", text), ...callsOf(message.tool_calls)];
    case "tool":
      return [{ kind: "response", id: stringOrNull(message.tool_call_id), text }];
    case "tool_spec":
      return [];
    default:
      return null;
  }
}

/** JSON text as its value; anything else as it is. */
export function parseArguments(value: unknown): unknown {
  if (typeof value !== "string") return value ?? {};
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function some(kind: "thinking" | "text" | "instruction", text: string): readonly LegacyPart[] {
  return text.trim() === "" ? [] : [{ kind, text }];
}

/** A string, or parts of which only the text is kept. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => stringOrNull(fieldsOf(part).text) ?? "").join("");
}

function thinkingOf({ reasoning_content, reasoning, thinking }: Json): string {
  return textOf(reasoning_content ?? reasoning ?? thinking);
}

function callsOf(calls: unknown): readonly LegacyPart[] {
  if (!Array.isArray(calls)) return [];
  return calls.map((call: unknown) => {
    const { id, function: called } = fieldsOf(call);
    const { name, arguments: parameters } = fieldsOf(called);
    const known = stringOrNull(name) ?? "unknown";
    return { kind: "call", id: stringOrNull(id), name: known, arguments: parseArguments(parameters) };
  });
}

function stringOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
