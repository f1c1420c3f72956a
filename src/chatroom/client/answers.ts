/** What a server may answer, looked at before it is believed. Fields that are not known are taken away. */
import * as z from "zod";
import type { DoneAnswer, RegisterAnswer, SentAnswer, StickAnswer } from "../http-api.ts";
import type { RefusalReason } from "../protocol.ts";

const success = z.literal(true);
const seq = z.int().nonnegative();
const floor = z.enum(["open", "stick"]);

export const registerAnswer = z.object({
  success,
  username: z.string(),
  session_token: z.string(),
  participants: z.array(z.string()),
  last_seq: seq,
  room: z.string(),
  floor,
  stick: z.object({ holder: z.string().nullable(), queue: z.array(z.string()), epoch: seq }),
  joined_seq: seq,
  unread_after: seq,
}) satisfies z.ZodType<RegisterAnswer>;

export const sentAnswer = z.object({
  success,
  message_id: z.string(),
  seq,
  timestamp: z.string(),
  last_seq: seq,
}) satisfies z.ZodType<SentAnswer>;

export const stickAnswer = z.object({
  success,
  granted: z.boolean(),
  holder: z.string().nullable(),
  position: seq,
  seqs: z.array(seq),
  last_seq: seq,
}) satisfies z.ZodType<StickAnswer>;

export const doneAnswer = z.object({ success, last_seq: seq }) satisfies z.ZodType<DoneAnswer>;

/** A push was not taken, which is no error; `messages` come over the stream. */
export const notSentAnswer = z.object({
  success: z.literal(false),
  reason: z.enum([
    "unseen_messages",
    "floor_lent",
    "stick_needed",
    "content_policy",
    "room_read_only",
  ] satisfies RefusalReason[]),
  last_seq: seq,
});

/** `code` may be one that this client does not know. */
export const errorAnswer = z.object({
  success: z.literal(false),
  error: z.object({ code: z.string(), message: z.string() }),
});

export const roomSummary = z.object({ room: z.string(), floor, participants: z.array(z.string()), last_seq: seq });

/** A page of events; only what tells one event from another is looked at. */
export const eventPage = z.object({
  messages: z.array(z.object({ seq, timestamp: z.string(), type: z.string() })),
});

/** The data of a frame. */
export const frameData = z.array(z.unknown());
export const composingData = z.object({ username: z.string() });
