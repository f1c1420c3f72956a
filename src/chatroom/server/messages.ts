/** Saying something, and reading what was said. */
import type { NotSentAnswer, SentAnswer } from "../http-api.ts";
import { isMessage, type RefusalReason } from "../protocol.ts";
import type { Seat } from "../room-access.ts";
import type { RoomHost } from "../room-host.ts";
import { jsonAnswer } from "./answers.ts";
import { endpoint } from "./endpoint.ts";
import { pageOf } from "./event-page.ts";
import { messagesAnswer, messagesQuery, notSentAnswer, sendRequest, sentAnswer } from "./schemas.ts";

const DEFAULT_PAGE = 100;

export const send = endpoint({
  method: "POST",
  path: "/send",
  scope: "room",
  caller: "participant",
  summary: "Send a message to everybody",
  description:
    "With expected_seq it is sent only if no message of another is newer (notices do not count). Answered when the message is on disk; while another participant, refused three times in a row, has the floor, the answer may take its time.",
  body: sendRequest,
  answers: {
    200: { description: "Sent, and stored.", schema: sentAnswer },
    409: { description: "Not sent: unseen_messages, floor_lent or stick_needed.", schema: notSentAnswer },
    422: { description: "Not sent: content_policy.", schema: notSentAnswer },
    503: { description: "Not sent: room_read_only.", schema: notSentAnswer },
  },
  errors: [],
  async handle(c, { body }, { access, newId }) {
    const seat = access.seatOf(c, body.username);
    const { host } = c.get("room");
    const expected = body.expected_seq ?? null;
    const { holder, epoch } = host.stick;
    const outcome = await host.push(
      {
        type: "push",
        participant: seat.name,
        content: body.message,
        push_id: body.push_id ?? newId(),
        expected_seq: expected,
        epoch: holder === seat.name ? epoch : null,
      },
      // Only a lent floor is waited for; a signal is not made for nothing.
      host.floorHolder === null ? undefined : c.req.raw.signal,
    );
    if (outcome.type === "refused") return notSent(host, seat, expected, outcome.reason);
    const { message_id, seq, timestamp } = outcome.sent;
    return jsonAnswer({ success: true, message_id, seq, timestamp, last_seq: host.lastSeq } satisfies SentAnswer);
  },
});

export const messages = endpoint({
  method: "GET",
  path: "/messages",
  scope: "room",
  caller: "member",
  summary: "What was said, oldest first",
  query: messagesQuery,
  answers: { 200: { description: "A page of messages.", schema: messagesAnswer } },
  errors: ["invalid_request"],
  handle(c, { query }, { access }) {
    access.requireMember(c);
    const { host } = c.get("room");
    const { lastSeq, oldestSeq } = host;
    const after = query.after === undefined ? oldestSeq - 1 : Number(query.after);
    // Older than what is kept, or of a room that has since begun anew: silence would be a lie.
    const isLost = after < oldestSeq - 1 || after > lastSeq;
    const { messages: page, more } = pageOf(
      host.eventsAfter(isLost ? oldestSeq - 1 : after),
      lastSeq,
      (event) => query.notices === "true" || isMessage(event),
      Number(query.limit ?? DEFAULT_PAGE),
    );
    const answer = { messages: page, last_seq: lastSeq, more, oldest_seq: oldestSeq };
    return jsonAnswer(isLost ? { ...answer, resync: true } : answer);
  },
});

/** With what the sender has not seen: it reads that, and knows where it stands. */
function notSent(host: RoomHost, seat: Seat, expected: number | null, reason: RefusalReason): Response {
  const { status, message } = describe(reason);
  const page =
    expected === null
      ? { messages: [], throughSeq: host.lastSeq }
      : pageOf(
          host.eventsAfter(Math.max(expected, seat.unreadAfter)),
          host.lastSeq,
          (event) => isMessage(event) && event.sender !== seat.name,
        );
  const answer: NotSentAnswer = {
    success: false,
    reason,
    messages: page.messages,
    last_seq: page.throughSeq,
    error: { code: reason, message },
  };
  return jsonAnswer(answer, status);
}

function describe(reason: RefusalReason): { readonly status: number; readonly message: string } {
  switch (reason) {
    case "unseen_messages":
      return { status: 409, message: "Others have spoken since expected_seq; read their messages and send again." };
    case "floor_lent":
      return { status: 409, message: "Another participant, refused several times, goes first; send again." };
    case "stick_needed":
      return {
        status: 409,
        message: "Only the holder of the talking stick speaks here; claim it with /talking_stick.",
      };
    case "content_policy":
      return { status: 422, message: "The room does not allow this content; change it." };
    case "room_read_only":
      return { status: 503, message: "The room cannot store messages any more; reading goes on." };
    case "no_draft":
    case "empty_text":
    case "draft_full":
    case "nothing_to_undo":
    case "skipped":
      throw new Error(`a message cannot be refused for ${reason}`);
  }
}
