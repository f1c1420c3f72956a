/** What is about the server and not about one room: its rooms, how it is, how it is called. */
import { DEFAULT_ROOM } from "../http-api.ts";
import { jsonAnswer, textAnswer } from "./answers.ts";
import { apiPage } from "./api-page.ts";
import { endpoint } from "./endpoint.ts";
import { HttpError } from "./http-error.ts";
import type { ServedRoom } from "./rooms.ts";
import { healthAnswer, roomMadeAnswer, roomRequest, roomSummary, roomsAnswer } from "./schemas.ts";

const server = { scope: "server", errors: [] } as const;

export const rooms = endpoint({
  ...server,
  method: "GET",
  path: "/rooms",
  caller: "member",
  summary: "All rooms",
  answers: { 200: { description: "Rooms, and who is in them.", schema: roomsAnswer } },
  handle(c, _input, { access, rooms: served }) {
    access.requireMember(c);
    return jsonAnswer({ rooms: served.all.map(summaryOf) });
  },
});

export const makeRoom = endpoint({
  ...server,
  method: "POST",
  path: "/rooms",
  caller: "owner",
  summary: "Make a room",
  body: roomRequest,
  answers: { 201: { description: "Made.", schema: roomMadeAnswer } },
  errors: ["room_exists", "limit_reached", "room_read_only"],
  async handle(c, { body: { room: name, floor } }, { access, rooms: served }) {
    access.requireServerToken(c);
    const { room, made } = await served.create(name, floor ?? undefined);
    if (!made) throw new HttpError("room_exists", "There is a room of that name already; enter it.");
    return jsonAnswer({ success: true, ...summaryOf(room) }, 201);
  },
});

export const oneRoom = endpoint({
  ...server,
  method: "GET",
  path: "/rooms/{room}",
  caller: "member",
  summary: "One room, without entering it",
  answers: { 200: { description: "The room.", schema: roomSummary } },
  errors: ["unknown_room"],
  handle(c, _input, { access, rooms: served }) {
    access.requireMember(c);
    return jsonAnswer(summaryOf(served.find(c.req.param("room") ?? DEFAULT_ROOM)));
  },
});

export const health = endpoint({
  ...server,
  method: "GET",
  path: "/healthz",
  caller: "anybody",
  summary: "Whether the server lives",
  answers: { 200: { description: "It does.", schema: healthAnswer } },
  handle: (_c, _input, { version }) => jsonAnswer({ status: "ok", version }),
});

export const metrics = endpoint({
  ...server,
  method: "GET",
  path: "/metrics",
  caller: "member",
  summary: "Figures for Prometheus",
  answers: { 200: { description: "Text exposition format.", contentType: "text/plain" } },
  async handle(c, _input, { access, metrics: figures }) {
    access.requireMember(c);
    return textAnswer(await figures.text(), figures.contentType);
  },
});

export const openapi = endpoint({
  ...server,
  method: "GET",
  path: "/openapi.json",
  caller: "anybody",
  summary: "This description",
  answers: { 200: { description: "OpenAPI 3.1.", contentType: "application/json" } },
  handle: (_c, _input, { description }) => textAnswer(description(), "application/json"),
});

export const docs = endpoint({
  ...server,
  method: "GET",
  path: "/docs",
  caller: "anybody",
  summary: "This description, to read",
  answers: { 200: { description: "A page.", contentType: "text/html" } },
  async handle(_c, _input, { description }) {
    const { html, policy } = await apiPage(description());
    return textAnswer(html, "text/html; charset=utf-8", {
      "content-security-policy": policy,
      "referrer-policy": "no-referrer",
    });
  },
});

function summaryOf({ name, host }: ServedRoom) {
  return { room: name, floor: host.policy, participants: host.participants, last_seq: host.lastSeq };
}
