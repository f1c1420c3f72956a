/** All that a record tells a viewer of PROTOCOL 7, in order. Browser-safe. */
import { SERVER_NAME } from "../../chatroom/protocol.ts";
import { SYSTEM_NAME } from "../agent-record.ts";
import { fieldsOf } from "../fields.ts";
import { jsonText } from "../json-text.ts";
import { linesOf } from "../legacy-room.ts";
import type { LogRecord, RecordOf } from "../record.ts";
import { deliveredIn } from "./delivered.ts";
import type { ParsedContent } from "./parsed-content.ts";

/** `legacy`: the record is of a v1 or v2 log, where every line without a tag is said to the others. */
export function contentsOf(record: LogRecord, legacy: boolean): readonly ParsedContent[] {
  return allOf(record, legacy).filter(({ content }) => content.trim() !== "");
}

/** A call, with its arguments as JSON. */
export function callContent(user: string, name: string, value: unknown): ParsedContent {
  const text = typeof value === "string" ? value : jsonText(value) || "{}";
  return { type: "tool_call", user, content: `${name}(${text === "{}" ? "" : text})`, function: name, arguments: text };
}

function allOf(record: LogRecord, legacy: boolean): readonly ParsedContent[] {
  const { user, content } = record;
  switch (record.type) {
    case "session_start":
    case "session_end":
      return [{ type: "system", user: SYSTEM_NAME, content }];
    case "thinking":
      return [{ type: "thinking", user, content }];
    case "text":
      return [{ type: legacy ? "chat" : "thinking", user, content }];
    case "tool_call":
      return [callContent(user, record.function, record.arguments)];
    case "tool_response":
      return [{ type: "tool_response", user, content }, ...deliveredTo(user, content, legacy)];
    case "chat":
      return [{ type: "chat", user, content }];
    case "system":
      return [ofSystem(record)];
    case "error":
      return [{ type: "system", user, from: SYSTEM_NAME, content }];
    case "usage":
      return [];
  }
}

function deliveredTo(user: string, text: string, legacy: boolean): readonly ParsedContent[] {
  return (legacy ? linesOf(text) : deliveredIn(text)).map(({ sender, content }) => {
    const from = sender === user ? {} : { from: sender };
    return { type: sender === SERVER_NAME ? "system" : "chat", user, ...from, content };
  });
}

function ofSystem({ user, content, to, event }: RecordOf<"system">): ParsedContent {
  if (to !== undefined) return { type: "system", user: to, from: SYSTEM_NAME, content };
  const { participant } = fieldsOf(event);
  const about = typeof participant === "string" && participant !== user ? participant : null;
  return about === null ? { type: "system", user, content } : { type: "system", user: about, from: user, content };
}
