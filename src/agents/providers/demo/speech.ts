/** What to say, in sentences: an answer, an objection, a new point, an offer, a last word. No line is used twice. */
import { claim, claimOf, claimRole, thingOf, valenceFor } from "./claims.ts";
import type { Utterance } from "./memory.ts";
import { askedIn, isOutsider, type Mind, ownMessages } from "./mind.ts";
import type { ThreadText } from "./phrases/thread.ts";
import { LEAD_LINES, type Line, OPENING_LINES, THREADS, TURN_LINES } from "./phrase-book.ts";
import { mentions } from "./words.ts";
import { discussed, thirdOf, Writer } from "./writer.ts";

export type Intent =
  | "start"
  | "disagree"
  | "agree"
  | "ask"
  | "answer"
  | "shift"
  | "concede"
  | "synthesis"
  | "assent"
  | "close"
  | "outsider";

export interface Speech {
  readonly intent: Intent;
  readonly sentences: readonly string[];
  readonly focus: Utterance | null;
  readonly thread: ThreadText | null;
}

type Draft = Omit<Speech, "focus" | "sentences"> & { readonly sentences: readonly (string | null)[] };

/**
 * The best thing to say about `focus` (or about the topic itself); null where nothing is left. `begun`: it is to stand
 * behind something that is in the draft already.
 */
export function speechOn(mind: Mind, focus: Utterance | null, begun = false): Speech | null {
  const writer = new Writer(mind, focus);
  for (const attempt of attempts(mind, focus, writer, begun)) {
    const { sentences, ...rest } = attempt() ?? { sentences: [], intent: "shift", thread: null };
    const [main] = sentences;
    if (main === undefined || main === null) continue;
    const said = sentences.filter((sentence) => sentence !== null);
    return { ...rest, focus, sentences: said };
  }
  return null;
}

/** A short last answer to a room that asks for more. */
export function wrapUp(mind: Mind): Speech | null {
  const sentence = new Writer(mind, null).say(TURN_LINES.wrap_up);
  return sentence === null ? null : { intent: "close", sentences: [sentence], focus: null, thread: null };
}

type Attempt = () => Draft | null;

function attempts(mind: Mind, focus: Utterance | null, writer: Writer, begun: boolean): readonly Attempt[] {
  const { random, phase } = mind;
  const fresh: Attempt = () => newPoint(mind, focus, writer);
  const close: Attempt = () => closing(mind, writer);
  const asked = focus !== null && askedIn(mind, focus) === mind.name;
  if (focus && isOutsider(focus)) return [() => toOutsider(mind, focus, writer, asked), fresh];
  if (focus && asked) return [() => answer(mind, focus, writer), () => respond(mind, focus, writer), fresh, close];
  if (phase === "close") return [close];
  if (!begun && ownMessages(mind).length === 0) {
    const open: Attempt = () => opening(mind, focus, writer);
    return focus && random.chance(0.4) ? [() => respond(mind, focus, writer), open, fresh] : [open, fresh];
  }
  if (!focus) return [fresh, close];
  if (phase === "converge") {
    const offer: Attempt = () => synthesis(mind, focus, writer);
    const yielding: Attempt = () => concession(focus, writer);
    const agreed: Attempt = () => assent(mind, writer);
    if (focus.lines.some(({ role }) => role === "synthesis"))
      return random.chance(0.6) ? [agreed, fresh] : [fresh, agreed, close];
    return random.chance(0.5) ? [offer, yielding, fresh, close] : [yielding, offer, fresh, close];
  }
  const back: Attempt = () => comeBack(mind, focus);
  const next = random.chance(0.55) ? [back, fresh] : [fresh, back];
  return [() => respond(mind, focus, writer), ...next, () => concession(focus, writer), close];
}

function opening(mind: Mind, focus: Utterance | null, writer: Writer): Draft | null {
  const stand = mind.side > 0 ? OPENING_LINES.for : mind.side < 0 ? OPENING_LINES.against : OPENING_LINES.open;
  const first = writer.say(stand);
  const [thread] = writer.untouched();
  if (first === null || !thread) return null;
  const point = claim(mind, writer, thread);
  return { intent: "start", thread, sentences: [first, point, tail(mind, focus, writer, thread)] };
}

