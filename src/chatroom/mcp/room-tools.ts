/** The actions of the room as the tools of an MCP server. */
import type { CallToolResult, McpServer, ServerContext } from "@modelcontextprotocol/server";
import type { ActionContext } from "../actions.ts";
import type { Clock } from "../clock.ts";
import { renderResult } from "../core/transcript.ts";
import type { RoomEvent } from "../protocol.ts";
import type { ActionResult, ChatSession } from "../session.ts";
import { toWire } from "../wire-event.ts";
import type { Attendee, Readings } from "./attendee.ts";
import { beginCall, type CallTime } from "./call-time.ts";
import { failure, isRefusal, NOT_LOGGED_IN, refusal } from "./refusal.ts";
import { CHECK_DEFAULT_MS, LONGEST_CALL_MS } from "./time-limits.ts";
import { TOOLS, type ToolSchema } from "./tool-schemas.ts";

export interface RoomToolsOptions {
  readonly attendee: Attendee;
  readonly readings: Readings;
  readonly clock: Clock;
  /** Told of a fault of the program itself; the host hears only that there was one. */
  readonly onError: (error: Error) => void;
}

type Arguments = Readonly<Record<string, unknown>>;

export function registerRoomTools(server: McpServer, options: RoomToolsOptions): void {
  for (const tool of TOOLS) {
    const { action, description, output } = tool;
    server.registerTool(
      action.name,
      {
        description,
        inputSchema: options.attendee.tokenOf ? tool.inputWithToken : tool.input,
        outputSchema: output,
        annotations: {
          readOnlyHint: action.readOnly,
          idempotentHint: action.idempotent,
          destructiveHint: false,
          openWorldHint: false,
        },
      },
      (given: Arguments, context) => callTool(tool, given, context, options),
    );
  }
}

async function callTool(
  { action }: ToolSchema,
  given: Arguments,
  context: ServerContext,
  { attendee, readings, clock, onError }: RoomToolsOptions,
): Promise<CallToolResult> {
  const waits = action.name === "check" || action.name === "push" || action.name === "login";
  const time = waits ? beginCall(context, clock) : null;
  let changesDraft = false;
  try {
    const { session_token, ...params } = given;
    const token = typeof session_token === "string" ? session_token : undefined;
    const session =
      action.name === "login" ? await attendee.enter(String(params["username"]), token) : await attendee.session(token);
    if (!session) return NOT_LOGGED_IN;
    const reading = readings.of(session);
    const asOf = reading.begin();
    let result: ActionResult | null = null;
    try {
      changesDraft = action.name === "append" || action.name === "undo";
      const limited = action.name === "check" ? { ...params, timeout: timeoutOf(params) } : params;
      result = await action.run(session, limited, actionContext(asOf, time));
    } finally {
      if (result === null || context.mcpReq.signal.aborted) reading.drop(result);
    }
    // Nobody reads the answer to a call that was given up.
    if (context.mcpReq.signal.aborted) return answer(action.name, result, session, attendee);
    return answer(action.name, reading.answer(result), session, attendee);
  } catch (error) {
    if (isRefusal(error)) return refusal(error);
    const failed = failure(error, onError);
    // A draft changes in the very step of the call: who repeats the call without looking has the text twice.
    if (changesDraft)
      failed.content.push({ type: "text", text: "[system] Your draft is changed all the same: preview it." });
    return failed;
  } finally {
    time?.end();
  }
}

function timeoutOf(params: Arguments): number {
  const wanted = params["timeout"];
  return Math.min(typeof wanted === "number" ? wanted : CHECK_DEFAULT_MS, LONGEST_CALL_MS);
}

function actionContext(asOf: number, time: CallTime | null): ActionContext {
  return time ? { asOf, signal: time.signal } : { asOf };
}

function answer(action: string, result: ActionResult, session: ChatSession, attendee: Attendee): CallToolResult {
  const text = renderResult(action, result, { notices: "all", confirm: true });
  const structured: Record<string, unknown> = { ...result, messages: result.messages.map(messageOf) };
  // Not every host can read a schema of which a value is this or null.
  if (structured["holder"] === null) delete structured["holder"];
  if (action !== "login" || !attendee.tokenOf) return toolResult(text, structured);
  const token = attendee.tokenOf(session);
  return toolResult(
    `${text}\n[system] Your host keeps no session: pass session_token ${JSON.stringify(token)} with every call.`,
    { ...structured, session_token: token },
  );
}

function toolResult(text: string, structuredContent: Record<string, unknown>): CallToolResult {
  return { content: [{ type: "text", text }], structuredContent };
}

/** As on every other wire, but only what every event has: many hosts hand all of this to the model. */
function messageOf(event: RoomEvent) {
  const { message_id, seq, type, sender_id, sender, content, timestamp } = toWire(event);
  return { message_id, seq, type, sender_id, sender, content, timestamp };
}
