/** The room of the same process, as a session sees it. */
import type { PushCommand } from "./core/decide.ts";
import { ChatError } from "./errors.ts";
import type { RoomAccess, Seat } from "./room-access.ts";
import type { RoomHost } from "./room-host.ts";

/** `enter`: how a seat is taken; by default the name must be free. */
export function hostAccess(host: RoomHost, enter: (name: string) => Promise<Seat> = join(host)): RoomAccess {
  return {
    get policy() {
      return host.policy;
    },
    get participants() {
      return host.participants;
    },
    get stick() {
      return host.stick;
    },
    get lastSeq() {
      return host.lastSeq;
    },
    enter,
    async leave(name) {
      await unlessEnded(host.execute({ type: "leave", participant: name }));
    },
    arrive(name) {
      host.signOfLife(name);
      return undefined;
    },
    composing: (name) => host.signOfLife(name),
    push: (command, signal) => host.push({ ...command, epoch: epochOf(host, command) }, signal),
    async claim(name) {
      const claimed = await unlessEnded(host.execute({ type: "claim", participant: name }));
      if (!claimed) return null;
      const { holder, queue } = host.stick;
      return {
        granted: holder === name,
        holder,
        position: holder === null ? 0 : queue.indexOf(name) + 1,
        seqs: claimed.map(({ seq }) => seq),
      };
    },
    async release(name) {
      await unlessEnded(host.release(name));
    },
    announceWaiting(name, seconds) {
      // The room may have failed for writing: waiting goes on.
      host.execute({ type: "waiting", participant: name, seconds }).catch(() => {});
    },
    eventsAfter: (seq) => host.eventsAfter(seq),
    subscribe: (listener, onBroken) => host.subscribe(listener, onBroken),
  };
}

function join(host: RoomHost): (name: string) => Promise<Seat> {
  return async (name) => {
    const [joined] = await host.execute({ type: "join", name });
    if (joined?.type !== "joined") throw new Error("a join has no event");
    return { name: joined.participant, joinedSeq: joined.seq, unreadAfter: joined.unread_after };
  };
}

/** The stick's epoch where the pusher holds it; `null` where it does not. */
function epochOf(host: RoomHost, { participant }: Omit<PushCommand, "epoch">): number | null {
  const { holder, epoch } = host.stick;
  return holder === participant ? epoch : null;
}

/** `null` where the room has ended (its journal failed, or it was closed): one can still read, and go. */
async function unlessEnded<T>(command: Promise<T>): Promise<T | null> {
  try {
    return await command;
  } catch (error) {
    if (error instanceof ChatError && (error.code === "journal_failed" || error.code === "room_closed")) return null;
    throw error;
  }
}
