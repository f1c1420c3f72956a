/** The first word with the server: is it there, does it let us in, has it the room. A server that starts is waited for. */
import type { RoomSummary } from "../../chatroom/client/index.ts";
import { ChatError, type Clock, sleep } from "../../chatroom/index.ts";

export interface FindRoomOptions {
  readonly lookUp: (signal: AbortSignal) => Promise<RoomSummary>;
  readonly clock: Clock;
  /** Told once, when the first attempt has failed. */
  readonly onRetry: () => void;
  readonly signal: AbortSignal;
}

/** How long a server that does not answer is tried. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 500;

/** null: aborted. Throws `ChatError`; `disconnected` where the server is not there. */
export async function findRoom({ lookUp, clock, onRetry, signal }: FindRoomOptions): Promise<RoomSummary | null> {
  const patience = new AbortController();
  const cancel = clock.schedule(PATIENCE_MS, () => patience.abort());
  const attempt = AbortSignal.any([signal, patience.signal]);
  let problem: string | null = null;
  try {
    for (;;) {
      try {
        return await lookUp(attempt);
      } catch (error) {
        if (signal.aborted) return null;
        if (!attempt.aborted) {
          if (!(error instanceof ChatError) || error.code !== "disconnected") throw error;
          if (problem === null) onRetry();
          problem = error.message;
          await sleep(clock, PAUSE_MS, attempt);
        }
      }
      if (signal.aborted) return null;
      if (attempt.aborted) throw new ChatError("disconnected", problem ?? "it does not answer");
    }
  } finally {
    cancel();
  }
}
