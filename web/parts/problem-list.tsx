/** What could not be read, with the number of its line. */
import { count } from "../../src/logging/figures.ts";
import { nameText } from "../state/display-text.ts";
import { usePage } from "./page-context.ts";

export function ProblemList() {
  const problems = usePage((page) => page.problems);
  const all = usePage((page) => page.problemCount);
  if (all === 0) return null;
  return (
    <section className="panel-section">
      <h3>Problems ({count(all)})</h3>
      <ul className="problems" data-testid="problems">
        {problems.map(({ line, problem }, index) => (
          // They are only added.
          <li key={index}>
            {line > 0 && <span className="problem-line">line {line}</span>} {nameText(problem)}
          </li>
        ))}
      </ul>
      {all > problems.length && <p className="dim">and {count(all - problems.length)} more</p>}
    </section>
  );
}