function respond(mind: Mind, focus: Utterance, writer: Writer): Draft | null {
  const heard = claimOf(focus);
  if (!heard?.thread) return null;
  const { thread, role } = heard;
  const { random } = mind;
  const lead = (lines: readonly Line[]) => writer.say(lines, thread);
  const object = (): Draft | null => {
    const about = role === "for" ? "doubt" : "defend";
    const thing = mind.topic.options ? thingOf(mind, focus, heard) : undefined;
    const point = writer.argue(thread, about, thing);
    const sentences = [lead(LEAD_LINES.disagree), point, tail(mind, focus, writer, thread)];
    return point === null ? null : { intent: "disagree", thread, sentences };
  };
  const support = (): Draft | null => {
    const point = writer.argue(thread, "add");
    const sentences = [lead(LEAD_LINES.agree), point, tail(mind, focus, writer, thread)];
    return point === null ? null : { intent: "agree", thread, sentences };
  };
  const inquire = (): Draft | null => {
    const question = writer.ask(thread, focus.sender);
    if (question === null) return null;
    return { intent: "ask", thread, sentences: [lead(LEAD_LINES.wonder), question] };
  };
  const offer = () => concession(focus, writer);
  const order: (() => Draft | null)[] = [];
  switch (role) {
    case "for":
    case "against": {
      const valence = valenceFor(mind, focus, heard);
      const leans = role === "for" ? thread.leans >= 0 : thread.leans <= 0;
      if (random.chance(mind.stance.curiosity * 0.4)) order.push(inquire);
      if (valence >= 0 && leans) order.push(support);
      if (valence <= 0 || random.chance(0.3)) order.push(object, inquire);
      break;
    }
    case "doubt":
    case "defend":
      if (random.chance(0.35)) order.push(support);
      if (random.chance(0.5)) order.push(offer);
      break;
    case "answer":
      if (random.chance(0.45)) order.push(() => thanks(mind, focus, writer));
      if (random.chance(0.6)) order.push(offer);
      break;
    default:
      break;
  }
  for (const attempt of order) {
    const draft = attempt();
    if (draft) return draft;
  }
  return null;
}

/** An objection to a point that stands since some messages ago. */
function comeBack(mind: Mind, focus: Utterance): Draft | null {
  const points = mind.memory.said.filter((utterance) => !utterance.own && utterance !== focus).toReversed();
  for (const point of points) {
    const heard = point.lines.find(({ role }) => role === "for" || role === "against");
    if (!heard?.thread || valenceFor(mind, point, heard) > 0) continue;
    const writer = new Writer(mind, point);
    const thing = mind.topic.options ? thingOf(mind, point, heard) : undefined;
    const objection = writer.argue(heard.thread, heard.role === "for" ? "doubt" : "defend", thing);
    const lead = objection && writer.say(LEAD_LINES.back, heard.thread);
    if (lead)
      return {
        intent: "disagree",
        thread: heard.thread,
        sentences: [lead, objection, tail(mind, point, writer, heard.thread)],
      };
  }
  return null;
}

function answer(mind: Mind, focus: Utterance, writer: Writer): Draft | null {
  if (focus.lines.some(({ role }) => role === "poll")) return assent(mind, writer);
  const asked = focus.lines.findLast(({ role }) => role === "ask");
  if (!asked?.thread) return null;
  const point = writer.argue(asked.thread, "answer");
  if (point === null) return null;
  const lead = writer.say(LEAD_LINES.answer, asked.thread);
  return {
    intent: "answer",
    thread: asked.thread,
    sentences: [lead ?? point, lead && point, tail(mind, focus, writer, null)],
  };
}

function assent(mind: Mind, writer: Writer): Draft {
  const yes = writer.say(TURN_LINES.assent);
  return {
    intent: "assent",
    thread: null,
    sentences: [yes, mind.random.chance(0.4) ? writer.say(TURN_LINES.colour) : null],
  };
}

