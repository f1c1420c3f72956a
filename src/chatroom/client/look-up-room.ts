/** A look at a room from outside. */
import { systemClock } from "../clock.ts";
import { ChatError } from "../errors.ts";
import type { FloorPolicy } from "../protocol.ts";
import { roomSummary } from "./answers.ts";
import { parseAddress, parseToken } from "./server-address.ts";
import { foreignAnswer, ServerCalls } from "./server-calls.ts";

const ANSWER_MS = 10_000;

export interface RoomSummary {
  readonly room: string;
  readonly floor: FloorPolicy;
  readonly participants: readonly string[];
  readonly last_seq: number;
}

export interface LookUpOptions {
  /** As in `RemoteSessionOptions`. */
  readonly url: string;
  readonly room?: string | undefined;
  readonly token?: string | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * What a server says of a room, without entering it; asked once, at once. Throws `ChatError` (`invalid_argument`,
 * `unauthorized`, `unknown_room`, `disconnected`, …).
 */
export async function lookUpRoom({ url, room, token, fetch = globalThis.fetch }: LookUpOptions): Promise<RoomSummary> {
  const address = parseAddress(url, room);
  const calls = new ServerCalls({ address, fetch, clock: systemClock });
  const { signal } = new AbortController();
  const path = `/rooms/${address.room}`;
  const reply = await calls.get(path, { token: parseToken(token), signal, ms: ANSWER_MS });
  switch (reply.type) {
    case "declined":
      throw reply.error;
    case "lost":
      throw new ChatError(
        "disconnected",
        `${address.server} does not answer (${reply.reason}): check that the server runs (llm-chat serve) and that the address is right`,
      );
    case "answered": {
      const summary = roomSummary.safeParse(reply.body);
      if (!summary.success) throw foreignAnswer(address.server + path, "something that is no room");
      return summary.data;
    }
  }
}
