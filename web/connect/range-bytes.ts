/** A log on a server, read by HTTP ranges where it is wanted; a failed request is tried again for a while. */
import type { Clock } from "../../src/chatroom/clock.ts";
import { sleep } from "../../src/chatroom/clock.ts";
import { LogError } from "../../src/logging/log-error.ts";
import { blobBytes, type LogBytes } from "../../src/logging/replay/log-bytes.ts";
import { backoff } from "./backoff.ts";

export interface RangeBytesOptions {
  readonly url: string;
  readonly name: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly fetch: typeof fetch;
  /** Told before each pause, and (null) when an answer has come again. */
  readonly onTrouble?: (
    trouble: { readonly why: string; readonly attempt: number; readonly at: number } | null,
  ) => void;
}

const ATTEMPTS = 8;

export function rangeBytes(options: RangeBytesOptions): LogBytes {
  const closing = new AbortController();
  /** A server that knows no ranges sends all of it at once. */
  let whole: LogBytes | null = null;
  /** Bytes, as far as is known; `size` asks anew. */
  let known = Number.POSITIVE_INFINITY;

  const request = async (range: string): Promise<Response> => {
    const { url, fetch, clock, random, onTrouble } = options;
    for (let attempt = 1; ; attempt++) {
      const why = await fetch(url, { headers: { range }, signal: closing.signal, cache: "no-store" }).then(
        (response) => (response.status < 500 && response.status !== 429 ? response : `status ${response.status}`),
        () => "the server cannot be reached",
      );
      if (typeof why !== "string") {
        if (attempt > 1) onTrouble?.(null);
        if (why.ok || why.status === 416) return why;
        throw unreadable(options, `the server answered with status ${why.status}`);
      }
      if (closing.signal.aborted || attempt === ATTEMPTS) throw unreadable(options, why);
      const ms = backoff(attempt, random());
      onTrouble?.({ why, attempt, at: clock.monotonic() + ms });
      await sleep(clock, ms, closing.signal);
      if (closing.signal.aborted) throw unreadable(options, "it was closed");
    }
  };

  const takeWhole = async (response: Response): Promise<LogBytes> => {
    whole = blobBytes(await response.blob(), options.name);
    return whole;
  };

  return {
    name: options.name,
    async size() {
      if (whole !== null) return whole.size();
      const response = await request("bytes=0-0");
      if (response.status === 200) return (await takeWhole(response)).size();
      await response.body?.cancel();
      const total = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
      if (total === undefined) throw unreadable(options, "the server does not say how long it is");
      known = Number(total);
      return known;
    },
    async read(offset, length) {
      if (whole !== null) return whole.read(offset, length);
      if (offset >= known) return new Uint8Array(0);
      const response = await request(`bytes=${offset}-${offset + length - 1}`);
      if (response.status === 416) return new Uint8Array(0);
      if (response.status === 200) return (await takeWhole(response)).read(offset, length);
      return new Uint8Array(await response.arrayBuffer());
    },
    close() {
      closing.abort();
      return Promise.resolve();
    },
  };
}

function unreadable({ name }: RangeBytesOptions, why: string): LogError {
  return new LogError("unreadable", `Cannot read ${name}: ${why}.`);
}
