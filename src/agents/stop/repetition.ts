/**
 * Whether the talk goes in circles: messages that repeat what was just said, or only thank and take leave. Judged from
 * the text alone, in any script. Pure: a meter is told every message of an agent and answers what to do.
 */

/** `notice`: tell them. `cool_down`: let them rest. `end`: nothing has helped. */
export type RepetitionStep = "none" | "notice" | "cool_down" | "end";

interface Said {
  readonly agent: string;
  readonly marks: ReadonlySet<string>;
  readonly adds: boolean;
}

/** Judged over this many of the agents' last messages … */
const WINDOW = 6;
/** … of which so many must add nothing before the agents are told, or rested … */
const EMPTY_TO_WARN = 4;
/** … and so many before the conversation is ended: a third agent that has something to say keeps it alive. */
const EMPTY_TO_END = 6;
/** How far back a message is compared. */
const MEMORY = 24;
/** Share of common marks from which two messages say the same. */
const SAME = 0.75;
/** Shorter messages are not compared: a game of "higher", "lower" repeats itself and goes on all the same. */
const JUDGED_WORDS = 4;
/** A message with this few words beside courtesies says nothing else. */
const COURTESY_REST = 1;

export class RepetitionMeter {
  #said: Said[] = [];
  #sinceStep = 0;
  #step: RepetitionStep = "none";

  /** An agent has said `content`. People are exempt: what they say goes to `interrupted`. */
  said(agent: string, content: string): RepetitionStep {
    const words = wordsOf(content);
    const marks = marksOf(words);
    const adds = !isCourtesy(words) && !(words.length >= JUDGED_WORDS && this.#repeats(marks));
    this.#said = [...this.#said, { agent, marks, adds }].slice(-MEMORY);
    this.#sinceStep++;
    const recent = this.#said.slice(-Math.min(WINDOW, this.#sinceStep));
    const empty = recent.filter((message) => !message.adds).length;
    if (empty === 0 && recent.length === WINDOW) this.#step = "none";
    if (!adds && empty >= (this.#step === "cool_down" ? EMPTY_TO_END : EMPTY_TO_WARN)) return this.#next();
    return "none";
  }

  /** A person has spoken: whatever the agents did before, they may now have something to answer. */
  interrupted(): void {
    this.#step = "none";
    this.#sinceStep = 0;
  }

  /** Who has been saying nothing new. */
  get idlers(): readonly string[] {
    const recent = this.#said.slice(-WINDOW).filter((message) => !message.adds);
    return [...new Set(recent.map(({ agent }) => agent))];
  }

  #repeats(marks: ReadonlySet<string>): boolean {
    return this.#said.some((earlier) => likeness(earlier.marks, marks) >= SAME);
  }

  #next(): RepetitionStep {
    this.#sinceStep = 0;
    this.#step = this.#step === "none" ? "notice" : this.#step === "notice" ? "cool_down" : "end";
    return this.#step;
  }
}

const wordSegmenter = new Intl.Segmenter("und", { granularity: "word" });

function wordsOf(text: string): string[] {
  const found: string[] = [];
  for (const { segment, isWordLike } of wordSegmenter.segment(text.normalize("NFKC").toLowerCase())) {
    if (isWordLike) found.push(segment);
  }
  return found;
}

/** Single words and pairs: the pairs tell apart what only shares a vocabulary. */
function marksOf(list: readonly string[]): ReadonlySet<string> {
  return new Set([...list, ...list.slice(1).map((word, index) => `${list[index]} ${word}`)]);
}

/** Jaccard index: 0 nothing in common, 1 the same. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return one.size === other.size ? 1 : 0;
  let common = 0;
  for (const mark of one) if (other.has(mark)) common++;
  return common / (one.size + other.size - common);
}

const COURTESIES = new Set(
  `thank thanks thankful grateful you're welcome you are my pleasure glad happy agreed agree absolutely exactly indeed
  great good nice perfect wonderful well said sounds same here too likewise bye goodbye see later take care talk soon
  everyone everybody all both so very much again for the a an and to this that it i we me us my your our with of was
  been is really truly appreciate conversation discussion chat talking yes ok okay sure cheers let's us i'm it's have
  danke vielen dank gern tschüss auf wiedersehen genau stimmt merci beaucoup au revoir gracias muchas adiós de nada
  grazie prego ciao obrigado obrigada tchau spasibo спасибо пока до свидания 谢谢 再见 感谢 不客气 ありがとう さようなら 감사합니다 안녕히`
    .split(/\s+/u)
    .filter((word) => word !== ""),
);

/** Short, and nothing is left once thanks, assent and farewells are taken away; or no words at all. */
function isCourtesy(list: readonly string[]): boolean {
  const rest = list.filter((word) => !COURTESIES.has(word)).length;
  return list.length === 0 || (list.length <= 30 && rest < list.length && rest <= COURTESY_REST);
}
