/** What the demo does next at a document: one call at a time, decided anew from what is there and what is done. */
import { askedFor, type Asked, headingOfBlock } from "./asked.ts";
import { blocksAfter, plannedIn } from "./blocks-after.ts";
import type { DeskView, DoneCall, SeenBlock } from "./desk-view.ts";
import { edited, headingOf } from "./edit-text.ts";
import { chartOn, hasFigures, moreOn, outline, reportTitle, sectionBody, type Seed, tableOn } from "./report-writer.ts";
import { shortAnswer } from "./chat-text.ts";
import { type Subject, subjectOf } from "./subject.ts";
import { subjectAtDesk } from "./subject-at-desk.ts";

export interface Step {
  /** To the person, before the call; or the end, where there is no call. */
  readonly text: string;
  readonly thinking: string;
  readonly call: { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> } | null;
}

/** A planned section in a list of all blocks. */
const LISTED = /^\S+ “[^”]+”: ## /mu;
const LISTED_ALL = /^(\S+) “([^”]+)”: ## /gmu;

/** A section that waits for its text: planned in this answer, or left over. */
interface Open {
  readonly id: string;
  readonly heading: string;
  /** As far as it came. */
  readonly text: string;
}

/** Of several who write: whose turn a section is goes round. The first plans. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

const ALL: Share = { index: 0, of: 1 };

export function nextStep(view: DeskView, seed: Seed, share: Share = ALL): Step {
  const asks = [{ text: view.prompt, after: 0 }, ...view.said];
  const subject = subjectAtDesk(view);
  for (const [index, ask] of asks.entries()) {
    const calls = view.calls.slice(ask.after);
    const blocks = blocksAfter(view, ask.after);
    const asked = askedFor(ask.text, blocks, index === 0 ? view.about : null);
    const step = stepFor(asked, {
      view,
      blocks,
      calls,
      subject: ownSubject(asked, ask.text, subject),
      seed,
      share,
    });
    if (step)
      return withGreeting(step, view, asks.length > 1 && view.said.some(({ after }) => after === view.calls.length));
  }
  return { text: closing(view, asks.at(-1)?.text ?? "", subject, seed), thinking: "", call: null };
}

interface Work {
  readonly view: DeskView;
  readonly blocks: readonly SeenBlock[];
  readonly calls: readonly DoneCall[];
  readonly subject: Subject;
  readonly seed: Seed;
  readonly share: Share;
}

/** Null: it is done. */
function stepFor(asked: Asked, work: Work): Step | null {
  const { calls, subject, seed, view, share } = work;
  if (share.index > 0 && asked.type !== "report" && asked.type !== "go_on") return null;
  const did = (name: string) => calls.some((call) => call.name === name && call.ok);
  switch (asked.type) {
    case "report":
      return reporting(work);
    case "go_on":
      // What was stopped before there was a plan begins again.
      return view.blocks.length === 0 && view.earlier.length > 0
        ? reporting(work)
        : writing(leftOver(view.blocks), work);
    case "edit":
      return editing(asked.block, work, edited(asked.block.text, asked.wish, subject, seed), asked.wish);
    case "delete":
      if (did("delete_block")) return null;
      return step(`I propose to take “${headingOfBlock(asked.block)}” out.`, "delete_block", {
        block_id: asked.block.id,
      });
    case "move": {
      if (did("move_block")) return null;
      const after = asked.after?.id ?? "start";
      return step(`I move “${headingOfBlock(asked.block)}”.`, "move_block", { block_id: asked.block.id, after });
    }
    case "table":
      return did("add_table") ? null : step("Here is a table.", "add_table", { ...tableOn(subject, seed) });
    case "chart":
      return did("add_chart") ? null : step("Here is a chart.", "add_chart", chartOn(subject, seed, asked.kind));
    case "section": {
      if (did("write_block")) return null;
      const content = `## ${asked.heading}\n\n${sectionBody(asked.heading, subject, seed)}`;
      return step(`I add a section on ${asked.heading}.`, "write_block", { content });
    }
    case "question":
      return null;
  }
}

function reporting(work: Work): Step | null {
  const planned = plannedBy(work);
  return Array.isArray(planned) ? writing(planned, work) : planned;
}

/** The sections, or what it takes to know them; null: they cannot be known. */
function plannedBy({ calls, subject, seed, share }: Work): Open[] | Step | null {
  const plan = calls.find(({ name, ok }) => name === "plan_document" && ok);
  if (plan) return plannedIn(plan).map((each) => ({ ...each, text: "" }));
  if (share.index === 0) return calls.some(({ name }) => name === "plan_document") ? null : planning(subject, seed);
  const listed = calls.findLast(({ name, result }) => name === "search_document" && LISTED.test(result));
  if (!listed) return step("", "search_document", {}, "Has somebody planned it already?");
  return [...listed.result.matchAll(LISTED_ALL)].map(([, id = "", heading = ""]) => ({ id, heading, text: "" }));
}

function planning(subject: Subject, seed: Seed): Step {
  const sections = outline(subject, seed);
  return step(
    `I write a short report about ${subject.thing}, in ${sections.length} sections.`,
    "plan_document",
    { title: reportTitle(subject), sections },
    `A report about ${subject.thing}. First what it is and where it comes from, then what drives it, the figures, and what follows.`,
  );
}

