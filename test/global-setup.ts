/**
 * Runs once before all tests: says whether the journeys can have a terminal. A test that drives tmux writes
 * `describe.skipIf(!inject("tmux"))`; nobody has to install it by hand, but CI must not leave those tests out.
 */
import { spawnSync } from "node:child_process";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  // Vitest's own way to type what `provide` and `inject` hand over.
  interface ProvidedContext {
    tmux: boolean;
  }
}

export function setup(project: TestProject): void {
  const tmux = spawnSync("tmux", ["-V"]).status === 0;
  if (!tmux && process.env["CI"]) throw new Error("tmux is missing: the terminal tests must run in CI. Install tmux.");
  if (!tmux) process.stderr.write("\ntmux is missing: THE TERMINAL TESTS DO NOT RUN. Install tmux to run them.\n\n");
  project.provide("tmux", tmux);
}
