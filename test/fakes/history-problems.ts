/** What a strict provider would refuse of a history. Written apart from `History`, which it checks. */
import type { HistoryEntry } from "../../src/agents/types.ts";

export function historyProblems(history: readonly HistoryEntry[]): readonly string[] {
  return history.flatMap((entry, index) => {
    const next = history[index + 1];
    if (entry.role === "user")
      return (next?.role ?? "assistant") === "assistant" ? [] : [`${index}: a user entry is not followed by a turn`];
    if (entry.role !== "assistant") return [];
    const problems = entry.text === "" && entry.tool_calls.length === 0 ? [`${index}: an empty turn`] : [];
    const called = entry.tool_calls.map(({ call_id }) => call_id).join();
    const answered = next?.role === "tool" ? next.results.map(({ call_id }) => call_id).join() : "";
    return called === answered ? problems : [...problems, `${index}: calls ${called} are answered by ${answered}`];
  });
}
