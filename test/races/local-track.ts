/** Racers in the process of their room. */
import { systemClock } from "../../src/chatroom/clock.ts";
import { LocalSession } from "../../src/chatroom/local-session.ts";
import { isMessage } from "../../src/chatroom/protocol.ts";
import { RoomHost } from "../../src/chatroom/room-host.ts";
import type { RoomSession } from "../../src/chatroom/room-session.ts";
import { NAMES, type Racer, type Track } from "./racer.ts";

export async function localTrack(): Promise<Track> {
  const host = await RoomHost.open({ clock: systemClock });
  const racers: Racer[] = [];
  for (const name of NAMES) {
    const session = new LocalSession(host, { clock: systemClock });
    await session.join(name);
    racers.push(sessionRacer(name, session));
  }
  return { racers, head: () => host.lastSeq, messages: () => messagesOf(host), close: () => host.close() };
}

/** Any session, as a racer. */
export function sessionRacer(name: string, session: RoomSession): Racer {
  return {
    name,
    async prepare(_head, content) {
      await session.check({ timeout: 0 });
      await session.reset();
      await session.append(content);
    },
    async push() {
      const { status, seq, reason, messages } = await session.push();
      if (status === 1 && seq !== undefined) return { sent: true, seq };
      const heard = messages.filter(isMessage).map(({ sender, content }) => `${sender}: ${content}`);
      return { sent: false, reason: reason ?? "", heard };
    },
    async broadcast(content) {
      const { type } = await session.say(content);
      if (type !== "sent") throw new Error(`${name} could not speak`);
    },
  };
}

export function messagesOf(host: RoomHost): readonly string[] {
  return host
    .eventsAfter(0)
    .filter(isMessage)
    .map(({ sender, content }) => `${sender}: ${content}`);
}
