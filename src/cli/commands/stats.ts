/** `llm-chat stats FILE…`: the figures of logs. Exit code 0, or 2 where one cannot be read. */
import * as z from "zod";
import type { LogItem } from "../../logging/log-decoder.ts";
import { LogError } from "../../logging/log-error.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import { LogMeter } from "../../logging/stats/log-meter.ts";
import { EXIT_OK, EXIT_USAGE } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import { interruptible } from "../interruptible.ts";
import { checkFiles, type LogWorld, machine, readLogFile, shownFile } from "../log-files.ts";
import { checked, type RawOptions } from "../options.ts";
import { statsJson, statsLines } from "../stats-report.ts";
import { plural } from "../../logging/figures.ts";

const schema = z.object({ json: z.boolean().default(false) });

export function stats(
  files: readonly string[],
  raw: RawOptions,
  host: CliHost,
  world: LogWorld = machine(),
): Promise<number> {
  const { json } = checked(schema, raw);
  checkFiles(files, world);
  return interruptible(world, async (signal) => {
    let exitCode = EXIT_OK;
    for (const [index, file] of files.entries()) {
      try {
        const { figures, notes } = await measure(file, { host, world, signal });
        if (json) host.stdout.write(`${statsJson(file, figures, notes)}\n`);
        else host.stdout.write(`${index > 0 ? "\n" : ""}${statsLines(shownFile(file), figures, notes).join("\n")}\n`);
      } catch (error) {
        if (!(error instanceof LogError)) throw error;
        exitCode = EXIT_USAGE;
        if (json) host.stdout.write(`${JSON.stringify({ file, error: error.message })}\n`);
        else host.stderr.write(`llm-chat: ${sanitizeLine(error.message)}\n`);
      }
    }
    return exitCode;
  });
}

/** Throws `LogError` where the file cannot be read, or is no log. */
async function measure(file: string, reading: Parameters<typeof readLogFile>[1]) {
  const meter = new LogMeter();
  let records = 0;
  let lost = 0;
  let legacy = "";
  const readItem = (item: LogItem) => {
    if ("problem" in item) {
      if (item.lost !== undefined) lost++;
      return;
    }
    records++;
    legacy = item.legacy ?? legacy;
    meter.read(item.record);
  };
  await readLogFile(file, reading, (items) => {
    for (const item of items) readItem(item);
  });
  if (records === 0) {
    throw new LogError("unreadable", `${file} is no log of a conversation: none of its lines is a record`);
  }
  const notes = [
    ...(lost > 0 ? [`${plural(lost, "line")} could not be read (llm-chat verify says why).`] : []),
    ...(legacy === "" ? [] : [`A ${legacy} log: it has no tokens; who said what is inferred.`]),
  ];
  return { figures: meter.result(), notes };
}
