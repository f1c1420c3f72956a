/** The pushes that wait for the floor, in the order they came. Knows nothing of whose floor it is. */
import type { PushCommand, PushOutcome } from "./core/decide.ts";

export interface WaitingPush {
  readonly command: PushCommand;
  readonly answer: (outcome: PushOutcome | Promise<PushOutcome>) => void;
}

const GIVEN_UP: PushOutcome = { type: "refused", reason: "floor_lent" };

export class WaitingPushes {
  readonly #pushes: WaitingPush[] = [];

  /** Resolves with the answer; a `signal` that aborts ends the wait, and `onGiveUp` is told. */
  add(command: PushCommand, signal: AbortSignal | undefined, onGiveUp: () => void): Promise<PushOutcome> {
    return new Promise((resolve) => {
      const waiting: WaitingPush = {
        command,
        answer: (outcome) => {
          signal?.removeEventListener("abort", giveUp);
          resolve(outcome);
        },
      };
      const giveUp = () => {
        this.#pushes.splice(this.#pushes.indexOf(waiting), 1);
        resolve(GIVEN_UP);
        onGiveUp();
      };
      this.#pushes.push(waiting);
      if (signal?.aborted) giveUp();
      else signal?.addEventListener("abort", giveUp, { once: true });
    });
  }

  /** Takes out the first push of somebody who may go now. */
  take(mayGo: (name: string) => boolean): WaitingPush | undefined {
    const place = this.#pushes.findIndex(({ command }) => mayGo(command.participant));
    return place < 0 ? undefined : this.#pushes.splice(place, 1)[0];
  }

  /** `name` wants none of them any more. */
  giveUp(name: string): void {
    for (let push = this.take((other) => other === name); push; push = this.take((other) => other === name)) {
      push.answer(GIVEN_UP);
    }
  }
}
