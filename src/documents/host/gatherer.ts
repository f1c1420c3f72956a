/**
 * Stores what is written to many texts, few transactions for much text: at once where nothing was stored just now, else
 * together with all that comes within some milliseconds, or while a transaction runs. What is stored is told, not earlier.
 */
import type { Clock } from "../../chatroom/clock.ts";
import type { Change } from "../change.ts";
import type { Written } from "../store/document-store.ts";
import type { HostText } from "./host-text.ts";
import type { SerialQueue } from "./serial-queue.ts";

export interface GathererOptions {
  readonly clock: Clock;
  readonly queue: SerialQueue;
  readonly write: (changes: readonly Change[]) => Promise<Written>;
  /** Between the beginnings of two transactions, ms. */
  readonly gatherMs: number;
  /** `part` of `text` is stored. */
  readonly onStored: (text: HostText, part: string) => void;
  readonly onGone: (text: HostText) => void;
  readonly onFailed: (text: HostText, error: unknown) => void;
}

interface Part {
  readonly text: HostText;
  readonly part: string;
}

export class Gatherer {
  readonly #options: GathererOptions;
  readonly #waiting = new Set<HostText>();
  #isArranged = false;
  #cancelTimer: (() => void) | null = null;
  #last = -Infinity;

  constructor(options: GathererOptions) {
    this.#options = options;
  }

  /** `text` has something to store. */
  add(text: HostText): void {
    this.#waiting.add(text);
    if (this.#isArranged) return;
    this.#isArranged = true;
    const { clock, queue, gatherMs } = this.#options;
    const begin = () => {
      this.#cancelTimer = null;
      void queue.run(() => this.#store());
    };
    const ms = this.#last + gatherMs - clock.monotonic();
    if (ms <= 0) begin();
    else this.#cancelTimer = clock.schedule(ms, begin);
  }

  /** What waits is not waited for: the next work of the queue. */
  hurry(): void {
    if (!this.#cancelTimer) return;
    this.#cancelTimer();
    this.#cancelTimer = null;
    void this.#options.queue.run(() => this.#store());
  }

  /** Somebody else stores what it has. */
  release(text: HostText): void {
    this.#waiting.delete(text);
  }

  async #store(): Promise<void> {
    this.#isArranged = false;
    this.#last = this.#options.clock.monotonic();
    const parts = [...this.#waiting].map((text): Part => ({ text, part: text.take() }));
    this.#waiting.clear();
    const some = parts.filter(({ part }) => part !== "");
    if (some.length === 0) return;
    if (await this.#storeAll(some)) return;
    // One that the database does not take must not cost the others theirs.
    for (const one of some) await this.#storeAll([one]);
  }

  /** Whether it is settled what has become of each. */
  async #storeAll(parts: readonly Part[]): Promise<boolean> {
    const { write, onStored, onGone, onFailed } = this.#options;
    let written: Written;
    try {
      written = await write(parts.map(({ text, part }) => appended(text, part)));
    } catch (error) {
      const [only, ...others] = parts;
      if (only === undefined || others.length > 0) return false;
      onFailed(only.text, error);
      return true;
    }
    const gone = new Set(written.gone);
    for (const { text, part } of parts) {
      if (gone.has(text.proposal_id)) onGone(text);
      else onStored(text, part);
    }
    return true;
  }
}

export function appended(text: HostText, part: string): Change {
  return { type: "append", proposal_id: text.proposal_id, text: part };
}
