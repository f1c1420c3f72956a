/** A room of this process. */
import { type Clock, type FloorPolicy, LocalSession, RoomHost } from "../chatroom/index.ts";
import type { Venue } from "./venue.ts";

export async function openEmbeddedVenue(clock: Clock, floor: FloorPolicy, name = "lobby"): Promise<Venue> {
  const room = await RoomHost.open({ clock, policy: floor });
  return {
    name,
    floor,
    url: null,
    conversationRoom: {
      subscribe: (listener) => room.subscribe(listener),
      nudge: (participant) => void room.execute({ type: "nudge", participant }),
      announce: (content) => void room.execute({ type: "announce", content }),
      floorTaken: () => room.stick.holder !== null || room.floorHolder !== null,
      othersPresent: () => false,
    },
    subscribe: (listener) => room.subscribe(listener),
    seat: (options) => new LocalSession(room, { clock, ...options }),
    close: () => room.close(),
  };
}
