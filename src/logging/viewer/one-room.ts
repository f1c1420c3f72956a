/** A single stream as all there is to watch. */
import type { ViewerHub } from "./viewer-hub.ts";
import type { ViewerRooms } from "./viewer-server.ts";

/** `name`: of the room, where it has one; asked for by another, there is nothing. */
export function oneRoom(hub: ViewerHub, name: string | null = null): ViewerRooms {
  return {
    find: (asked) => (asked === null || asked === name ? { name, hub } : null),
    names: null,
    close: () => hub.close(),
  };
}
