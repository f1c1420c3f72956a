/** `llm-chat doctor`: what of this machine works, and how to mend the rest. Exit code 1 where something needed is broken. */
import { commonOptions } from "../common-options.ts";
import { type Check, diagnose } from "../diagnose.ts";
import { withEnvFile } from "../env-file.ts";
import { EXIT_OK, EXIT_UNEXPECTED } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import type { RawOptions } from "../options.ts";
import { table } from "../table.ts";

const SIGNS: Readonly<Record<Check["status"], string>> = { ok: "✓", missing: "–", broken: "✗" };

export async function doctor(raw: RawOptions, host: CliHost): Promise<number> {
  const options = commonOptions(raw);
  const env = await withEnvFile(host.env, options.envFile, host.cwd);
  const checks = await diagnose({ ...host, env }, { config: options.config, logDir: options.logDir });
  const broken = checks.filter(({ status }) => status === "broken").length;
  host.stdout.write(options.json ? `${JSON.stringify(checks, null, 2)}\n` : rendered(checks, broken));
  return broken === 0 ? EXIT_OK : EXIT_UNEXPECTED;
}

function rendered(checks: readonly Check[], broken: number): string {
  const rows = checks.map(({ name, status, found, fix }) => [
    SIGNS[status],
    name,
    fix === null ? found : `${found} → ${fix}`,
  ]);
  const verdict = broken === 0 ? "Ready to talk." : `${broken} thing${broken === 1 ? "" : "s"} to mend (✗).`;
  return `${table(rows)}\n${verdict}\n`;
}
