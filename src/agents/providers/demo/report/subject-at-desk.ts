/** What a document is about, as far as its title or what was asked before says. */
import type { DeskView } from "./desk-view.ts";
import { type Subject, subjectOf } from "./subject.ts";

export function subjectAtDesk({ title, blocks, prompt, earlier, calls }: DeskView): Subject {
  const planned = calls.find(({ name }) => name === "plan_document")?.args["title"];
  const named = typeof planned === "string" ? planned : title;
  const thing = /^(.{2,60}): a short report$/u.exec(named)?.[1];
  if (thing !== undefined) return subjectOf(`about ${thing}`);
  const telling = [prompt, ...earlier.toReversed()].find((text) => /\babout\b/iu.test(text));
  // A wish for a document that is there says what is to be done, not what it is about.
  if (telling === undefined && blocks.length > 0 && !/^(?:untitled)?$/iu.test(title))
    return subjectOf(`about ${title}`);
  return subjectOf(telling ?? (prompt.split(/\s+/u).length > 2 ? prompt : (earlier.at(-1) ?? prompt)));
}
