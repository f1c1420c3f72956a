/** The log record of what an agent did: everything but its streams (model-blocks.ts) and its live activity. */
import type { AgentEvent, ModelError } from "../agents/types.ts";
import type { LogRecord } from "./record.ts";

/** The user of records about the session itself. */
export const SYSTEM_NAME = "system";

/** Without what every record gets on its way out. */
export type Unstamped<T> = T extends unknown ? Omit<T, "format" | "timestamp"> : never;

type Recorded = Exclude<AgentEvent, { type: "model" | "activity" }>;

export function agentRecord(event: Recorded): Unstamped<LogRecord> {
  const user = event.agent;
  switch (event.type) {
    case "tool_call": {
      const { call_id, name, arguments: parameters } = event;
      return { type: "tool_call", user, content: "", call_id, function: name, arguments: parameters };
    }
    case "tool_response":
      return toolResponse(event);
    case "turn": {
      const { model, finish, usage, cost_usd, duration_ms, message } = event;
      const { input, cached, cache_write, output } = usage;
      const spent = { input, cached, cache_write, output, cost_usd };
      return { type: "usage", user, content: "", model, finish, usage: spent, duration_ms, message: { ...message } };
    }
    case "instruction":
      return {
        type: "system",
        user: SYSTEM_NAME,
        content: event.text,
        to: user,
        ...(event.new_history && { new_history: true }),
      };
    case "interrupted": {
      const { kept, tokens } = event;
      const content = `Interrupted by a new message; ${tokens} tokens thrown away, kept: ${kept}.`;
      return { type: "error", user, content, kind: "interrupted", metadata: { kept, tokens } };
    }
    case "retry": {
      const { attempt, wait_ms, error } = event;
      const metadata = { attempt, wait_ms, ...errorFacts(error) };
      return { type: "error", user, content: error.message, kind: "retry", metadata };
    }
    case "failed":
      return { type: "error", user, content: event.error.message, kind: "failed", metadata: errorFacts(event.error) };
  }
}

function toolResponse(event: Extract<AgentEvent, { type: "tool_response" }>): Unstamped<LogRecord> {
  const { agent, call_id, name, text, result } = event;
  const record = { type: "tool_response", user: agent, content: text, call_id, function: name } as const;
  if (!result) return record;
  const seen = result.messages.at(-1)?.seq;
  return {
    ...record,
    status: result.status,
    ...(result.reason !== undefined && { reason: result.reason }),
    ...("appended" in result && typeof result.appended === "string" && { appended: result.appended }),
    ...(seen !== undefined && { seen }),
  };
}

function errorFacts({ kind, retryable, status, retry_after_ms }: ModelError): Record<string, unknown> {
  return {
    error: kind,
    retryable,
    ...(status !== undefined && { status }),
    ...(retry_after_ms !== undefined && { retry_after_ms }),
  };
}
