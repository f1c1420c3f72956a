/**
 * A room of a server: every agent has a seat of its own there, beside whoever else is in it. What is the server's to do
 * (announcements to everybody) is not done from here.
 */
import type { Clock, RoomSession } from "../chatroom/index.ts";
import { type ConnectionStatus, RemoteSession, type RoomSummary } from "../chatroom/client/index.ts";
import { RoomFeed } from "./room-feed.ts";
import type { Venue } from "./venue.ts";

export interface ServedRoomPlan {
  readonly url: string;
  readonly token: string | null;
  /** As it was found when the plan was made. */
  readonly summary: RoomSummary;
}

export interface ServedVenueOptions {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly random: () => number;
  /** A word to who watches: about the connection, and what would be announced. */
  readonly note: (sentence: string) => void;
}

export function openServedVenue({ url, token, summary }: ServedRoomPlan, options: ServedVenueOptions): Venue {
  const { clock, fetch, random, note } = options;
  const feed = new RoomFeed();
  const seats: RemoteSession[] = [];
  let said: string | null = null;
  /** All seats lose the same connection: it is told once. */
  const tell = (status: ConnectionStatus) => {
    const sentence = describe(status, url);
    if (sentence === said || (sentence === null && said === null)) return;
    said = sentence;
    note(sentence ?? "The server is back.");
  };
  const seatOf = (name: string) => seats.find(({ username }) => username === name);
  return {
    name: summary.room,
    floor: summary.floor,
    url,
    conversationRoom: {
      subscribe: (listener) => feed.subscribe((event) => event.seq > summary.last_seq && listener(event)),
      // A nudge that does not arrive is as good as none: the next silence brings another.
      nudge: (participant) =>
        void seatOf(participant)
          ?.nudge()
          .catch(() => {}),
      announce: note,
      floorTaken: () => seats.some(({ stick }) => stick.holder !== null),
      othersPresent() {
        const own = new Set(seats.map(({ username }) => username));
        const seat = seats.find(({ username }) => username !== null);
        return seat?.participants.some((name) => !own.has(name)) ?? false;
      },
    },
    subscribe: (listener) => feed.subscribe(listener),
    seat(more): RoomSession {
      const access = { url, clock, fetch, random, ...(token === null ? {} : { token }) };
      const session = new RemoteSession({ ...access, ...more, onStatus: tell });
      session.subscribe(feed.hear);
      seats.push(session);
      return session;
    },
    async close() {
      await Promise.all(seats.map((seat) => seat.leave().catch(() => {})));
    },
  };
}

/** null: all is well. */
function describe(status: ConnectionStatus, url: string): string | null {
  switch (status.type) {
    case "reconnecting":
      return `The connection to ${url} is lost (${status.reason}); trying again.`;
    case "broken":
      return `The connection to ${url} is lost: ${status.error.message}`;
    case "idle":
    case "connecting":
    case "connected":
    case "closed":
      return null;
  }
}
