/** The client's side of a served room: the public names of this folder. */
export {
  type ConnectionStatus,
  lookUpRoom,
  RemoteSession,
  type RemoteSessionOptions,
  type RoomSummary,
} from "./remote-session.ts";
