/** Whether a server that had forgotten our seat still has the room we know, or has begun another one under its name. */
import type { RegisterAnswer } from "../http-api.ts";
import { eventPage } from "./answers.ts";
import type { RoomMirror } from "./room-mirror.ts";
import type { Reply } from "./server-calls.ts";

/** `answer`: to the registration that gave us another seat; `look`: at the event that the server has at our last seq. */
export async function isSameRoom(
  answer: RegisterAnswer,
  mirror: Pick<RoomMirror, "lastSeq" | "eventsAfter">,
  look: () => Promise<Reply>,
): Promise<boolean> {
  const { lastSeq } = mirror;
  // Seqs only grow in a room: a new seat comes after all that was.
  if (answer.joined_seq <= lastSeq) return false;
  const [known] = mirror.eventsAfter(lastSeq - 1);
  if (!known) return true;
  const reply = await look();
  const [there] = (reply.type === "answered" ? eventPage.safeParse(reply.body).data?.messages : null) ?? [];
  // Where it is not kept any more, there is nothing to tell them apart by.
  if (there?.seq !== known.seq) return true;
  return there.timestamp === known.timestamp && there.type === known.type;
}
