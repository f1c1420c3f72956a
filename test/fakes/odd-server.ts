/** A server that registers everybody, and then streams whatever a test wants it to: what no server of ours would send. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RegisterAnswer } from "../../src/chatroom/http-api.ts";
import type { WireEvent } from "../../src/chatroom/wire-event.ts";

type Answering = (response: ServerResponse, request: IncomingMessage) => void;

export class OddServer {
  /** Answers `GET /events`; by default with a stream on which nothing comes. */
  stream: Answering = (response) => void openStream(response);
  /** Answers everything else but a registration. */
  other: Answering = (response) => answerJson(response, 200, { success: true, last_seq: 1 });
  /** How often a stream was asked for. */
  streams = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      request.resume();
      if (request.url?.endsWith("/register")) return answerJson(response, 200, REGISTERED);
      if (!request.url?.includes("/events")) return this.other(response, request);
      this.streams++;
      this.stream(response, request);
    });
  }

  static async open(): Promise<OddServer> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    return new OddServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

/** Ada is alone in the room, and came with event 1. */
const REGISTERED: RegisterAnswer = {
  success: true,
  username: "Ada",
  session_token: "token",
  participants: ["Ada"],
  last_seq: 1,
  room: "lobby",
  floor: "open",
  stick: { holder: null, queue: [], epoch: 0 },
  joined_seq: 1,
  unread_after: 1,
};

export function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

export function openStream(response: ServerResponse): ServerResponse {
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  return response;
}

export function frame(...events: readonly object[]): string {
  return `data: ${JSON.stringify(events)}\n\n`;
}

export function message(seq: number, content = `message ${seq}`): WireEvent {
  const timestamp = "2026-01-15T10:30:00.000Z";
  const sender = { sender: "Bob", sender_id: "user-1" };
  return {
    type: "message",
    message_id: `msg-${seq}`,
    seq,
    ...sender,
    content,
    timestamp,
    push_id: "",
    expected_seq: null,
  };
}
