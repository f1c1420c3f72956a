/** What a document is about, as far as its title or what was asked before says. */
import type { DeskView } from "./desk-view.ts";
import { type Subject, subjectOf } from "./subject.ts";

export function subjectAtDesk({ title, prompt, earlier, calls }: DeskView): Subject {
  const planned = calls.find(({ name }) => name === "plan_document")?.args["title"];
  const named = typeof planned === "string" ? planned : title;
  const thing = /^(.{2,60}): a short report$/u.exec(named)?.[1];
  if (thing !== undefined) return subjectOf(`about ${thing}`);
  const telling = [prompt, ...earlier.toReversed()].find((text) => /\babout\b/iu.test(text));
  return subjectOf(telling ?? (prompt.split(/\s+/u).length > 2 ? prompt : (earlier.at(-1) ?? prompt)));
}
