/** The review at a terminal, which is given back whatever ends it. */
import { exitCodeOf } from "../exit-codes.ts";
import { onSignals } from "../signals.ts";
import { openKeys } from "./keys.ts";
import { type Reviewed, type ReviewEnd, review } from "./review.ts";
import type { AskWorld } from "./run-ask.ts";

/** Somebody sees what is shown, and can press keys. */
export function canReview({ stdin, stdout }: AskWorld["host"]): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}

export async function reviewAtTerminal(document: Reviewed, world: AskWorld): Promise<ReviewEnd> {
  const { host, pen } = world;
  const keys = openKeys(world.stdin, host.env["TERM"] === "dumb");
  const forget = onSignals(world.process, (reason) => {
    keys.close();
    host.stdout.write("\n");
    world.process.exit(exitCodeOf(reason));
  });
  try {
    return await review({
      document,
      keys,
      print: (line) => void host.stdout.write(`${pen.draw(line)}\n`),
      prompt: (line) => void host.stdout.write(pen.draw(line)),
      colors: pen.depth !== "none",
      columns: host.stdout.columns ?? 80,
      rows: host.stdout.rows ?? 24,
    });
  } finally {
    forget();
    keys.close();
  }
}
