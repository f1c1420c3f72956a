import type { ChatError } from "../errors.ts";

/** What the connection is doing, for people to read. */
export type ConnectionStatus =
  | { readonly type: "idle" }
  | { readonly type: "connecting" }
  | { readonly type: "connected" }
  /** `reason`: one line; `retryInMs`: until the next attempt. */
  | { readonly type: "reconnecting"; readonly reason: string; readonly attempt: number; readonly retryInMs: number }
  /** It has given up; the next action tries again. */
  | { readonly type: "broken"; readonly error: ChatError }
  | { readonly type: "closed" };
