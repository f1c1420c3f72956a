/** What a check of one log has found, as lines for people and as an object for programs. */
import { safeJson } from "../logging/record-line.ts";
import { sanitizeLine } from "../logging/sanitize.ts";
import type { Verdict, Violation } from "../logging/verify/index.ts";
import { proofLines } from "../logging/verify/index.ts";
import { plural } from "../logging/figures.ts";

/** `FILE:LINE: rule: message`, as compilers say it. */
export function violationLine(file: string, { line, rule, message }: Violation): string {
  return `${file}:${line}: ${rule}: ${sanitizeLine(message)}`;
}

/** The last words on a log: whether it is proven, and what of it is. `left`: violations that were not printed. */
export function verdictLines(file: string, verdict: Verdict, left: number): readonly string[] {
  const { violations, broken, lines } = verdict;
  const rules = [...broken].map(([rule, count]) => `${rule} ${count}`).join(", ");
  const more = left > 0 ? [`${file}: … and ${plural(left, "more violation")} (--json has up to ${MOST_IN_JSON})`] : [];
  const head =
    violations === 0
      ? `${file}: ok`
      : `${file}: not proven: ${plural(violations, "violation")} in ${plural(lines, "line")} (${rules})`;
  return [...more, head, ...proofLines(verdict).map((line) => `  ${sanitizeLine(line)}`)];
}

/** Of one log; so that a hostile one cannot fill the memory. */
export const MOST_IN_JSON = 10_000;

export function verdictJson(file: string, verdict: Verdict, violations: readonly Violation[]): string {
  const { format, lines, proof, notes } = verdict;
  return safeJson(
    JSON.stringify({
      file,
      ok: verdict.violations === 0,
      format,
      lines,
      violations,
      more_violations: verdict.violations - violations.length,
      proof: {
        records: proof.records,
        messages: proof.messages,
        unconditional: proof.unconditional,
        crossed: proof.crossed,
        compared_with_draft: proof.compared,
        redacted: proof.redacted,
        events: proof.events,
        first_seq: proof.firstSeq,
        last_seq: proof.lastSeq,
        calls: proof.calls,
        calls_answered: proof.answered,
        calls_under_way: proof.underWay,
        turns: proof.turns,
        pushes_refused: proof.refused,
        most_refused_in_a_row: proof.worstRow,
        stick_grants: proof.grants,
      },
      proven: proofLines({ ...verdict, notes: [] }),
      notes,
    }),
  );
}
