/** What every provider of a vendor's wire must do, over HTTP. Each wire runs it with its own factory. */
import { describe } from "vitest";
import { describeAbort } from "./provider-abort.ts";
import { describeAnswers } from "./provider-answers.ts";
import { openBench, type ProviderSubject } from "./provider-bench.ts";
import { describeTrouble } from "./provider-trouble.ts";

export function describeProvider(name: string, subject: ProviderSubject): void {
  describe(name, () => {
    const bench = openBench(subject);
    describeAnswers(bench, subject);
    describeTrouble(bench, subject);
    describeAbort(bench);
  });
}
