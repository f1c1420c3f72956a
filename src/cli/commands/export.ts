/** `llm-chat export FILE --format …`: a log to hand over. */
import process from "node:process";
import { exportPlan } from "../export/export-options.ts";
import { type ExportWorld, runExport } from "../export/run-export.ts";
import type { CliHost } from "../host.ts";
import type { RawOptions } from "../options.ts";
import { readPage } from "../page-file.ts";

export async function exportLog(file: string, raw: RawOptions, host: CliHost, outside = machine()): Promise<number> {
  const plan = exportPlan(file, raw, host.stdout.isTTY === true);
  return runExport(plan, { host, ...outside });
}

function machine(): Omit<ExportWorld, "host"> {
  return { stdin: process.stdin, stdout: process.stdout, process, page: readPage };
}
