/** Who holds the talking stick and who waits for it, as told by the room's notices. Browser-safe. */
import type { FloorView } from "./view-types.ts";

/** `event` is a notice as logged: whatever a file holds, so nothing of its shape is taken for granted. */
export function foldFloor(floor: FloorView, event: Readonly<Record<string, unknown>>, participant: string): FloorView {
  if (event.type === "left") return without(floor, participant);
  if (event.type !== "stick") return floor;
  switch (event.action) {
    case "claimed":
      // In an open room a claim is only announced; nobody queues.
      if (floor.policy === "open" || floor.queue.includes(participant)) return floor;
      return { ...floor, queue: [...floor.queue, participant] };
    case "granted":
      return { ...without(floor, participant), holder: participant };
    case "released":
    case "expired":
      return without(floor, participant);
    default:
      return floor;
  }
}

function without({ policy, holder, queue }: FloorView, participant: string): FloorView {
  return {
    policy,
    holder: holder === participant ? null : holder,
    queue: queue.filter((name) => name !== participant),
  };
}
