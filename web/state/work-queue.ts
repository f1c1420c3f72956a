/** Steps that follow each other: a key that is pressed three times goes three steps, not one that is begun three times. */
const MOST_WAITING = 12;

export class WorkQueue {
  #waiting: (() => Promise<unknown>)[] = [];
  #isBusy = false;

  /** Begins it when those before are done; where too many wait already, it is left out. `work` never rejects. */
  add(work: () => Promise<unknown>): void {
    if (this.#waiting.length >= MOST_WAITING) return;
    this.#waiting.push(work);
    if (!this.#isBusy) void this.#run();
  }

  /** What waits is not begun any more. */
  clear(): void {
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    for (let work = this.#waiting.shift(); work !== undefined; work = this.#waiting.shift()) await work();
    this.#isBusy = false;
  }
}
