/** What the demo says in a chat: an answer with a list and a small table, or the new text of the block that it is to write anew. */
import { Random } from "../random.ts";
import { askedFor, isGoOn } from "./asked.ts";
import type { DeskView, SeenBlock } from "./desk-view.ts";
import { edited, wishOf } from "./edit-text.ts";
import { moreOn, sectionBody, type Seed, seriesOn } from "./report-writer.ts";
import { fill, type Subject, subjectOf, titled } from "./subject.ts";
import { subjectAtDesk } from "./subject-at-desk.ts";

const OPENINGS = [
  "A good question, and one that is rarely asked plainly.",
  "The short answer: {x} {is} worth a closer look than {it} usually get{s}.",
  "There is more to {x} than the headlines say.",
];
const POINTS = [
  "**Where to begin**: with what you need {x} for; most disagreements about {x} come from different purposes.",
  "**What it costs**: less than feared at first, more than planned later.",
  "**What is known**: the broad lines are well documented, the details depend on whom you ask.",
  "**What to watch**: changes in the rules matter more for {x} than changes in the weather.",
  "**What to avoid**: deciding about {x} once and for all. Small steps can be taken back.",
];
const CLOSINGS = [
  "Shall I turn this into a report? In mode agent I write it into the document, section by section.",
  "Tell me which of these you want to know more about.",
];

export function chatText(view: DeskView, system: string, seed: Seed): string {
  const about = view.blocks.find(({ id }) => id === view.about);
  if (system.startsWith("You rewrite one block") && about) return rewritten(view, about, seed);
  if (isGoOn(view.prompt) && view.lastAnswer !== "") return restOfAnswer(view, seed);
  return answer(view, subjectIn(view), seed);
}

/** The same question has the same answer: what is missing of it can be said. */
function restOfAnswer(view: DeskView, seed: Seed): string {
  const before = { ...view, prompt: view.earlier.at(-1) ?? "", earlier: view.earlier.slice(0, -1) };
  const subject = subjectIn(before);
  const whole = answer(before, subject, seed);
  const { lastAnswer } = view;
  if (whole.startsWith(lastAnswer) && whole.length > lastAnswer.length) return whole.slice(lastAnswer.length);
  return `There is one thing to add. ${moreOn(lastAnswer, subject, seed)}`;
}

function answer(view: DeskView, subject: Subject, seed: Seed): string {
  const random = new Random(seed, "chat", view.prompt, view.earlier.length);
  const { years, index } = seriesOn(subject, seed);
  const rows = [0, 3, 7].map((place) => `| ${years[place]} | ${index[place]} |`);
  const points = random.shuffle(POINTS).slice(0, 3);
  return [
    random.pick(OPENINGS) ?? "",
    points.map((point) => `- ${point}`).join("\n"),
    `In numbers (made up by the demo model, to show a table):\n\n| Year | ${titled(subject.thing)}, index |\n| --- | ---: |\n${rows.join("\n")}`,
    random.pick(CLOSINGS) ?? "",
  ]
    .map((part) => fill(part, subject))
    .join("\n\n");
}

/** Where no document is written. */
export function shortAnswer(ask: string, subject: Subject, seed: Seed): string {
  const random = new Random(seed, "short", ask);
  return fill(`${random.pick(OPENINGS)} ${(random.pick(POINTS) ?? "").replaceAll("**", "")}`, subject);
}

function rewritten(view: DeskView, block: SeenBlock, seed: Seed): string {
  const { prompt } = view;
  const subject = subjectAtDesk(view);
  if (block.type !== "md") return block.text;
  if (block.text.trim() === "") return sectionBody(subject.thing, subject, seed);
  const asked = askedFor(prompt, [block], block.id);
  return edited(block.text, asked.type === "edit" ? asked.wish : (wishOf(prompt) ?? "anew"), subject, seed);
}

/** A question that names nothing is about what was spoken of before. */
function subjectIn(view: DeskView): Subject {
  const own = subjectOf(view.prompt);
  const isTelling = own.thing !== "the question" && view.prompt.trim().split(/\s+/u).length > 2;
  return isTelling ? own : subjectAtDesk(view);
}
