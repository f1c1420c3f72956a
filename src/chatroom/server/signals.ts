/** What a participant makes known beside what it says: that it wants to speak, writes, waits, gives up or should go on. */
import { ChatError } from "../errors.ts";
import { hostAccess } from "../host-access.ts";
import type { DoneAnswer, StickAnswer } from "../http-api.ts";
import { LIMITS } from "../protocol.ts";
import { jsonAnswer } from "./answers.ts";
import type { ServerContext } from "./context.ts";
import { endpoint } from "./endpoint.ts";
import { checkEventRequest, composingRequest, doneAnswer, stickAnswer, userRequest } from "./schemas.ts";

/** What every one of them has. */
const signal = { method: "POST", scope: "room", caller: "participant" } as const;
const done = { 200: { description: "Done.", schema: doneAnswer } };

export const talkingStick = endpoint({
  ...signal,
  path: "/talking_stick",
  summary: "Claim the right to speak",
  description: "In a stick room it is granted or queued for; in an open one everybody is told.",
  body: userRequest,
  answers: { 200: { description: "Granted or not.", schema: stickAnswer } },
  errors: ["room_read_only"],
  async handle(c, { body }, { access }) {
    const { name } = access.seatOf(c, body.username);
    const { host } = c.get("room");
    const claim = await hostAccess(host).claim(name);
    if (!claim) throw new ChatError("journal_failed", "the room could not be stored");
    return jsonAnswer({ success: true, ...claim, last_seq: host.lastSeq } satisfies StickAnswer);
  },
});

export const composing = endpoint({
  ...signal,
  path: "/composing",
  summary: "Say that a message is being written",
  description:
    "A sign of life: renews the lent floor and the lease of the stick. No event of the room; those who listen are told that the caller writes, unless writing is false.",
  body: composingRequest,
  answers: done,
  errors: [],
  handle(c, { body }, { access }) {
    const { name } = access.seatOf(c, body.username);
    const { host, hub } = c.get("room");
    host.signOfLife(name);
    if (body.writing !== false) hub.composing(name);
    return answerDone(c);
  },
});

export const checkEvent = endpoint({
  ...signal,
  path: "/check_event",
  summary: "Say for how long one has been waiting",
  body: checkEventRequest,
  answers: done,
  errors: ["room_read_only"],
  async handle(c, { body }, { access }) {
    const { name } = access.seatOf(c, body.username);
    const seconds = Math.round((body.delay ?? LIMITS.firstWaitingNoticeMs / 1_000) * 10) / 10;
    await c.get("room").host.execute({ type: "waiting", participant: name, seconds });
    return answerDone(c);
  },
});

export const release = endpoint({
  ...signal,
  path: "/release",
  summary: "Give stick, lent floor and waiting push back",
  description: "What comes of dropping a draft that the client holds.",
  body: userRequest,
  answers: done,
  errors: [],
  async handle(c, { body }, { access }) {
    const { name } = access.seatOf(c, body.username);
    await hostAccess(c.get("room").host).release(name);
    return answerDone(c);
  },
});

export const nudge = endpoint({
  ...signal,
  path: "/nudge",
  summary: "Let the room ask one to go on",
  description: "The caller itself: its own program has found that everybody waits.",
  body: userRequest,
  answers: done,
  errors: ["room_read_only"],
  async handle(c, { body }, { access }) {
    const { name } = access.seatOf(c, body.username);
    await c.get("room").host.execute({ type: "nudge", participant: name });
    return answerDone(c);
  },
});

function answerDone(c: ServerContext): Response {
  return jsonAnswer({ success: true, last_seq: c.get("room").host.lastSeq } satisfies DoneAnswer);
}
