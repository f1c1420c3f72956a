/** What is under way and waits for the server: all of it ends when the connection is given up or the room is left. */
import type { ChatError } from "../errors.ts";

export class RunningActions {
  readonly #running = new Set<AbortController>();

  /** `work` is given a signal that aborts, with a `ChatError`, when the actions are ended. */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const action = new AbortController();
    this.#running.add(action);
    try {
      return await work(action.signal);
    } finally {
      this.#running.delete(action);
    }
  }

  end(reason: ChatError): void {
    for (const action of [...this.#running]) action.abort(reason);
  }
}
