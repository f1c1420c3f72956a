/**
 * A manual clock for clients and a server that are really joined by a network: before time goes on, every request is
 * answered and every client has heard what its room has told.
 */
import { ManualClock, settle } from "./manual-clock.ts";

/** Turns of the event loop in a row in which nothing was under way: what a turn sets off shows in the next. */
const QUIET_TURNS = 4;

export class NetworkClock extends ManualClock {
  readonly #mostTurns: number;
  #inFlight = 0;
  readonly #isBehind = new Set<() => boolean>();

  /** `mostTurns`: time goes on after so many turns of the event loop in any case, for what waits for time itself. */
  constructor({ mostTurns = Infinity }: { readonly mostTurns?: number } = {}) {
    super();
    this.#mostTurns = mostTurns;
  }

  /** `globalThis.fetch`, counted: a request is under way until its answer has been read; a stream, until it begins. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    this.#inFlight++;
    let response: Response;
    try {
      response = await fetch(input, init);
    } catch (error) {
      this.#inFlight--;
      throw error;
    }
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
    if (isStream) {
      this.#inFlight--;
      return response;
    }
    const text = response.text.bind(response);
    return Object.defineProperty(response, "text", { value: () => text().finally(() => this.#inFlight--) });
  };

  /** Time stands still while `isBehind` says so. Returns how to take that back. */
  waitFor(isBehind: () => boolean): () => void {
    this.#isBehind.add(isBehind);
    return () => this.#isBehind.delete(isBehind);
  }

  /** Moves time, a little at a time, until `work` is done. */
  async advanceUntil<T>(work: Promise<T>, step = 100): Promise<T> {
    const end = work.then(
      () => true,
      () => true,
    );
    for (let ms = 0; !(await Promise.race([end, Promise.resolve(false)])); ms = step) await this.advance(ms);
    return work;
  }

  /** Resolves when nothing is under way. */
  protected override async settle(): Promise<void> {
    for (let quiet = 0, turns = 0; quiet < QUIET_TURNS && turns < this.#mostTurns; turns++) {
      await settle();
      const isQuiet = this.#inFlight === 0 && ![...this.#isBehind].some((isBehind) => isBehind());
      quiet = isQuiet ? quiet + 1 : 0;
    }
  }
}
