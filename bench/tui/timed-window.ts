/**
 * Marks, in the terminal's own stream, where the timed window begins and ends (as operating system commands that
 * terminals ignore), and tells how much CPU it took; then the process ends.
 */
export const WINDOW_BEGINS = "\x1b]777;window-begins\x07";
export const WINDOW_ENDS = "\x1b]777;window-ends;";

const WARM_UP_MS = 1_500;

export function timeWindow(): void {
  const ms = Number(process.env["BENCH_SECONDS"] ?? "3") * 1_000;
  setTimeout(() => {
    process.stdout.write(WINDOW_BEGINS);
    const cpu = process.cpuUsage();
    const start = performance.now();
    setTimeout(() => {
      const { user, system } = process.cpuUsage(cpu);
      const share = (user + system) / 1_000 / (performance.now() - start);
      process.stdout.write(`${WINDOW_ENDS}${share}\x07`, () => process.exit(0));
    }, ms);
  }, WARM_UP_MS);
}
