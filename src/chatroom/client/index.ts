/** The client's side of a served room: the public names of this folder. */
export type { ConnectionStatus } from "./connection-status.ts";
export { type LookUpOptions, lookUpRoom, type RoomSummary } from "./look-up-room.ts";
export { RemoteSession, type RemoteSessionOptions } from "./remote-session.ts";
export { parseAddress, type ServerAddress } from "./server-address.ts";
