/** A seat in a room of a server, over HTTP and server-sent events. */
import type { Clock } from "../clock.ts";
import type { PushOutcome } from "../core/decide.ts";
import type { ChatError } from "../errors.ts";
import type { FloorPolicy, RoomEvent } from "../protocol.ts";
import type { RoomAccess, StickState } from "../room-access.ts";
import { RoomSession, type SessionOptions } from "../room-session.ts";

/** What the connection is doing, for people to read. */
export type ConnectionStatus =
  | { readonly type: "idle" }
  | { readonly type: "connecting" }
  | { readonly type: "connected" }
  /** `reason`: one line; `retryInMs`: until the next attempt. */
  | { readonly type: "reconnecting"; readonly reason: string; readonly attempt: number; readonly retryInMs: number }
  /** It has given up; the next action tries again. */
  | { readonly type: "broken"; readonly error: ChatError }
  | { readonly type: "closed" };

export interface RemoteSessionOptions extends Omit<SessionOptions, "clock"> {
  /** Of the server, as `http://127.0.0.1:8894`, or of a room of it, as `http://127.0.0.1:8894/rooms/debate`. */
  readonly url: string;
  /** Instead of the room of the URL; default `lobby`. */
  readonly room?: string | undefined;
  /** The server's token, where it wants one. */
  readonly token?: string | undefined;
  readonly clock?: Clock;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** In [0, 1): jitter of the pauses between attempts. */
  readonly random?: (() => number) | undefined;
  readonly onStatus?: ((status: ConnectionStatus) => void) | undefined;
  /** Told who is writing right now. */
  readonly onComposing?: ((username: string) => void) | undefined;
  /** How long an action waits for a server that does not answer, ms; default 120,000. */
  readonly giveUpAfterMs?: number | undefined;
}

export class RemoteSession extends RoomSession {
  constructor(options: RemoteSessionOptions) {
    super(null as unknown as RoomAccess, { clock: null as unknown as Clock, ...options } as SessionOptions);
  }

  get status(): ConnectionStatus {
    throw new Error("not built yet");
  }

  /** As the server said when it was joined; `open` before. */
  get policy(): FloorPolicy {
    throw new Error("not built yet");
  }

  get participants(): readonly string[] {
    throw new Error("not built yet");
  }

  get stick(): StickState {
    throw new Error("not built yet");
  }

  /** Tells every event as it arrives, in order, each once, one's own included; also over reconnections. */
  subscribe(_listener: (event: RoomEvent) => void): () => void {
    throw new Error("not built yet");
  }

  /** Sends `content` as it is, whatever has been said meanwhile, beside the draft: for people. */
  say(_content: string, _signal?: AbortSignal): Promise<PushOutcome> {
    throw new Error("not built yet");
  }

  /** Asks the room to nudge this participant: its own program found that everybody waits. */
  nudge(): Promise<void> {
    throw new Error("not built yet");
  }
}

export interface RoomSummary {
  readonly room: string;
  readonly floor: FloorPolicy;
  readonly participants: readonly string[];
  readonly last_seq: number;
}

/** What a server says of a room, without entering it. Throws `ChatError` (`unauthorized`, `unknown_room`, `disconnected`, …). */
export function lookUpRoom(
  _options: Pick<RemoteSessionOptions, "url" | "room" | "token" | "fetch">,
): Promise<RoomSummary> {
  throw new Error("not built yet");
}
