/** What keeping the log costs, beside a stream that simply writes JSON lines. */
import { createWriteStream, statSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { systemClock } from "../src/chatroom/clock.ts";
import type { LogRecord } from "../src/logging/record.ts";
import { createRedactor } from "../src/logging/redact.ts";
import { openLogWriter } from "../src/logging/writer.ts";
import { heading, printFigure, printRatio } from "./support/report.ts";
import { type BenchOptions, interleave, ratios } from "./support/rounds.ts";
import { scratchFolder } from "./support/scratch.ts";

const RECORDS = 60_000;
/** As one turn of the event loop brings them. */
const BURST = 8;

export async function benchLog({ rounds }: BenchOptions): Promise<void> {
  const folder = scratchFolder();
  const records = Array.from({ length: RECORDS }, (_, index) => recordOf(index));
  const bytes = Math.round(JSON.stringify(records).length / RECORDS);
  heading(
    "log",
    `${RECORDS} records of ${bytes} bytes, ${BURST} in each turn of the event loop, to a file in the system's temporary folder, no sync.
     "log": the program's writer. "with redaction": the same behind the redactor. "stream": JSON.stringify and createWriteStream, drained.`,
  );
  const redactor = createRedactor({ env: { OPENAI_API_KEY: "a-key-that-is-nowhere-in-the-text" } });
  const write = (redact: boolean) => async () => {
    const log = openLogWriter({ dir: folder, clock: systemClock });
    const taken = await timed(async () => {
      for (const [index, record] of records.entries()) {
        log.write(redact ? redactor.value(record) : record);
        if (index % BURST === BURST - 1) await nextTurn();
      }
      log.flush();
    });
    log.close();
    if (statSync(log.path).size < bytes * RECORDS * 0.9) throw new Error("the log is too short");
    return RECORDS / taken;
  };
  let files = 0;
  const stream = async () => {
    const out = createWriteStream(join(folder, `stream-${++files}.jsonl`));
    const taken = await timed(async () => {
      for (const [index, record] of records.entries()) {
        if (!out.write(`${JSON.stringify(record)}\n`)) await once(out, "drain");
        if (index % BURST === BURST - 1) await nextTurn();
      }
      out.end();
      await once(out, "finish");
    });
    return RECORDS / taken;
  };
  const samples = await interleave(rounds, { log: write(false), redacted: write(true), stream });
  printFigure("log", samples.log, "records/ms");
  printFigure("log with redaction", samples.redacted, "records/ms");
  printFigure("stream", samples.stream, "records/ms");
  printRatio("log ÷ stream", ratios(samples.log, samples.stream), { atLeast: 0.5 });
  printRatio("log with redaction ÷ stream", ratios(samples.redacted, samples.stream), { atLeast: 0.5 });
}

function recordOf(index: number): LogRecord {
  return {
    format: "v3",
    timestamp: new Date(1_790_000_000_000 + index).toISOString(),
    type: "tool_call",
    user: "Ada",
    content: "",
    call_id: `call_${index}`,
    function: "append",
    arguments: {
      text: `Message ${index}: one or two sentences, as an agent would append them to its draft before it pushes.`,
    },
  };
}

async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
