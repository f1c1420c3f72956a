/** Prints `N passed, N failed` alone on the very last line, for whatever reads the run by machine. */
import { writeSync } from "node:fs";
import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";

interface Count {
  readonly passed: number;
  readonly failed: number;
}

export default class PlainReporter implements Reporter {
  #line: string | undefined;

  constructor() {
    // At exit, because a coverage table would come after the end of the run.
    process.once("exit", () => {
      if (this.#line !== undefined) writeSync(1, `${this.#line}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[], reason: TestRunEndReason): void {
    const { passed, failed } = count(modules, unhandled.length);
    // A run that was cut short has not passed, whatever was counted until then.
    this.#line = `${passed} passed, ${reason === "passed" ? failed : Math.max(1, failed)} failed`;
  }
}

/** What breaks outside of a test (a file that does not load, a hook, an unhandled rejection) counts as failed too. */
function count(modules: readonly TestModule[], unhandled: number): Count {
  let passed = 0;
  let failed = unhandled;
  for (const module of modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") passed += 1;
      if (state === "failed") failed += 1;
    }
  }
  return { passed, failed };
}
