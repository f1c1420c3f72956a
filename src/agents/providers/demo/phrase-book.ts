/**
 * The phrases as an index: which lines exist, what each does, and which of them a text contains. A line is known
 * again by its longest stretch of literal text, so nothing has to be remembered between two calls.
 */
import { LEADS } from "./phrases/leads.ts";
import { THREAD_ROLES, type ThreadRole, type ThreadText } from "./phrases/thread.ts";
import { THREADS_ONE } from "./phrases/threads-one.ts";
import { THREADS_TWO } from "./phrases/threads-two.ts";
import {
  ASSENTS,
  BRIDGES,
  CLOSINGS,
  COLOURS,
  OPENINGS,
  POLLS,
  REVISIONS,
  SYNTHESES,
  WRAP_UPS,
} from "./phrases/turns.ts";

export type Role =
  | ThreadRole
  | "opening"
  | "lead"
  | "colour"
  | "bridge"
  | "revision"
  | "synthesis"
  | "poll"
  | "assent"
  | "closing"
  | "wrap_up";

export interface Line {
  readonly text: string;
  readonly role: Role;
  /** Present on lines that belong to a thread of argument. */
  readonly thread?: ThreadText;
  /** The longest literal stretch, without the first letter (which may be a capital or not). */
  readonly anchor: string;
}

export type SlotName = "who" | "third" | "other" | "thing" | "a" | "b" | "quote" | "clip" | "handle" | "deal" | "deal2";
export type Slots = Readonly<Partial<Record<SlotName, string>>>;

const SLOT = /\{(\w+)\}/gu;

export const THREADS: readonly ThreadText[] = [...THREADS_ONE, ...THREADS_TWO];

export const THREAD_LINES: readonly Line[] = THREADS.flatMap((thread) =>
  THREAD_ROLES.flatMap((role) => thread[role].map((text) => ({ text, role, thread, anchor: anchorOf(text) }))),
);

const lines = (role: Role, texts: readonly string[]): readonly Line[] =>
  texts.map((text) => ({ text, role, anchor: anchorOf(text) }));

export const OPENING_LINES = {
  for: lines("opening", OPENINGS.for),
  against: lines("opening", OPENINGS.against),
  open: lines("opening", OPENINGS.open),
};
export const LEAD_LINES = {
  disagree: lines("lead", LEADS.disagree),
  back: lines("lead", LEADS.back),
  agree: lines("lead", LEADS.agree),
  answer: lines("lead", LEADS.answer),
  shift: lines("lead", LEADS.shift),
  wonder: lines("lead", LEADS.wonder),
  concede: lines("lead", LEADS.concede),
  thanks: lines("lead", LEADS.thanks),
  outsider: lines("lead", LEADS.outsider),
  outsider_question: lines("lead", LEADS.outsider_question),
};
export const TURN_LINES = {
  colour: lines("colour", COLOURS),
  bridge: lines("bridge", BRIDGES),
  synthesis: lines("synthesis", SYNTHESES),
  poll: lines("poll", POLLS),
  assent: lines("assent", ASSENTS),
  closing: lines("closing", CLOSINGS),
  wrap_up: lines("wrap_up", WRAP_UPS),
};

export const REVISION_LINES = {
  same: lines("revision", REVISIONS.same),
  asked: lines("revision", REVISIONS.asked),
  other: lines("revision", REVISIONS.other),
};

/** Every line that can be said aloud. */
export const ALL_LINES: readonly Line[] = [
  ...THREAD_LINES,
  ...Object.values(OPENING_LINES).flat(),
  ...Object.values(LEAD_LINES).flat(),
  ...Object.values(TURN_LINES).flat(),
  ...Object.values(REVISION_LINES).flat(),
];

/** The lines a text contains, in the order in which they occur in it. */
export function recognise(text: string): readonly Line[] {
  return ALL_LINES.map((line) => ({ line, at: text.indexOf(line.anchor) }))
    .filter(({ at }) => at >= 0)
    .sort((left, right) => left.at - right.at)
    .map(({ line }) => line);
}

/** What does not make a message by itself. */
const POLITE: ReadonlySet<Role> = new Set(["lead", "revision", "bridge", "colour"]);

/** Whether `text` says more than politeness; what is not made of phrases does. */
export function standsAlone(text: string): boolean {
  const found = recognise(text);
  return found.length === 0 || found.some(({ role }) => !POLITE.has(role));
}

/** Whether every slot of the line has a value. */
export function fits(text: string, slots: Slots): boolean {
  return [...text.matchAll(SLOT)].every(([, name]) => slots[slotName(name ?? "")] !== undefined);
}

/** The line with its slots filled, its first letter a capital. A value is only text: it is never expanded again. */
export function fill(text: string, slots: Slots): string {
  const filled = text.replace(SLOT, (whole, name: string) => {
    const value = slots[slotName(name)] ?? whole;
    return name === "Thing" ? capitalise(value) : value;
  });
  return capitalise(filled);
}

export function capitalise(text: string): string {
  const [first = ""] = text;
  return first.toLocaleUpperCase("en") + text.slice(first.length);
}

export function anchorOf(text: string): string {
  const literals = text.split(/\{\w+\}/u);
  const longest = literals.reduce((best, literal) => (literal.length > best.length ? literal : best), "");
  return text.startsWith(longest) ? longest.slice(1) : longest;
}

function slotName(name: string): SlotName {
  return (name === "Thing" ? "thing" : name) as SlotName;
}
