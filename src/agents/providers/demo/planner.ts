/**
 * Decides what to do next: speak, go on with the draft, revise it, drop it, push it, or listen. Pure: the same mind
 * always decides the same.
 */
import { claimOf } from "./claims.ts";
import type { Utterance } from "./memory.ts";
import { askedIn, hasClosed, isOutsider, type Mind, ownMessages } from "./mind.ts";
import { type Line, recognise, REVISION_LINES, standsAlone, TURN_LINES } from "./phrase-book.ts";
import { Random } from "./random.ts";
import { type Speech, speechOn, wrapUp } from "./speech.ts";
import { mentions } from "./words.ts";
import { Writer } from "./writer.ts";

export type Silence = "start" | "other_asked" | "nothing" | "done" | "timed_out" | "nudged" | "floor" | "queued";

export type Move =
  | { readonly type: "listen"; readonly why: Silence; readonly focus: Utterance | null }
  | { readonly type: "speak"; readonly speech: Speech }
  /** Adds what is missing, and pushes it. */
  | { readonly type: "go_on"; readonly rest: string }
  /** Somebody came in while the draft was being written, segment by segment; it is finished as planned. */
  | { readonly type: "continue"; readonly heard: Utterance | null }
  | { readonly type: "push_again"; readonly heard: Utterance | null }
  | { readonly type: "bridge"; readonly heard: Utterance; readonly sentence: string }
  | { readonly type: "revise"; readonly heard: Utterance; readonly sentences: readonly string[]; readonly undo: number }
  | { readonly type: "drop"; readonly heard: Utterance }
  | { readonly type: "claim_stick" };

/** Last words on request of the room, from all participants together. */
const MAX_WRAP_UPS = 2;

export function planMove(mind: Mind): Move {
  const { memory } = mind;
  const move = memory.draft.length > 0 ? planDraft(mind) : planMessage(mind);
  const speaks = move.type !== "listen" && move.type !== "drop";
  if (!speaks || !memory.stickNeeded || memory.hasStick) return move;
  return memory.queued ? { type: "listen", why: "queued", focus: null } : { type: "claim_stick" };
}

export function freshMessages({ memory }: Mind): readonly Utterance[] {
  return memory.said.slice(memory.freshFrom).filter(({ own }) => !own);
}

function planDraft(mind: Mind): Move {
  const { memory, random, phase } = mind;
  const heard = focusOf(mind);
  if (memory.rest !== null) return { type: "go_on", rest: memory.rest };
  if (memory.trouble === "floor") return { type: "listen", why: "floor", focus: null };
  if (!heard) return { type: "continue", heard };
  const drafted = recognise(memory.draft.join(" "));
  const again: Move = memory.trouble === "unseen" ? { type: "push_again", heard } : { type: "continue", heard };
  const asked = askedIn(mind, heard) === mind.name;
  const same = freshMessages(mind).find((fresh) => saysTheSame(drafted, fresh));
  // Who has been refused twice has waited long enough, unless others have said it meanwhile.
  if (memory.refusals >= 2) return same ? { type: "drop", heard: same } : again;
  if (asked || same) {
    const revised = revision(mind, asked ? heard : (same ?? heard), asked ? "asked" : "same");
    return revised && (asked || random.chance(0.5)) ? revised : { type: "drop", heard: same ?? heard };
  }
  // An answer is owed, and a last word is one.
  if (phase === "close" || drafted.some(({ role }) => role === "answer" || role === "assent")) return again;
  const draw = random.next();
  if (draw < 0.45) return revision(mind, heard, "other") ?? again;
  const bridge = draw < 0.65 ? new Writer(mind, heard).say(TURN_LINES.bridge, claimOf(heard)?.thread) : null;
  return bridge === null ? again : { type: "bridge", heard, sentence: bridge };
}

/** The draft's end gives way to an answer to what has just been said; all of it, where what is left would not stand. */
function revision(mind: Mind, heard: Utterance, why: keyof typeof REVISION_LINES): Move | null {
  const { draft } = mind.memory;
  const fresh = freshMessages(mind);
  const said = (segment: string) => fresh.some((utterance) => saysTheSame(recognise(segment), utterance));
  const firstSaid = draft.findIndex(said);
  // A sentence may be spread over several segments.
  const keep = firstSaid >= 0 ? firstSaid : why === "same" ? 0 : draft.length - 1;
  const kept = draft.slice(0, Math.min(keep, draft.length - 1));
  const stands = kept.length > 0 && standsAlone(kept.join(" "));
  const speech = speechOn(mind, heard, stands);
  if (!speech || speech.intent === "close") return null;
  // Two proposals in one message would be one too many.
  if (speech.intent === "synthesis" && recognise(kept.join(" ")).some(({ role }) => role === "synthesis")) return null;
  const undo = stands ? draft.length - kept.length : draft.length;
  if (!stands && why !== "same") return { type: "revise", heard, sentences: speech.sentences, undo };
  const lead = new Writer(mind, heard).say(REVISION_LINES[why], claimOf(heard)?.thread);
  const [first = "", ...rest] = speech.sentences;
  // A lead of its own would be the second one in a row.
  const led = rest.length > 0 && recognise(first).some(({ role }) => role === "lead");
  const sentences = lead === null ? speech.sentences : [lead, ...(led ? rest : speech.sentences).slice(0, 2)];
  return { type: "revise", heard, sentences, undo };
}

