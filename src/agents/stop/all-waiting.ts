/**
 * Whom to nudge, and when to give up, while every agent waits for the others. Pure: it is told who waits, who spoke and
 * who is gone, and asked for its advice whenever that changes.
 */

export type WaitingAdvice =
  | { readonly type: "go_on" }
  | { readonly type: "nudge"; readonly agent: string }
  | { readonly type: "end" };

interface Listener {
  waiting: boolean;
  /** Counts messages and nudges; the smallest has been silent, and left alone, for longest. */
  lastTurn: number;
}

export class AllWaiting {
  readonly #agents = new Map<string, Listener>();
  readonly #maxNudges: number;
  #turn = 0;
  #nudges = 0;

  /** `maxNudges`: how many in a row without a message before the conversation ends. */
  constructor(agents: readonly string[], maxNudges: number) {
    this.#maxNudges = maxNudges;
    for (const agent of agents) this.#agents.set(agent, { waiting: false, lastTurn: 0 });
  }

  setWaiting(agent: string, waiting: boolean): void {
    const listener = this.#agents.get(agent);
    if (listener) listener.waiting = waiting;
  }

  /** Somebody, agent or person, has said something. */
  spoke(sender: string): void {
    this.#nudges = 0;
    const listener = this.#agents.get(sender);
    if (listener) listener.lastTurn = ++this.#turn;
  }

  gone(agent: string): void {
    this.#agents.delete(agent);
  }

  /** To be asked only while nobody holds the floor and no person is typing. */
  advice(): WaitingAdvice {
    const agents = [...this.#agents];
    if (agents.length === 0 || agents.some(([, { waiting }]) => !waiting)) return { type: "go_on" };
    if (this.#nudges >= this.#maxNudges) return { type: "end" };
    const [agent, listener] = agents.reduce((longest, each) =>
      each[1].lastTurn < longest[1].lastTurn ? each : longest,
    );
    this.#nudges++;
    listener.lastTurn = ++this.#turn;
    // It is about to be woken: whoever asks again before that must not nudge a second one.
    listener.waiting = false;
    return { type: "nudge", agent };
  }
}
