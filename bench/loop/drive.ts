/** Runs conversations side by side for a fixed time, and tells what a model turn took of this process. */
export interface LoopResult {
  readonly turns: number;
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** Holds one conversation; `baseUrl` is its own, `onTurn` is called after every turn of the model. */
export type Converse = (baseUrl: string, onTurn: () => void) => Promise<void>;

const WARM_UP_MS = 1_500;

export function drive(converse: Converse): void {
  const url = process.env["BENCH_URL"] ?? "";
  const ms = Number(process.env["BENCH_SECONDS"] ?? "3") * 1_000;
  const parallel = Number(process.env["BENCH_PARALLEL"] ?? "1");
  let turns = 0;
  let conversations = 0;
  const keepTalking = async () => {
    // The server still counts the turns of conversations that another process has left in the middle.
    for (;;) await converse(`${url}/${process.pid}.${++conversations}/v1`, () => turns++);
  };
  for (let worker = 0; worker < parallel; worker++) {
    keepTalking().catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    });
  }
  setTimeout(() => {
    const before = turns;
    const cpu = process.cpuUsage();
    const start = performance.now();
    setTimeout(() => {
      const { user, system } = process.cpuUsage(cpu);
      const result: LoopResult = {
        turns: turns - before,
        cpuMs: (user + system) / 1_000,
        wallMs: performance.now() - start,
      };
      process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
    }, ms);
  }, WARM_UP_MS);
}
