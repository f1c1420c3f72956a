/** What to do when a stream has ended: pure, so that every way a connection can fail is decided in one place. */
import { ChatError } from "../errors.ts";
import { pauseBefore } from "./backoff.ts";

/** How a stream ended. */
export type StreamEnding =
  /** `heard`: it had brought something before; `atLeastMs`: the server asks not to come back before. */
  | { readonly type: "lost"; readonly reason: string; readonly heard: boolean; readonly atLeastMs: number }
  /** It brought what cannot be understood. */
  | { readonly type: "bad"; readonly reason: string }
  /** The server does not know the participant, or not its token. */
  | { readonly type: "unknown"; readonly error: ChatError }
  | { readonly type: "hopeless"; readonly error: ChatError };

/** What has gone wrong since all was well. */
export interface Trouble {
  /** Streams in a row that brought nothing. */
  readonly failures: number;
  /** Registrations in a row that did not help. */
  readonly registrations: number;
  /** Streams in a row that could not be understood after the same seq. */
  readonly bad: { readonly after: number; readonly times: number };
}

export const NO_TROUBLE: Trouble = { failures: 0, registrations: 0, bad: { after: -1, times: 0 } };

export type NextStep =
  | { readonly type: "retry"; readonly reason: string; readonly pauseMs: number; readonly register: boolean }
  | { readonly type: "end"; readonly error: ChatError };

/** What cannot be understood is asked for again so often. */
const BAD_STREAMS = 5;
const REGISTRATIONS = 3;

export interface Circumstances {
  readonly lastSeq: number;
  readonly random: () => number;
  /** What the server has asked for with `retry:`, ms. */
  readonly retryMs: number;
}

export function afterEnding(
  trouble: Trouble,
  ending: StreamEnding,
  { lastSeq, random, retryMs }: Circumstances,
): { readonly trouble: Trouble; readonly step: NextStep } {
  const failures = trouble.failures + 1;
  switch (ending.type) {
    case "hopeless":
      return { trouble, step: { type: "end", error: ending.error } };
    case "lost": {
      const { reason, heard } = ending;
      const now = heard ? { ...trouble, failures: 1, registrations: 0 } : { ...trouble, failures };
      const pauseMs = pauseBefore(now.failures, random, Math.max(retryMs, ending.atLeastMs));
      return { trouble: now, step: { type: "retry", reason, pauseMs, register: false } };
    }
    case "bad": {
      const times = trouble.bad.after === lastSeq ? trouble.bad.times + 1 : 1;
      if (times >= BAD_STREAMS) return { trouble, step: { type: "end", error: notUnderstood(lastSeq, ending.reason) } };
      const pauseMs = pauseBefore(failures, random, retryMs);
      const now = { ...trouble, failures, bad: { after: lastSeq, times } };
      return { trouble: now, step: { type: "retry", reason: ending.reason, pauseMs, register: false } };
    }
    case "unknown": {
      const registrations = trouble.registrations + 1;
      if (registrations > REGISTRATIONS) return { trouble, step: { type: "end", error: ending.error } };
      // Who merely has to register again does that at once.
      const pauseMs = registrations === 1 ? 0 : pauseBefore(failures, random, retryMs);
      const reason = `${ending.error.message.replace(/\.$/u, "")}; registering again`;
      return {
        trouble: { ...trouble, failures, registrations },
        step: { type: "retry", reason, pauseMs, register: true },
      };
    }
  }
}

function notUnderstood(lastSeq: number, reason: string): ChatError {
  return new ChatError(
    "server_error",
    `what the server sends after event ${lastSeq} cannot be understood (${reason}): ` +
      "check that client and server are of the same version, and what stands between them",
  );
}
