/** A token as a model streams it, with the time at which it came. */

/** ms between two tokens of a stream. */
export const PACE_MS = 20;

/** µs; of the machine, so that two processes can compare it. */
export function microseconds(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

export function token(): string {
  return `${microseconds()} `;
}

/** When the tokens of a chunk came. */
export function timesIn(content: string): number[] {
  return content.split(" ").flatMap((time) => (time === "" ? [] : [Number(time)]));
}

/** Calls `emit` as often as a model would, until `signal` aborts. What a busy machine delays comes together. */
export function stream(emit: (token: string) => void, signal: AbortSignal): Promise<void> {
  const start = performance.now() + Math.random() * PACE_MS;
  let emitted = 0;
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout;
    const tick = () => {
      const due = Math.floor((performance.now() - start) / PACE_MS);
      for (; emitted < due; emitted++) emit(token());
      timer = setTimeout(tick, Math.max(0, start + (emitted + 1) * PACE_MS - performance.now()));
    };
    tick();
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

export interface Usage {
  /** Since the start of the process. */
  readonly cpuMs: number;
}

export async function usage(): Promise<Usage> {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000 };
}
