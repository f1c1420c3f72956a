/**
 * The shapes of what comes in and goes out over HTTP. Requests are checked against them, the API's description is made of
 * them, and in the tests every answer has to pass them. What a client sends beside is ignored; null is as good as absent.
 */
import * as z from "zod";
import { countCharacters } from "../core/characters.ts";
import {
  type DoneAnswer,
  type ErrorAnswer,
  HTTP_ERRORS,
  type HttpErrorCode,
  type NotSentAnswer,
  type RegisterAnswer,
  SERVER_LIMITS,
  type SentAnswer,
  type StickAnswer,
} from "../http-api.ts";
import { LIMITS } from "../protocol.ts";
import { wireEventSchema } from "../wire-event.ts";

/** Names are checked by the room; longer than this none can be, and to normalise a very long one takes for ever. */
const NAME_UNITS = 1_000;
const ID_UNITS = 200;

const named = <S extends z.ZodType>(id: string, schema: S): S => schema.meta({ id });
const seq = z.int().min(0);
const username = z.string().max(NAME_UNITS).describe("Who acts: 1 to 64 characters, as registered.");
const floor = z.enum(["open", "stick"]).describe("open: compare-and-set keeps order; stick: only its holder speaks.");
const lastSeq = seq.describe("The seq of the room's last event.");

// Requests.

export const userRequest = named("UserRequest", z.object({ username }));

export const registerRequest = named(
  "RegisterRequest",
  z.object({
    username,
    client_id: z
      .string()
      .min(1)
      .max(ID_UNITS)
      .nullish()
      .describe("Made by the client for this one seat: the name must be free, or taken with the same client_id."),
  }),
);

export const sendRequest = named(
  "SendRequest",
  z.object({
    username,
    message: z
      .string()
      .refine((text) => text.trim() !== "", "it is blank; say something")
      .refine(fitsOneMessage, `it has more than ${LIMITS.draftCharacters} characters; send it in parts`)
      .describe(`At most ${LIMITS.draftCharacters} characters, not blank.`),
    expected_seq: seq
      .nullish()
      .describe(
        "The last seq the sender has seen: refused where another's message is newer. Absent: sent in any case.",
      ),
    push_id: z
      .string()
      .min(1)
      .max(ID_UNITS)
      .nullish()
      .describe("The same id again is the same message: what to send after an answer that was lost."),
  }),
);

export const composingRequest = named(
  "ComposingRequest",
  z.object({
    username,
    writing: z.boolean().nullish().describe("false: a sign of life that nobody is told of."),
  }),
);

export const checkEventRequest = named(
  "CheckEventRequest",
  z.object({
    username,
    delay: z.number().min(0).max(1e9).nullish().describe("For how many seconds it has been waiting, to be said."),
  }),
);

export const roomRequest = named(
  "RoomRequest",
  z.object({
    room: z.string().max(NAME_UNITS).describe("1 to 64 of a-z, 0-9, _ and -, beginning with a letter or digit."),
    floor: floor.nullish(),
  }),
);

const cursor = z.string().regex(/^\d{1,15}$/, "it has to be a seq, a whole number");

export const eventsQuery = z.object({
  username,
  after: cursor.optional().describe("The last seq that has arrived; the header Last-Event-ID goes before it."),
});

export const messagesQuery = z.object({
  after: cursor.optional().describe("Only what is newer than this seq."),
  limit: z
    .string()
    .regex(/^\d{1,15}$/, "it has to be a whole number")
    .refine((text) => Number(text) >= 1 && Number(text) <= SERVER_LIMITS.messagesPerPage, {
      error: `it has to be 1 to ${SERVER_LIMITS.messagesPerPage}`,
    })
    .optional()
    .describe(`1 to ${SERVER_LIMITS.messagesPerPage}, default 100.`),
  notices: z.enum(["true", "false"]).optional().describe("true: notices too."),
});

// Answers.

export const wireEvent = named("Event", wireEventSchema);
const success = z.literal(true);

export const doneAnswer: z.ZodType<DoneAnswer> = named("DoneAnswer", z.object({ success, last_seq: lastSeq }));

export const registerAnswer: z.ZodType<RegisterAnswer> = named(
  "RegisterAnswer",
  z.object({
    success,
    username: z.string().describe("In NFC."),
    session_token: z.string().describe("What speaks in this name; send it as Authorization: Bearer."),
    participants: z.array(z.string()),
    last_seq: lastSeq,
    room: z.string(),
    floor,
    stick: z.object({ holder: z.string().nullable(), queue: z.array(z.string()), epoch: z.int().min(0) }),
    joined_seq: seq.describe("The seq of its coming in."),
    unread_after: seq.describe("Messages after this seq are unread to it."),
  }),
);

export const sentAnswer: z.ZodType<SentAnswer> = named(
  "SentAnswer",
  z.object({ success, message_id: z.string(), seq: z.int().positive(), timestamp: z.string(), last_seq: lastSeq }),
);

const refusal = z.enum(["unseen_messages", "floor_lent", "stick_needed", "content_policy", "room_read_only"]);

export const notSentAnswer: z.ZodType<NotSentAnswer> = named(
  "NotSentAnswer",
  z.object({
    success: z.literal(false),
    reason: refusal,
    messages: z.array(wireEvent).describe("The messages of others after expected_seq, up to last_seq."),
    last_seq: seq.describe("What to send as the next expected_seq, once the messages have been read."),
    error: z.object({ code: refusal, message: z.string() }),
  }),
);

export const stickAnswer: z.ZodType<StickAnswer> = named(
  "StickAnswer",
  z.object({
    success,
    granted: z.boolean(),
    holder: z.string().nullable(),
    position: z.int().min(0).describe("Place in the queue, 1 is next; 0: not queued."),
    seqs: z.array(z.int()),
    last_seq: lastSeq,
  }),
);

export const usersAnswer = named("UsersAnswer", z.object({ users: z.array(z.string()), last_seq: lastSeq }));

export const messagesAnswer = named(
  "MessagesAnswer",
  z.object({
    messages: z.array(wireEvent),
    last_seq: lastSeq,
    more: z.boolean().describe("There is more after the last of these."),
    oldest_seq: z.int().positive().describe("The oldest seq that is still kept."),
    resync: z
      .literal(true)
      .optional()
      .describe("`after` is no longer kept, or of another time of this room: begin anew with these."),
  }),
);

const summary = { room: z.string(), floor, participants: z.array(z.string()), last_seq: lastSeq };
export const roomSummary = named("RoomSummary", z.object(summary));
export const roomsAnswer = named("RoomsAnswer", z.object({ rooms: z.array(roomSummary) }));
export const roomMadeAnswer = named("RoomMadeAnswer", z.object({ success, ...summary }));
export const healthAnswer = named("HealthAnswer", z.object({ status: z.literal("ok"), version: z.string() }));

export const errorAnswerSchema: z.ZodType<ErrorAnswer> = named(
  "ErrorAnswer",
  z.object({
    success: z.literal(false),
    error: z.object({
      code: z.enum(Object.keys(HTTP_ERRORS) as [HttpErrorCode, ...HttpErrorCode[]]),
      message: z.string().describe("One line; names the fix."),
    }),
  }),
);

/** Most texts are short in any way of counting. */
function fitsOneMessage(text: string): boolean {
  return text.length <= LIMITS.draftCharacters || countCharacters(text) <= LIMITS.draftCharacters;
}
