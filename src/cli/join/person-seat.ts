/** The seat a person takes in a served room: what this program needs of a `RemoteSession`, and nothing else. */
import type { ConnectionStatus, RemoteSession } from "../../chatroom/client/index.ts";

export type PersonSeat = Pick<
  RemoteSession,
  | "username"
  | "policy"
  | "participants"
  | "stick"
  | "login"
  | "subscribe"
  | "say"
  | "talkingStick"
  | "reset"
  | "composing"
  | "leave"
>;

export interface SeatWatcher {
  onStatus(status: ConnectionStatus): void;
  onComposing(username: string): void;
}

/** Makes the seat, not yet taken. */
export type OpenSeat = (watcher: SeatWatcher) => PersonSeat;
