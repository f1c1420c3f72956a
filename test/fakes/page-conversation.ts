/** A conversation of any length, by turns: a thought, a draft, a push and the message, six records each. */
import type { TimelineItem } from "../../src/logging/record.ts";
import type { Items } from "./timeline-items.ts";

export function longConversation(items: Items, names: readonly string[], turns: number): TimelineItem[] {
  const all: TimelineItem[] = [items.session("Tea or coffee?", names)];
  for (let turn = 0; turn < turns; turn++) {
    const name = names[turn % names.length] ?? "";
    items.at += 400;
    const text = `Sentence ${turn}, and it says **something** about tea, with \`code\` in it.`;
    all.push(items.thought(name, `Thought ${turn}: what was said before was not wrong, and yet something is missing.`));
    all.push(
      ...items.acts(name, "append", { text }, { appended: text }),
      ...items.acts(name, "push"),
      items.says(name, text),
    );
  }
  return all;
}
