/** The check of a log. */
export { type LogFormat, LogVerifier, type Verdict } from "./log-verifier.ts";
export type { Proof } from "./proof.ts";
export { proofLines } from "./proof-lines.ts";
export type { RuleName, Violation } from "./violation.ts";
