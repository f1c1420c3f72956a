/** The event streams of one room. */
import type { ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { RoomHost } from "../room-host.ts";

export interface EventHubOptions {
  readonly host: RoomHost;
  readonly clock: Clock;
}

export interface StreamRequest {
  /** Events after this seq are sent. */
  readonly after: number;
  /** Whose stream it is: it ends when that participant leaves. */
  readonly username: string;
}

export class EventHub {
  constructor(_options: EventHubOptions) {}

  /** How many streams are open. */
  get streams(): number {
    return 0;
  }

  /** Takes `response` over, and writes the room to it until the reader goes, its participant leaves or the hub closes. */
  open(_response: ServerResponse, _request: StreamRequest, _onEnd: () => void): void {
    throw new Error("not built yet");
  }

  /** "X is writing", to everybody. No event of the room. */
  composing(_username: string): void {}

  /** Ends every stream cleanly, and takes no more. */
  close(): void {}
}
