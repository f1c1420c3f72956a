/** The checks of `llm-chat doctor`: each says what it found, and the fix where something is missing. */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { type LoadedConfig, loadConfig } from "./config-file.ts";
import type { CliHost } from "./host.ts";
import { type ProviderStatus, providerStatus } from "./provider-status.ts";
import { UsageError } from "./usage-error.ts";

export interface Check {
  readonly name: string;
  /** `missing`: not there, and not needed. `broken`: needed, or set up wrongly. */
  readonly status: "ok" | "missing" | "broken";
  readonly found: string;
  readonly fix: string | null;
}

export interface DiagnoseOptions {
  readonly config: string | undefined;
  readonly logDir: string | undefined;
}

const LEAST_NODE = { major: 22, minor: 19 } as const;
const LEAST_COLUMNS = 60;
const LEAST_ROWS = 20;

/** `host.env` includes what --env-file brought. */
export async function diagnose(host: CliHost, options: DiagnoseOptions): Promise<Check[]> {
  const config = await configFound(host, options.config);
  const loaded = "check" in config ? null : config;
  const providers = await providerStatus(host.env, loaded?.config.models ?? {}, host.probe);
  return [
    nodeCheck(host.nodeVersion),
    ...terminalChecks(host),
    await logCheck(path.resolve(host.cwd, options.logDir ?? loaded?.config.log_dir ?? "logs")),
    "check" in config ? config.check : configCheck(config),
    ...keyChecks(providers),
  ];
}

function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const enough = major > LEAST_NODE.major || (major === LEAST_NODE.major && minor >= LEAST_NODE.minor);
  const least = `${LEAST_NODE.major}.${LEAST_NODE.minor}`;
  return check("Node", enough ? "ok" : "broken", version, `install Node ${least} or later`);
}

function terminalChecks({ stdin, stdout, env, platform }: CliHost): Check[] {
  if (stdout.isTTY !== true || stdin.isTTY !== true) {
    return [
      check("terminal", "missing", "not a terminal: plain lines instead of the full screen", "run it in a terminal"),
    ];
  }
  const { columns = 80, rows = 24 } = stdout;
  const fits = columns >= LEAST_COLUMNS && rows >= LEAST_ROWS;
  const colors = env["NO_COLOR"] ? "NO_COLOR is set" : env["TERM"] === "dumb" ? "TERM is dumb" : null;
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  const unicode = platform === "win32" || platform === "darwin" || /utf-?8/i.test(locale);
  return [
    check(
      "terminal",
      fits ? "ok" : "missing",
      `${columns}×${rows}`,
      `make it ${LEAST_COLUMNS}×${LEAST_ROWS} or larger`,
    ),
    check("colors", colors === null ? "ok" : "missing", colors ?? "yes", "unset NO_COLOR, or use another TERM"),
    check("UTF-8", unicode ? "ok" : "missing", locale || "no locale set", "set LANG to a UTF-8 locale, like C.UTF-8"),
  ];
}

async function logCheck(folder: string): Promise<Check> {
  const fix = "give another folder with --log-dir, or mend its permissions";
  // The folder is made on demand, so it is the nearest one that exists that must let us.
  for (let here = folder; ; here = path.dirname(here)) {
    try {
      await access(here, constants.W_OK | constants.X_OK);
      return check("log folder", "ok", folder, fix);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== "ENOENT" || here === path.dirname(here)) {
        return check("log folder", "broken", `${here} cannot be written`, fix);
      }
    }
  }
}

async function configFound(host: CliHost, named: string | undefined): Promise<LoadedConfig | { check: Check }> {
  try {
    return await loadConfig(named, host.cwd, await host.configDir());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { check: check("config", "broken", error.message, "mend that file, or name another with --config") };
  }
}

function configCheck({ file }: LoadedConfig): Check {
  return file === null ? check("config", "ok", "none (none is needed)", null) : check("config", "ok", file, null);
}

/** A line for each provider. None of them is needed, because the demo always works. */
function keyChecks(providers: readonly ProviderStatus[]): Check[] {
  return providers.map(({ provider, ready, key, models, base_url, fix }) => {
    const status = ready ? "ok" : "missing";
    if (key !== null) return check(provider, status, ready ? `${key} is set` : "no key", fix);
    if (base_url === null)
      return check(provider, status, ready ? "needs no key and no network" : "set up wrongly", fix);
    const answers = `${models.length} model${models.length === 1 ? "" : "s"} at ${base_url}`;
    return check(provider, status, ready ? answers : `no answer from ${base_url}`, fix);
  });
}

function check(name: string, status: Check["status"], found: string, fix: string | null): Check {
  return { name, status, found, fix: status === "ok" ? null : fix };
}
