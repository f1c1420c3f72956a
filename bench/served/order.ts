/** What a contestant is told to do, beside answering its clients. */

/** One or two sentences. */
export const MESSAGE =
  "I would rather take the train: it leaves at nine, nobody has to drive, and we can talk on the way there. The bus is cheaper, but it stops in each village.";
/** The last of a burst. */
export const LAST = "That was the last one of them all.";
/** Told in one turn of the event loop: what a group commit of the journal brings at once. */
const TOLD_IN_ONE_TURN = 32;

export type Order =
  /** Say so many messages, the last of them `LAST`, as fast as the event loop turns. */
  { readonly type: "burst"; readonly count: number } | { readonly type: "usage" };

export interface Usage {
  /** Since the start of the process. */
  readonly cpuMs: number;
  readonly streams: number;
  /** Resident. */
  readonly memoryMb: number;
}

export interface Served {
  readonly url: string;
  readonly events: string;
  readonly send: string;
}

interface Contestant {
  say(content: string): unknown;
  streams(): number;
  readonly message: string;
}

export async function obey(order: Order, { say, streams, message }: Contestant): Promise<Usage> {
  if (order.type === "burst") {
    for (let said = 1; said <= order.count; said++) {
      say(said === order.count ? LAST : message);
      if (said % TOLD_IN_ONE_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000, streams: streams(), memoryMb: process.memoryUsage.rss() / 1e6 };
}