/** The same line, or two proposals. */
function saysTheSame(drafted: readonly Line[], heard: Utterance): boolean {
  return drafted.some((line) =>
    heard.lines.some((other) => other === line || (line.role === "synthesis" && other.role === "synthesis")),
  );
}

function planMessage(mind: Mind): Move {
  const { memory, phase } = mind;
  const focus = focusOf(mind);
  const listen = (why: Silence): Move => ({ type: "listen", why, focus });
  const speak = (speech: Speech | null, otherwise: Silence): Move =>
    speech ? { type: "speak", speech } : listen(otherwise);
  if (focus && isOutsider(focus))
    return wantsToReply(mind, focus) ? speak(speechOn(mind, focus), "nothing") : listen("nothing");
  if (hasClosed(mind)) {
    if (!memory.nudged) return listen("done");
    return wrapUpsSoFar(mind) < MAX_WRAP_UPS ? speak(wrapUp(mind), "nudged") : listen("nudged");
  }
  if (memory.nudged || memory.hasStick) return speak(speechOn(mind, focus ?? lastOfOthers(mind)), "nudged");
  if (memory.said.length === 0) return opens(mind) ? speak(speechOn(mind, null), "nothing") : listen("start");
  if (!focus) return planIdle(mind);
  if (wantsToReply(mind, focus)) return speak(speechOn(mind, focus), phase === "close" ? "done" : "nothing");
  const asked = askedIn(mind, focus);
  return listen(asked !== null && asked !== mind.name ? "other_asked" : "nothing");
}

/** Nothing new was said: a long silence may be broken. */
function planIdle(mind: Mind): Move {
  const { memory, random, phase } = mind;
  const lastIsOwn = memory.said.at(-1)?.own ?? false;
  if (memory.timedOut && !lastIsOwn && phase !== "close" && random.chance(0.6)) {
    const speech = speechOn(mind, lastOfOthers(mind));
    if (speech) return { type: "speak", speech };
  }
  return { type: "listen", why: memory.timedOut ? "timed_out" : "nothing", focus: null };
}

/** Who begins is drawn among the cast; a second one often begins at the same time. */
function opens(mind: Mind): boolean {
  const cast = [mind.name, ...mind.others].sort();
  const draw = new Random(mind.seed, "opens");
  const first = draw.below(cast.length);
  const place = cast.indexOf(mind.name);
  if (cast.length === 1) return mind.random.chance(0.6);
  return place === first || (place === (first + 1) % cast.length && draw.chance(0.75));
}

function wantsToReply(mind: Mind, focus: Utterance): boolean {
  const { memory, random, stance } = mind;
  const asked = askedIn(mind, focus);
  if (asked === mind.name) return true;
  // In a large company not everybody starts at once.
  const room = Math.min(1, 2 / Math.max(1, mind.others.length));
  if (asked !== null) return random.chance(0.08 * room);
  const own = ownMessages(mind).length;
  const share = memory.said.length / (mind.others.length + 1);
  if (isDue(mind, focus)) return true;
  if (own === 0) return random.chance(0.6 * room);
  if (own > share + 1) return false;
  return random.chance(mentions(focus.text, mind.name) ? 0.7 : stance.eagerness * room);
}

/** After every message one of the others is due to go on, the same in everybody's eyes. */
function isDue(mind: Mind, focus: Utterance): boolean {
  const speakers = [mind.name, ...mind.others].filter((name) => name !== focus.sender).sort();
  const named = speakers.filter((name) => mentions(focus.text, name));
  const draw = new Random(mind.seed, "due", mind.memory.said.indexOf(focus));
  return draw.pick(named.length > 0 && draw.chance(0.6) ? named : speakers) === mind.name;
}

/** What to react to: a question to me before anything else, then somebody from outside, then what names me, then the last. */
function focusOf(mind: Mind): Utterance | null {
  const fresh = freshMessages(mind);
  return (
    fresh.findLast((utterance) => askedIn(mind, utterance) === mind.name) ??
    fresh.findLast(isOutsider) ??
    fresh.findLast(({ text }) => mentions(text, mind.name)) ??
    fresh.at(-1) ??
    null
  );
}

function lastOfOthers({ memory }: Mind): Utterance | null {
  return memory.said.findLast(({ own }) => !own) ?? null;
}

function wrapUpsSoFar({ memory }: Mind): number {
  return memory.said.filter(({ lines }) => lines.some(({ role }) => role === "wrap_up")).length;
}