function thanks(mind: Mind, focus: Utterance, writer: Writer): Draft | null {
  const lead = writer.say(LEAD_LINES.thanks);
  const next = newPoint(mind, focus, writer);
  if (lead === null || next === null) return null;
  // One address is enough.
  const [first = null, ...rest] = next.sentences;
  const twice = first !== null && rest.length > 1 && mentions(first, focus.sender);
  return { ...next, sentences: [lead, ...(twice ? rest : next.sentences)] };
}

function newPoint(mind: Mind, focus: Utterance | null, writer: Writer): Draft | null {
  for (const thread of writer.untouched()) {
    const point = claim(mind, writer, thread);
    if (point === null) continue;
    const lead = ownMessages(mind).length > 0 ? writer.say(LEAD_LINES.shift, thread) : null;
    const after = tail(mind, focus, writer, thread);
    return { intent: "shift", thread, sentences: lead === null ? [point, after] : [lead, point, after] };
  }
  return null;
}

/** Takes the last point for settled, or one before it. */
function concession(focus: Utterance, writer: Writer): Draft | null {
  const thread = claimOf(focus)?.thread;
  const point = thread && writer.argue(thread, "settle");
  if (!thread || !point) return null;
  const lead = writer.say(LEAD_LINES.concede, thread);
  return { intent: "concede", thread, sentences: lead === null ? [point] : [lead, point] };
}

function synthesis(mind: Mind, focus: Utterance, writer: Writer): Draft | null {
  const offer = writer.say(TURN_LINES.synthesis);
  if (offer === null) return null;
  const poll = mind.random.chance(0.55) ? writer.say(TURN_LINES.poll) : null;
  const colour = poll === null && mind.random.chance(0.4) ? writer.say(TURN_LINES.colour) : null;
  return { intent: "synthesis", thread: claimOf(focus)?.thread ?? null, sentences: [offer, poll ?? colour] };
}

function closing(mind: Mind, writer: Writer): Draft | null {
  const last = writer.say(TURN_LINES.closing);
  return last === null ? null : { intent: "close", thread: discussed(mind).at(-1) ?? null, sentences: [last] };
}

/** To a person, or to another model: in their own words, and with the nearest thing we know to say. */
function toOutsider(mind: Mind, focus: Utterance, writer: Writer, asked: boolean): Draft | null {
  const lead = writer.say(asked || /[?？]/u.test(focus.text) ? LEAD_LINES.outsider_question : LEAD_LINES.outsider);
  const lower = focus.text.toLowerCase();
  const near = THREADS.filter(({ words }) => words.some((word) => new RegExp(`\\b${word}\\b`, "u").test(lower)));
  for (const thread of [...near, ...writer.untouched()]) {
    for (const role of [claimRole(mind), "answer", "add", "settle"] as const) {
      const point = writer.argue(thread, role);
      if (point !== null) {
        const sentences = lead === null ? [point] : [lead, point];
        return { intent: "outsider", thread, sentences: [...sentences, tail(mind, focus, writer, thread)] };
      }
    }
  }
  return lead === null ? null : { intent: "outsider", thread: null, sentences: [lead] };
}

/**
 * Sometimes a question to somebody, sometimes a shade of character, mostly nothing. Without a thread it stands behind an
 * answer: one question after the other would be an interrogation.
 */
function tail(mind: Mind, focus: Utterance | null, writer: Writer, thread: ThreadText | null): string | null {
  const { random, stance, phase } = mind;
  const third = thirdOf(mind, focus);
  if (phase === "argue" && third !== undefined && random.chance(stance.curiosity * (thread === null ? 0.4 : 1))) {
    const about = thread ?? writer.untouched()[0];
    const question = about && writer.ask(about, third === focus?.sender ? null : third);
    if (question) return question;
  }
  return random.chance(0.3) ? writer.say(TURN_LINES.colour) : null;
}
