/**
 * A room of a server: every agent has a seat of its own there, beside whoever else is in it. What is the server's to do
 * (announcements to everybody) is not done from here.
 */
import type { Clock, RoomSession } from "../chatroom/index.ts";
import { RemoteSession, type RoomSummary } from "../chatroom/client/index.ts";
import { ConnectionNews } from "./connection-news.ts";
import { RoomFeed } from "./room-feed.ts";
import type { Venue } from "./venue.ts";

/** How long agents wait for a server that is away, ms: a conversation is worth more than the restart of a machine. */
const PATIENCE_MS = 10 * 60_000;

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
  const news = new ConnectionNews(note, url);
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
      const access = { url, clock, fetch, random, giveUpAfterMs: PATIENCE_MS, ...(token === null ? {} : { token }) };
      const place = String(seats.length);
      const session = new RemoteSession({ ...access, ...more, onStatus: (status) => news.hear(status, place) });
      session.subscribe(feed.hear);
      seats.push(session);
      return session;
    },
    async close() {
      await Promise.all(seats.map((seat) => seat.leave().catch(() => {})));
    },
  };
}
