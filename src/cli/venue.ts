/** Where a conversation takes place: a room of this process, or a room of a server that others are in too. */
import type { ConversationRoom } from "../agents/conversation.ts";
import type { FloorPolicy, RoomEvent, RoomSession, SessionOptions } from "../chatroom/index.ts";

export interface Venue {
  /** Of the room. */
  readonly name: string;
  readonly floor: FloorPolicy;
  /** Of the server; null for a room of this process. */
  readonly url: string | null;
  /** What the stop rules see of the room: what is said from now on. */
  readonly conversationRoom: ConversationRoom;
  /** Every event of the room, as far back as its newcomers are shown it. */
  subscribe(listener: (event: RoomEvent) => void): () => void;
  /** A seat, not yet taken. */
  seat(options: Omit<SessionOptions, "clock">): RoomSession;
  close(): Promise<void>;
}