/** The first section that has no text yet; after the figures a table and a chart. */
function writing(all: readonly Open[], { calls, subject, seed, view, share }: Work): Step | null {
  const open = all.filter((_, index) => index % share.of === share.index);
  const written = (id: string) =>
    calls.some(({ name, args, ok }) => name === "write_block" && ok && args["block_id"] === id);
  const tried = (id: string) =>
    calls.filter(({ name, args }) => name === "write_block" && args["block_id"] === id).length > 1;
  for (const { id, heading, text } of open) {
    if (!written(id) && !tried(id)) {
      const rest = restOf(text, heading, subject, seed);
      return step("", "write_block", { block_id: id, content: rest }, thoughtOn(heading, subject));
    }
    if (hasFigures(heading)) {
      const extra = figures(id, { calls, subject, seed, view });
      if (extra) return extra;
    }
  }
  return null;
}

function figures(
  id: string,
  { calls, subject, seed, view }: Pick<Work, "calls" | "subject" | "seed" | "view">,
): Step | null {
  const has = (type: string, tool: string) =>
    view.blocks.some((block) => block.type === type && !block.isLeaving) || calls.some(({ name }) => name === tool);
  if (!has("csv", "add_table"))
    return step("", "add_table", { title: tableOn(subject, seed).title, after: id, csv: tableOn(subject, seed).csv });
  if (has("interactive_chart", "add_chart")) return null;
  const table = calls.find(({ name, ok }) => name === "add_table" && ok);
  const after = table === undefined ? id : (/^Written as (\S+)/u.exec(table.result)?.[1] ?? id);
  const { rows, ...header } = chartOn(subject, seed, "line");
  return step("", "add_chart", { ...header, after, rows });
}

/** What is missing of a section: the text that would have been written is written to its end. */
function restOf(text: string, heading: string, subject: Subject, seed: Seed): string {
  const { heading: line, body } = headingOf(text);
  const whole = sectionBody(heading, subject, seed);
  if (text === "" || body === "") return whole;
  const full = line === "" ? whole : `${line}\n\n${whole}`;
  if (full.startsWith(text) && full.length > text.length) return full.slice(text.length);
  return `${/\s$/u.test(text) ? "" : " "}${moreOn(text, subject, seed)}`;
}

function leftOver(blocks: readonly SeenBlock[]): readonly Open[] {
  return blocks
    .filter(({ isUnfinished, type, isLeaving }) => isUnfinished && type === "md" && !isLeaving)
    .map((block) => ({ id: block.id, heading: headingOfBlock(block), text: block.text }));
}

function editing(block: SeenBlock, { calls, subject, seed }: Work, content: string, wish: string): Step | null {
  const edits = calls.filter(({ name, args }) => name === "edit_block" && args["block_id"] === block.id);
  const last = edits.at(-1);
  if (!last)
    return step(`I make “${headingOfBlock(block)}” ${wish === "anew" ? "anew" : wish}.`, "edit_block", {
      block_id: block.id,
      content,
    });
  // Somebody was quicker: their text is taken up, once.
  const theirs = /reads as follows\.[^\n]*\n([\s\S]+?)(?:\n\[(?:news|system)\]|$)/u.exec(last.result)?.[1];
  if (theirs === undefined || edits.length > 1) return null;
  const again = edited(theirs, wish === "shorter" || wish === "longer" ? wish : "anew", subject, seed);
  return step("It was changed meanwhile, so I begin with what it says now.", "edit_block", {
    block_id: block.id,
    content: again,
  });
}

/** At the end: what was done, in words. */
function closing(view: DeskView, ask: string, subject: Subject, seed: Seed): string {
  const { calls, blocks } = view;
  const done = calls.filter(({ ok }) => ok);
  const count = (name: string) => done.filter((call) => call.name === name).length;
  if (done.length === 0) {
    const unfinished = blocks.some(({ isUnfinished }) => isUnfinished);
    if (/^\W*(?:go on|continue|weiter)/iu.test(ask))
      return "Nothing is unfinished here. Tell me what to write or to change.";
    return `${shortAnswer(ask, subject, seed)}\n\nI write it down when you ask for a report, a section, a table or a chart.${unfinished ? " Some sections are unfinished; write “go on” and I finish them." : ""}`;
  }
  const parts = [
    words(count("write_block"), "section", "written"),
    words(count("add_table"), "table", "added"),
    words(count("add_chart"), "chart", "added"),
    words(count("edit_block"), "change", "proposed"),
    words(count("move_block"), "block", "moved"),
    words(count("delete_block"), "block", "proposed to go"),
  ].filter((part) => part !== "");
  const isNew = count("plan_document") > 0;
  const plan = isNew ? `“${reportTitle(subject)}” stands: ` : "";
  const figures =
    count("add_table") + count("add_chart") > 0
      ? " The figures are examples of the demo; put real ones in their place."
      : "";
  const hint = isNew ? ", or tell me what to change: “make the introduction shorter”, for instance" : "";
  return `${plan}${parts.join(", ")}.${figures} Accept what you like, revert the rest${hint}.`;
}

function words(count: number, what: string, done: string): string {
  return count === 0 ? "" : `${count} ${what}${count === 1 ? "" : "s"} ${done}`;
}

function step(text: string, name: string, args: Readonly<Record<string, unknown>>, thinking = ""): Step {
  return { text, thinking, call: { name, arguments: args } };
}

/** Who is spoken to says that it has heard. */
function withGreeting(next: Step, view: DeskView, isNew: boolean): Step {
  const last = view.said.at(-1);
  return isNew && last
    ? { ...next, text: `I have read “${last.text.slice(0, 80)}”, and come to it. ${next.text}`.trim() }
    : next;
}

function thoughtOn(heading: string, { thing }: Subject): string {
  return `Now “${heading}”: what does a reader who has little time need to know of ${thing} here?`;
}

function ownSubject(asked: Asked, ask: string, subject: Subject): Subject {
  return asked.type === "report" || (/\babout\b/iu.test(ask) && asked.type !== "edit") ? subjectOf(ask) : subject;
}
