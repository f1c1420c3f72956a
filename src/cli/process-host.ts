/** The real machine as a `CliHost`. */
import process from "node:process";
// The leaf, not the index: this is loaded before every command, `--help` too.
import { systemClock } from "../chatroom/clock.ts";
import type { CliHost, Probe } from "./host.ts";

export function processHost(): CliHost {
  return {
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    nodeVersion: process.version,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    clock: systemClock,
    fetch: globalThis.fetch,
    probe: httpProbe(globalThis.fetch),
    random: Math.random,
    configDir: async () => (await folders()).config,
    dataDir: async () => (await folders()).data,
  };
}

async function folders() {
  const { default: envPaths } = await import("env-paths");
  return envPaths("llm-chat", { suffix: "" });
}

export function httpProbe(fetch: typeof globalThis.fetch): Probe {
  return async (url, timeoutMs) => {
    try {
      // No redirect is followed: a probe asks this server, not whatever it points to.
      const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "error" });
      if (!answer.ok) return null;
      return await answer.json();
    } catch {
      return null;
    }
  };
}
