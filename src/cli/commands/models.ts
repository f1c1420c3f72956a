/** `llm-chat models`: which providers are ready, and what is missing for the others. */
import { commonOptions } from "../common-options.ts";
import { loadConfig } from "../config-file.ts";
import { withEnvFile } from "../env-file.ts";
import { EXIT_OK } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import type { RawOptions } from "../options.ts";
import { type ProviderStatus, providerStatus } from "../provider-status.ts";
import { table } from "../table.ts";

export async function models(raw: RawOptions, host: CliHost): Promise<number> {
  const options = commonOptions(raw);
  const env = await withEnvFile(host.env, options.envFile, host.cwd);
  const { config } = await loadConfig(options.config, host.cwd, await host.configDir());
  const providers = await providerStatus(env, config.models ?? {}, host.probe);
  host.stdout.write(options.json ? `${JSON.stringify(providers, null, 2)}\n` : rendered(providers));
  return EXIT_OK;
}

function rendered(providers: readonly ProviderStatus[]): string {
  const rows = providers.map((each) => [each.provider, each.ready ? "yes" : "no", reason(each), each.base_url ?? ""]);
  const hint =
    "Any model of a provider can be named:  llm-chat -m PROVIDER/MODEL\nAny other server:  llm-chat --base-url URL -m MODEL\n";
  return `${table([["PROVIDER", "READY", "WHY, OR HOW TO MEND IT", "ADDRESS"], ...rows])}\n${hint}`;
}

function reason({ fix, key, models }: ProviderStatus): string {
  if (fix !== null) return fix;
  if (key !== null) return `${key} is set`;
  const [first, ...more] = models;
  return first === undefined ? "needs no key" : `-m ${first}${more.length > 0 ? `, ${more.length} more` : ""}`;
}
