/** Coming, going, and who is there. */
import { hostAccess } from "../host-access.ts";
import type { RegisterAnswer } from "../http-api.ts";
import type { Seat } from "../room-access.ts";
import type { Access } from "./access.ts";
import { jsonAnswer } from "./answers.ts";
import type { ServerContext } from "./context.ts";
import { type Endpoint, endpoint, type ServerParts } from "./endpoint.ts";
import { HttpError } from "./http-error.ts";
import { doneAnswer, registerAnswer, registerRequest, userRequest, usersAnswer } from "./schemas.ts";

export const register = enter("/register", "Enter the room under a name");
export const reconnect = enter("/reconnect", "Enter the room again: as /register");

export const unregister = endpoint({
  method: "POST",
  path: "/unregister",
  scope: "room",
  caller: "participant",
  summary: "Leave the room",
  description: "Also where nobody of that name is there: to leave twice is to leave once.",
  body: userRequest,
  answers: { 200: { description: "Gone.", schema: doneAnswer } },
  errors: [],
  async handle(c, { body: { username } }, { access }) {
    const room = c.get("room");
    const seat = seatIfAny(c, username, access);
    if (seat) await hostAccess(room.host).leave(seat.name);
    return jsonAnswer({ success: true, last_seq: room.host.lastSeq });
  },
});

export const users = endpoint({
  method: "GET",
  path: "/users",
  scope: "room",
  caller: "member",
  summary: "Who is in the room, in the order they came",
  answers: { 200: { description: "Names.", schema: usersAnswer } },
  errors: [],
  handle(c, _input, { access }) {
    access.requireMember(c);
    const { host } = c.get("room");
    return jsonAnswer({ users: host.participants, last_seq: host.lastSeq });
  },
});

function seatIfAny(c: ServerContext, username: string, access: Access): Seat | null {
  try {
    return access.seatOf(c, username);
  } catch (error) {
    if (error instanceof HttpError && error.code === "not_registered") return null;
    throw error;
  }
}

function enter(path: "/register" | "/reconnect", summary: string): Endpoint {
  return endpoint({
    method: "POST",
    path,
    scope: "room",
    caller: "owner",
    summary,
    description:
      "The same name again is the same seat where the caller proves that it is its own: with its session token (as Bearer, or as X-LLM-Chat-Session beside the server's token), with the same client_id, or on an open server with the name alone.",
    body: registerRequest,
    answers: { 200: { description: "In the room.", schema: registerAnswer } },
    errors: ["invalid_name", "name_taken", "room_read_only", "limit_reached"],
    async handle(c, { body }, parts) {
      return jsonAnswer(await seated(c, body.username, body.client_id ?? undefined, parts));
    },
  });
}

async function seated(
  c: ServerContext,
  username: string,
  clientId: string | undefined,
  { access }: ServerParts,
): Promise<RegisterAnswer> {
  const { proven } = access.admit(c, username);
  const { name: room, host, seats } = c.get("room");
  const seat = await seats.register({ username, clientId, proven });
  const { holder, queue, epoch } = host.stick;
  return {
    success: true,
    username: seat.name,
    session_token: access.tokenOf(room, seat),
    participants: host.participants,
    last_seq: host.lastSeq,
    room,
    floor: host.policy,
    stick: { holder, queue, epoch },
    joined_seq: seat.joinedSeq,
    unread_after: seat.unreadAfter,
  };
}
