/** All that a participant decides from: who it is, what it was told, what it remembers, and how far the talk has come. */
import type { HistoryEntry, ModelRequest } from "../../types.ts";
import { readBriefing } from "./briefing.ts";
import { type Memory, remember, type Utterance } from "./memory.ts";
import { Random } from "./random.ts";
import { subjectOf } from "./report/subject.ts";
import { type Stance, stanceFor } from "./stances.ts";
import { DEFAULT_TOPIC, readTopic, type Topic } from "./topic.ts";
import { lastMention, mentions } from "./words.ts";

export interface Self {
  readonly name: string;
  readonly seed: number | string;
  readonly persona?: string | undefined;
  readonly topic?: string | undefined;
}

/** Every talk has an arc: views, objections, terms, and a last word from each. */
export type Phase = "argue" | "converge" | "close";

export interface Mind {
  readonly name: string;
  readonly seed: number | string;
  readonly stance: Stance;
  readonly topic: Topic;
  /** What this participant speaks up for: the topic, or its side of an "A or B". */
  readonly thing: string;
  readonly side: 1 | 0 | -1;
  /** The others who are known to talk, in no particular order. */
  readonly others: readonly string[];
  readonly memory: Memory;
  readonly phase: Phase;
  readonly appendLimit: number;
  /** Fresh for every call: two calls with the same history draw the same numbers. */
  readonly random: Random;
}

const LONGEST_SEGMENT = 400;

export function mindOf(self: Self, request: Pick<ModelRequest, "system" | "history">): Mind {
  const { name, seed } = self;
  const briefing = readBriefing(request, name);
  const memory = remember(request.history, name);
  memory.stickNeeded ||= briefing.stickNeeded;
  const topic = topicOf(self.topic ?? briefing.topic ?? DEFAULT_TOPIC, request.history);
  // The cast is fixed by what was said at the beginning, so that nobody changes character when somebody comes in.
  const cast = [name, ...briefing.others].sort();
  const place = briefing.others.length > 0 ? cast.indexOf(name) : new Random(seed, name).below(64);
  const turned = place + new Random(seed, "cast").below(64);
  const stance = stanceFor(self.persona ?? briefing.persona, turned);
  const option = topic.options?.[turned % 2];
  const others = othersOf(memory, briefing.others);
  return {
    name,
    seed,
    stance,
    topic,
    thing: option ?? topic.thing,
    side: option === undefined ? stance.side : 1,
    others,
    memory,
    phase: phaseOf(seed, others.length + 1, memory),
    appendLimit: Math.min(LONGEST_SEGMENT, memory.cutAt ?? LONGEST_SEGMENT, briefing.appendLimit ?? LONGEST_SEGMENT),
    random: randomFor(self, request.history, memory),
  };
}

/** A task for a document is talked about as what the document is about. */
function topicOf(topic: string, [first]: readonly HistoryEntry[]): Topic {
  const isTask = first?.role === "user" && / asks all of you together\b/u.test(first.text);
  return readTopic(isTask ? subjectOf(topic).thing : topic);
}

/** Whom the last question in `utterance` is for: the name nearest before it; null where it is for nobody in particular. */
export function askedIn(mind: Mind, { sender, text }: Utterance): string | null {
  const end = Math.max(text.lastIndexOf("?"), text.lastIndexOf("？"));
  if (end < 0) return null;
  const before = text.slice(0, end);
  const named = [mind.name, ...mind.others]
    .filter((name) => name !== sender)
    .map((name) => ({ name, at: lastMention(before, name) }))
    .filter(({ at }) => at >= 0);
  const nearest = named.toSorted((left, right) => right.at - left.at)[0];
  return nearest?.name ?? (mentions(text, mind.name) ? mind.name : null);
}

export function isOutsider({ lines }: Utterance): boolean {
  return lines.length === 0;
}

export function ownMessages(mind: Mind): readonly Utterance[] {
  return mind.memory.said.filter(({ own }) => own);
}

export function hasClosed(mind: Mind): boolean {
  return ownMessages(mind).some(({ lines }) => lines.some(({ role }) => role === "closing"));
}

function othersOf(memory: Memory, named: readonly string[]): readonly string[] {
  const senders = memory.said
    .filter((utterance) => !utterance.own && !isOutsider(utterance))
    .map(({ sender }) => sender);
  return [...new Set([...named, ...senders])];
}

function phaseOf(seed: number | string, participants: number, { said }: Memory): Phase {
  // The same for all who share the seed: they come to an end together.
  const length = Math.round(5 + 2.6 * Math.max(2, participants) + new Random(seed, "arc").between(-1, 2));
  if (said.length >= length) return "close";
  return said.length >= length * 0.62 ? "converge" : "argue";
}

/** Keyed by what was said and done, not by notices: those come with the clock. */
function randomFor({ name, seed }: Self, history: readonly HistoryEntry[], { said, turns, draft }: Memory): Random {
  return new Random(seed, name, history.length, turns, draft.length, said.length, said.at(-1)?.text ?? "");
}
