/** What a participant thinks before a move: on what it heard, what it makes of that, and what it is going to do. */
import { claimOf } from "./claims.ts";
import type { Utterance } from "./memory.ts";
import { askedIn, type Mind } from "./mind.ts";
import { HEARD, THOUGHTS, VOICES } from "./phrases/thoughts.ts";
import { anchorOf, fill, fits, type SlotName, type Slots } from "./phrase-book.ts";
import type { Move, Silence } from "./planner.ts";
import type { Intent } from "./speech.ts";
import { clipOf, sentencesOf } from "./words.ts";
import { Writer } from "./writer.ts";

type Kind = keyof typeof THOUGHTS;

const KIND_OF_INTENT: Readonly<Record<Intent, Kind>> = {
  start: "start",
  disagree: "disagree",
  agree: "agree",
  ask: "ask",
  answer: "answer",
  shift: "shift",
  concede: "concede",
  synthesis: "synthesis",
  assent: "assent",
  close: "close",
  outsider: "outsider",
};

const KIND_OF_SILENCE: Readonly<Record<Silence, Kind>> = {
  start: "wait_start",
  other_asked: "silent_other_asked",
  nothing: "silent",
  done: "silent_done",
  timed_out: "timed_out",
  nudged: "nudged_done",
  floor: "floor_lent",
  queued: "stick_queue",
};

export function thinkAbout(mind: Mind, move: Move): string {
  const { random, memory, stance } = mind;
  const thinker = new Thinker(mind, move);
  switch (move.type) {
    case "listen":
      if (move.focus && random.chance(0.5)) thinker.hear();
      thinker.add(THOUGHTS[KIND_OF_SILENCE[move.why]]);
      break;
    case "speak":
      if (memory.nudged) thinker.add(THOUGHTS.nudged);
      else if (move.speech.focus) thinker.hear();
      if (random.chance(0.45)) thinker.add(VOICES[stance.name]);
      // Who opens after others does not find an empty room.
      if (move.speech.intent !== "start" || memory.said.length === 0)
        thinker.add(THOUGHTS[KIND_OF_INTENT[move.speech.intent]]);
      if (move.speech.intent !== "close" && random.chance(0.4)) thinker.add(THOUGHTS.method);
      break;
    case "go_on":
      thinker.add(THOUGHTS.cut);
      break;
    case "continue":
      if (move.heard) thinker.add(THOUGHTS.interrupted);
      thinker.add(THOUGHTS.go_on);
      break;
    case "push_again":
      thinker.add(THOUGHTS.refused_push);
      break;
    case "bridge":
      thinker.add(memory.refusals > 0 ? THOUGHTS.refused_bridge : THOUGHTS.interrupted);
      break;
    case "revise":
      thinker.add(memory.refusals > 0 ? THOUGHTS.refused_revise : THOUGHTS.interrupted);
      if (random.chance(0.4)) thinker.add(VOICES[stance.name]);
      break;
    case "drop":
      thinker.add(THOUGHTS.refused_drop);
      break;
    case "claim_stick":
      thinker.add(THOUGHTS.stick);
      break;
  }
  return thinker.text;
}

class Thinker {
  readonly #mind: Mind;
  readonly #slots: Slots;
  /** For thoughts on what was heard: its own subject, if it has one, not that of the answer. */
  readonly #heardSlots: Slots;
  readonly #thoughts: string[] = [];

  constructor(mind: Mind, move: Move) {
    this.#mind = mind;
    this.#slots = slotsFor(mind, move);
    const heard = heardIn(move);
    const { handle: _, ...others } = this.#slots;
    const handle = heard ? claimOf(heard)?.thread?.handle : undefined;
    this.#heardSlots = handle === undefined ? others : { ...others, handle };
  }

  get text(): string {
    return this.#thoughts.join(" ");
  }

  /** Every clip is another one: these may come again when all of them have been used. */
  hear(): void {
    if (!this.add(HEARD, this.#heardSlots)) this.#pick(HEARD, this.#heardSlots);
  }

  /** A thought this participant has not had yet. */
  add(lines: readonly string[], slots = this.#slots): boolean {
    const before = this.#mind.memory.thoughts + this.text;
    return this.#pick(
      lines.filter((line) => !before.includes(anchorOf(line))),
      slots,
    );
  }

  #pick(lines: readonly string[], slots: Slots): boolean {
    const line = this.#mind.random.pick(lines.filter((each) => fits(each, slots)));
    if (line === undefined) return false;
    this.#thoughts.push(fill(line, slots));
    return true;
  }
}

function slotsFor(mind: Mind, move: Move): Slots {
  const heard = heardIn(move);
  const thread = (move.type === "speak" && move.speech.thread) || (heard && claimOf(heard)?.thread) || null;
  const asked = heard && askedIn(mind, heard);
  const other = asked !== null && asked !== mind.name ? asked : undefined;
  const { slots } = new Writer(mind, heard);
  const known: Partial<Record<SlotName, string | undefined>> = {
    ...slots,
    clip: heard ? clipOf(tellingSentence(heard)) : undefined,
    handle: thread?.handle ?? slots.handle,
    other: other ?? slots.third,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

function heardIn(move: Move): Utterance | null {
  switch (move.type) {
    case "speak":
      return move.speech.focus;
    case "listen":
      return move.focus;
    case "continue":
    case "push_again":
    case "bridge":
    case "revise":
    case "drop":
      return move.heard;
    case "go_on":
    case "claim_stick":
      return null;
  }
}

/** The sentence that says something, rather than the polite one before it. */
function tellingSentence(heard: Utterance): string {
  const sentences = sentencesOf(heard.text);
  const anchor = claimOf(heard)?.anchor;
  const telling =
    anchor === undefined ? undefined : sentences.find((sentence) => sentence.includes(anchor.slice(0, 12)));
  return telling ?? sentences.find((sentence) => sentence.length > 24) ?? sentences[0] ?? heard.text;
}
