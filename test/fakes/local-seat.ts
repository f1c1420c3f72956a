/** A person's seat in a room of the test's own process: everything but the wire. */
import { LocalSession, type RoomEvent, type RoomHost } from "../../src/chatroom/index.ts";
import type { Clock } from "../../src/chatroom/clock.ts";
import type { OpenSeat, PersonSeat, SeatWatcher } from "../../src/cli/join/person-seat.ts";

export interface LocalSeat {
  readonly open: OpenSeat;
  /** The seat, once it is open. */
  readonly seat: () => PersonSeat;
  /** Plays the connection. */
  readonly watcher: () => SeatWatcher;
}

export function localSeat(host: RoomHost, clock: Clock): LocalSeat {
  let opened: { seat: PersonSeat; watcher: SeatWatcher } | null = null;
  const required = () => {
    if (opened === null) throw new Error("the seat is not open yet");
    return opened;
  };
  return {
    open(watcher) {
      const seat = new SubscribedSession(host, { clock });
      opened = { seat, watcher };
      host.watchSigns((name) => watcher.onComposing(name));
      watcher.onStatus({ type: "connected" });
      return seat;
    },
    seat: () => required().seat,
    watcher: () => required().watcher,
  };
}

class SubscribedSession extends LocalSession {
  readonly #host: RoomHost;

  constructor(host: RoomHost, options: { readonly clock: Clock }) {
    super(host, options);
    this.#host = host;
  }

  subscribe(listener: (event: RoomEvent) => void): () => void {
    return this.#host.subscribe(listener);
  }
}
