/**
 * What the model behind a session has read. A host may call several tools at once: the model then decided on all of them
 * before it had read the result of any. So a push that arrives while an earlier call is unanswered counts as decided with
 * what earlier ANSWERS had shown, not with what the session has returned since; else a message that came with the answer
 * to `append` would be passed over by the `push` beside it. Where nothing is unanswered, all that was returned has been
 * read. And what was returned to a call that its host had given up on has not: it goes with the next answer.
 */
import type { RoomEvent } from "../protocol.ts";
import type { ActionResult, ChatSession } from "../session.ts";

export class Reading {
  readonly #session: ChatSession;
  #unanswered = 0;
  #read: number;
  #owed: readonly RoomEvent[] = [];

  constructor(session: ChatSession) {
    this.#session = session;
    this.#read = session.seen;
  }

  /** A call has arrived: the seq its caller had read up to. */
  begin(): number {
    if (this.#unanswered === 0 && this.#owed.length === 0) this.#read = this.#session.seen;
    this.#unanswered++;
    return this.#read;
  }

  /** `result` is about to be sent: it, with what an earlier call was not told. */
  answer<R extends ActionResult>(result: R): R {
    const messages = [...this.#owed, ...result.messages];
    this.#owed = [];
    // What came in the same piece as this call has not seen its answer, which is not sent before this turn is over.
    setImmediate(() => {
      this.#read = Math.max(this.#read, messages.at(-1)?.seq ?? 0);
      this.#unanswered--;
    });
    return { ...result, messages };
  }

  /** The call's host no longer waits for it. */
  drop(result: ActionResult | null): void {
    this.#unanswered--;
    this.#owed = [...this.#owed, ...(result?.messages ?? [])];
  }
}
