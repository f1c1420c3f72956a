/** How an action of an old log ended, read from the words of its response: those logs have no status. */
export interface Outcome {
  readonly status?: 0 | 1 | 2;
  readonly appended?: string;
}

const ACTIONS: ReadonlySet<string> = new Set(["login", "check", "talking_stick", "append", "undo", "push", "reset"]);
const SYSTEM_LINE = /^\[system\] ?(.*)$/gm;
const REFUSAL = /\b(?:no|not|nothing|must|need|cannot|can't|error|failed|first)\b/i;
const CUT = /msg truncated: current draft suffix: '([\s\S]*)'/;
/** Shorter ends of a suffix are found by chance. */
const SHORTEST_END = 8;

export function outcomeOf(action: string, response: string, asked: string): Outcome {
  if (!ACTIONS.has(action)) return {};
  const said = [...response.matchAll(SYSTEM_LINE)].map(([, line = ""]) => line).join("\n");
  const cut = action === "append" ? CUT.exec(said) : null;
  if (cut) return { status: 2, appended: upTo(asked, cut[1] ?? "") };
  // "No new messages" after a check is no refusal.
  if (action !== "check" && REFUSAL.test(said)) return { status: 0 };
  return action === "append" ? { status: 1, appended: asked } : { status: 1 };
}

/** The part of `text` that ends as the draft does; all of it where that cannot be found. */
function upTo(text: string, suffix: string): string {
  for (let start = Math.max(0, suffix.length - 200); suffix.length - start >= SHORTEST_END; start++) {
    const end = suffix.slice(start);
    const at = text.indexOf(end);
    if (at >= 0) return text.slice(0, at + end.length);
  }
  return text;
}
