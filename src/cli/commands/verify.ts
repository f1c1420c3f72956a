/** `llm-chat verify FILE…`: proves from logs what the room promises. Exit code 0 proven, 1 not, 2 unreadable. */
import * as z from "zod";
import type { LogItem } from "../../logging/log-decoder.ts";
import { LogError } from "../../logging/log-error.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import { LogVerifier, type Verdict, type Violation } from "../../logging/verify/index.ts";
import { EXIT_OK, EXIT_UNEXPECTED, EXIT_USAGE } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import { interruptible } from "../interruptible.ts";
import { checkFiles, type LogWorld, machine, readLogFile, shownFile } from "../log-files.ts";
import { checked, type RawOptions } from "../options.ts";
import { plural } from "../../logging/figures.ts";
import { MOST_IN_JSON, verdictJson, verdictLines, violationLine } from "../verify-report.ts";

const schema = z.object({ json: z.boolean().default(false) });

/** Of one log; who wants more wants them as JSON. */
const MOST_PRINTED = 100;
/** Of what may turn out to be no log at all. */
const MOST_HELD = 100;

export function verify(
  files: readonly string[],
  raw: RawOptions,
  host: CliHost,
  world: LogWorld = machine(),
): Promise<number> {
  const { json } = checked(schema, raw);
  checkFiles(files, world);
  return interruptible(world, async (signal) => {
    const codes: number[] = [];
    for (const file of files) codes.push(await verifyFile(file, json, { host, world, signal }));
    if (files.length > 1 && !json) host.stdout.write(`${summaryOf(codes)}\n`);
    return Math.max(...codes, EXIT_OK);
  });
}

async function verifyFile(
  file: string,
  json: boolean,
  reading: { readonly host: CliHost; readonly world: LogWorld; readonly signal: AbortSignal },
): Promise<number> {
  const { host } = reading;
  const name = shownFile(file);
  const found: Violation[] = [];
  let printed = 0;
  const print = (violations: readonly Violation[]) => {
    for (const violation of violations) {
      if (json) {
        if (found.length < MOST_IN_JSON) found.push(violation);
      } else if (printed++ < MOST_PRINTED) {
        host.stdout.write(`${violationLine(name, violation)}\n`);
      }
    }
  };
  try {
    const verdict = await check(file, reading, print);
    const left = Math.max(0, printed - MOST_PRINTED);
    const report = json ? [verdictJson(file, verdict, found)] : verdictLines(name, verdict, left);
    host.stdout.write(`${report.join("\n")}\n`);
    return verdict.violations === 0 ? EXIT_OK : EXIT_UNEXPECTED;
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    if (json) host.stdout.write(`${JSON.stringify({ file, ok: false, error: error.message })}\n`);
    else host.stderr.write(`llm-chat: ${sanitizeLine(error.message)}\n`);
    return EXIT_USAGE;
  }
}

/** Throws `LogError` where the file cannot be read, or is no log. */
async function check(
  file: string,
  reading: Parameters<typeof readLogFile>[1],
  print: (violations: readonly Violation[]) => void,
): Promise<Verdict> {
  const verifier = new LogVerifier();
  /** Until a record has been seen: before that, nobody knows whether it is a log. */
  let held: Violation[] | null = [];
  const readItem = (item: LogItem) => {
    const violations = verifier.read(item);
    if (held === null) return print(violations);
    if (held.length < MOST_HELD) held.push(...violations);
    if ("problem" in item) return;
    print(held);
    held = null;
  };
  await readLogFile(file, reading, (items) => {
    for (const item of items) readItem(item);
  });
  const { violations, verdict } = verifier.end();
  if (verdict.format === null) {
    throw new LogError("unreadable", `${file} is no log of a conversation: none of its lines is a record`);
  }
  print(violations);
  return verdict;
}

function summaryOf(codes: readonly number[]): string {
  const [proven, broken, unreadable] = [EXIT_OK, EXIT_UNEXPECTED, EXIT_USAGE].map(
    (code) => codes.filter((each) => each === code).length,
  );
  const rest = [...(broken ? [`${broken} not proven`] : []), ...(unreadable ? [`${unreadable} not readable`] : [])];
  return `${plural(codes.length, "log")}: ${proven} ok${rest.length > 0 ? `, ${rest.join(", ")}` : ""}.`;
}
