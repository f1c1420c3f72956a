/** Turns lines into sentences for one message: fills the slots, and never takes a line that anybody has used. */
import type { Utterance } from "./memory.ts";
import type { Mind } from "./mind.ts";
import type { ThreadRole, ThreadText } from "./phrases/thread.ts";
import { fill, fits, type Line, type SlotName, type Slots, THREAD_LINES, THREADS } from "./phrase-book.ts";
import { quoteFrom } from "./words.ts";

export class Writer {
  readonly #mind: Mind;
  readonly #slots: Slots;
  /** The lines of this message so far. */
  readonly #taken = new Set<Line>();
  #thingSaid: boolean;

  constructor(mind: Mind, focus: Utterance | null) {
    this.#mind = mind;
    const [deal, deal2] = dealsOf(mind);
    const { topic, random, thing } = mind;
    this.#slots = withoutUndefined({
      who: focus?.sender,
      third: thirdOf(mind, focus),
      thing,
      a: topic.options?.[0],
      b: topic.options?.[1],
      quote: focus ? quoteFrom(focus.text, random) : undefined,
      deal: deal?.deal,
      deal2: deal2?.deal,
      // Something that was talked about; a thread of its own comes with the line.
      handle: random.pick(discussed(mind))?.handle,
    });
    // Everybody knows by now what it is about.
    this.#thingSaid = mind.memory.said.length >= 3 && random.chance(0.5);
  }

  get slots(): Slots {
    return this.#slots;
  }

  /** One of `lines`, if there is a fresh one that fits; `thread` and `thing` stand for this line only. */
  say(lines: readonly Line[], thread?: ThreadText, thing?: string): string | null {
    const slots = withoutUndefined({
      ...this.#slots,
      handle: thread?.handle ?? this.#slots.handle,
      thing: thing ?? this.#pronounOr(this.#slots.thing),
    });
    const fresh = lines.filter((line) => !this.#isUsed(line) && fits(line.text, slots));
    const line = this.#mind.random.pick(fresh);
    if (!line) return null;
    this.#taken.add(line);
    if (/\{thing\}/iu.test(line.text)) this.#thingSaid = true;
    return fill(line.text, slots);
  }

  /** What the thread has to say in this role. */
  argue(thread: ThreadText, role: ThreadRole, thing?: string): string | null {
    const own = THREAD_LINES.filter((line) => line.thread === thread && line.role === role);
    return this.say(own, thread, thing);
  }

  /** A question of the thread, to `whom` by name, or without it where the message has named them already. */
  ask(thread: ThreadText, whom: string | null): string | null {
    const question = this.argue(thread, "ask");
    if (question === null || whom === null) return question;
    return `${whom}, ${question.charAt(0).toLowerCase()}${question.slice(1)}`;
  }

  /** Threads nobody has touched, those that this character likes first. */
  untouched(): readonly ThreadText[] {
    const { random, stance } = this.#mind;
    const touched = new Set(discussed(this.#mind));
    const free = random.shuffle(THREADS.filter((thread) => !touched.has(thread)));
    const liked = ({ key }: ThreadText) => (stance.favourites.includes(key) ? 0 : 1);
    return free.toSorted((left, right) => liked(left) - liked(right));
  }

  #isUsed(line: Line): boolean {
    return this.#taken.has(line) || this.#mind.memory.spoken.includes(line.anchor);
  }

  #pronounOr(thing: string | undefined): string | undefined {
    const { plural, options } = this.#mind.topic;
    return this.#thingSaid && !plural && options === null ? "it" : thing;
  }
}

/** Threads in the order in which they came up. */
export function discussed(mind: Mind): readonly ThreadText[] {
  const found = mind.memory.said.flatMap(({ lines }) => lines.flatMap(({ thread }) => thread ?? []));
  return [...new Set(found)];
}

/** The terms that fit what was discussed: those not named yet, the offered ones first; at the end those named already. */
function dealsOf(mind: Mind): readonly ThreadText[] {
  const { said } = mind.memory;
  const settled = new Set(
    said.flatMap(({ lines }) => lines.flatMap(({ role, thread }) => (role === "settle" ? (thread ?? []) : []))),
  );
  const named = ({ deal }: ThreadText) => said.filter(({ text }) => text.toLowerCase().includes(deal)).length;
  const worn = (thread: ThreadText) => (mind.phase === "close" ? Math.abs(named(thread) - 1) : named(thread));
  const rank = (thread: ThreadText) => worn(thread) * 2 - (settled.has(thread) ? 1 : 0);
  const shuffled = mind.random.shuffle(discussed(mind));
  return shuffled.filter((thread) => named(thread) < 3).toSorted((left, right) => rank(left) - rank(right));
}

/** Somebody else than the one who is answered: whoever has been silent for longest. */
export function thirdOf(mind: Mind, focus: Utterance | null): string | undefined {
  const last = (name: string) => mind.memory.said.findLastIndex(({ sender }) => sender === name);
  const candidates = mind.others.filter((name) => name !== focus?.sender);
  return candidates.toSorted((left, right) => last(left) - last(right))[0] ?? focus?.sender;
}

function withoutUndefined(slots: Partial<Record<SlotName, string | undefined>>): Slots {
  return Object.fromEntries(Object.entries(slots).filter(([, value]) => value !== undefined));
}
