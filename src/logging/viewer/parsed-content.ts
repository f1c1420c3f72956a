/**
 * What a viewer is told (PROTOCOL 7, `parsed_content`), and how to get it out of one record of any format without knowing
 * the others. Browser-safe.
 */
import { fieldsOf } from "../fields.ts";
import { linesOf } from "../legacy-room.ts";
import type { LegacyPart } from "../legacy-part.ts";
import { TaggedLines } from "../legacy-v1.ts";
import { partsOfV2 } from "../legacy-v2.ts";
import { callContent, contentsOf } from "./contents-of.ts";

/** `user`: whose it is. `from`: whom a message or notice is from, where that is somebody else. */
export type ParsedContent =
  | {
      readonly type: "thinking" | "tool_response" | "chat" | "system";
      readonly user: string;
      readonly from?: string;
      readonly content: string;
    }
  | {
      readonly type: "tool_call";
      readonly user: string;
      readonly from?: string;
      /** The call in one line, for who shows nothing else of it. */
      readonly content: string;
      readonly function: string;
      /** JSON; what the model wrote, where that is none. */
      readonly arguments: string;
    };

type Json = Readonly<Record<string, unknown>>;

const V3_TYPES: ReadonlySet<unknown> = new Set([
  ...["session_start", "thinking", "text", "tool_call", "tool_response"],
  ...["chat", "system", "usage", "error", "session_end"],
]);
const CLOSING = /<\/(bot_thinking|tool_call|tool_response)>/;
/** Of records about the session; no participant can have it. */
const SYSTEM_USER = "system";
const SYSTEM_MARK = "[system]";

/**
 * The content of one record, be it of v1 (a line of it), v2 or v3; of several contents the first. Null where it has none:
 * it is empty, malformed, or says nothing to a viewer. Never throws.
 */
export function parseMessageContent(record: unknown): ParsedContent | null {
  try {
    const fields = fieldsOf(record);
    if (fields.format === "v3") return ofV3(fields);
    if (fields.format === "v2" || (typeof fields.role === "string" && typeof fields.session_id === "string")) {
      return ofV2(fields);
    }
    return ofV1(fields);
  } catch {
    // An object that only pretends to be data.
    return null;
  }
}

function ofV3(fields: Json): ParsedContent | null {
  const { type, user, content, to, function: called } = fields;
  const good =
    V3_TYPES.has(type) &&
    typeof user === "string" &&
    typeof content === "string" &&
    (to === undefined || typeof to === "string") &&
    (type !== "tool_call" || typeof called === "string");
  if (!good) return null;
  // As much of a record as `contentsOf` looks at.
  return contentsOf(fields as unknown as Parameters<typeof contentsOf>[0], false)[0] ?? null;
}

function ofV2(message: Json): ParsedContent | null {
  const user = named(message.session_id) ?? named(message.user) ?? "unknown";
  const [part] = partsOfV2(message) ?? [];
  return part ? ofPart(user, part) : null;
}

function ofV1({ type, user: said, content }: Json): ParsedContent | null {
  if (typeof said !== "string" || typeof content !== "string") return null;
  const user = said.trim();
  if (type === "session_start" || type === "session_end") return filled({ type: "system", user: SYSTEM_USER, content });
  const lines = new TaggedLines();
  const [whole] = lines.read(user, content, 1);
  // An element that is only begun here is what it is as far as it goes.
  const part = whole ?? lines.end()[0]?.part;
  if (!part) return null;
  if (part.kind !== "text") return ofPart(user, part);
  if (user === SYSTEM_USER) return filled({ type: "system", user, content: part.text });
  return ofLine(user, part.text);
}

/** Said to the others, or a line from inside of an element that an earlier record has begun. */
function ofLine(user: string, text: string): ParsedContent | null {
  const [, closed] = CLOSING.exec(text) ?? [];
  const content = (text.split(CLOSING)[0] ?? "").trim();
  if (closed === "bot_thinking") return filled({ type: "thinking", user, content });
  const [delivered] = content.startsWith("[") ? linesOf(content) : [];
  if (delivered) return ofDelivered(user, delivered);
  if (content.startsWith(SYSTEM_MARK)) {
    return filled({ type: "system", user, from: SYSTEM_USER, content: content.slice(SYSTEM_MARK.length).trim() });
  }
  return filled({ type: closed === undefined ? "chat" : "tool_response", user, content });
}

function ofDelivered(user: string, { sender, content }: { readonly sender: string; readonly content: string }) {
  const type = sender === "Server" ? "system" : "chat";
  return filled({ type, user, ...(sender === user ? {} : { from: sender }), content: content.trim() });
}

function ofPart(user: string, part: LegacyPart): ParsedContent | null {
  switch (part.kind) {
    case "thinking":
      return filled({ type: "thinking", user, content: part.text });
    case "text":
      return filled({ type: "chat", user, content: part.text });
    case "instruction":
      return filled({ type: "system", user, from: SYSTEM_USER, content: part.text });
    case "call":
      return callContent(user, part.name, part.arguments);
    case "response":
      return filled({ type: "tool_response", user, content: part.text });
  }
}

function filled(content: ParsedContent): ParsedContent | null {
  return content.content.trim() === "" ? null : content;
}

function named(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
