/**
 * A room event as it goes over HTTP, SSE, JSON-RPC and MCP: the fields every client knows, notices as the words of
 * `Server`, and beside them what it takes to make the event again. Both ends of the wire are here.
 */
import * as z from "zod";
import { describeNotice } from "./core/transcript.ts";
import { ChatError } from "./errors.ts";
import { isMessage, type NoticeEvent, type RoomEvent, SERVER_NAME } from "./protocol.ts";

/** The id that notices are sent under. */
const SERVER_ID = "server";

const header = {
  message_id: z.string(),
  seq: z.int().positive(),
  sender_id: z.string(),
  sender: z.string(),
  /** Of a notice: in words. */
  content: z.string(),
  /** ISO 8601, UTC, ms. */
  timestamp: z.string(),
};
const participant = z.string();

/** zod takes what it does not know away, so a newer server's fields do no harm. */
export const wireEventSchema = z.discriminatedUnion("type", [
  z.object({
    ...header,
    type: z.literal("message"),
    push_id: z.string().default(""),
    expected_seq: z.int().nullable().default(null),
  }),
  z.object({
    ...header,
    type: z.literal("joined"),
    participant,
    participant_id: z.string(),
    unread_after: z.int(),
  }),
  z.object({ ...header, type: z.literal("left"), participant }),
  z.object({
    ...header,
    type: z.literal("stick"),
    action: z.enum(["claimed", "granted", "released", "expired"]),
    participant,
    epoch: z.int(),
  }),
  z.object({ ...header, type: z.literal("waiting"), participant, seconds: z.number() }),
  z.object({ ...header, type: z.literal("nudge"), participant }),
  z.object({ ...header, type: z.literal("announcement") }),
]);

export type WireEvent = z.infer<typeof wireEventSchema>;

export function toWire(event: RoomEvent): WireEvent {
  if (isMessage(event)) return event;
  // What a client made up to know its own seat again is nobody else's business.
  const { client_id: _, ...rest } = event as NoticeEvent & { client_id?: string };
  return {
    message_id: `msg-${event.seq}`,
    sender_id: SERVER_ID,
    sender: SERVER_NAME,
    ...rest,
    content: describeNotice(event),
  };
}

/** Throws `ChatError("server_error")` where `value` is no event. */
export function fromWire(value: unknown): RoomEvent {
  const parsed = wireEventSchema.safeParse(value);
  if (!parsed.success) {
    throw new ChatError("server_error", `the server sent something that is no event: ${z.prettifyError(parsed.error)}`);
  }
  const event = parsed.data;
  if (event.type === "message") return event;
  const { message_id: _id, sender_id: _senderId, sender: _sender, content, ...notice } = event;
  return notice.type === "announcement" ? { ...notice, content } : notice;
}
