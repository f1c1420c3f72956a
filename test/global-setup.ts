/**
 * Runs once before all tests: says whether the journeys can have a terminal, the page a browser, and the documents a
 * PostgreSQL. A test that drives one writes `describe.skipIf(!inject("tmux"))`; nobody has to install it by hand, but CI
 * must not leave those tests out.
 */
import { spawnSync } from "node:child_process";
import type { TestProject } from "vitest/node";
import { offerPostgres } from "./fakes/postgres-server.ts";

declare module "vitest" {
  // Vitest's own way to type what `provide` and `inject` hand over.
  interface ProvidedContext {
    tmux: boolean;
    /** Path of a Chromium; "" where there is none. */
    chromium: string;
    /** Path of a socket that tells the URL of a PostgreSQL, for `freshDatabase`; "" where there is none. */
    postgres: string;
  }
}

/** Returns what ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const tmux = spawnSync("tmux", ["-V"]).status === 0;
  if (!tmux && process.env["CI"]) throw new Error("tmux is missing: the terminal tests must run in CI. Install tmux.");
  if (!tmux) process.stderr.write("\ntmux is missing: THE TERMINAL TESTS DO NOT RUN. Install tmux to run them.\n\n");
  project.provide("tmux", tmux);
  const chromium = BROWSERS.find((name) => spawnSync(name, ["--version"]).status === 0) ?? "";
  if (chromium === "" && process.env["CI"]) throw new Error("Chromium is missing: the page must be tested in CI.");
  if (chromium === "")
    process.stderr.write("\nChromium is missing: THE PAGE IS NOT TESTED. Install chromium to do so.\n\n");
  project.provide("chromium", chromium);
  const postgres = await offerPostgres();
  if (postgres.door === "" && process.env["CI"]) {
    throw new Error("PostgreSQL is missing: the store must be tested on it in CI. Install postgresql.");
  }
  if (postgres.door === "")
    process.stderr.write("\nPostgreSQL is missing: ITS STORE IS NOT TESTED. Install postgresql to do so.\n\n");
  project.provide("postgres", postgres.door);
  return postgres.stop;
}

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
