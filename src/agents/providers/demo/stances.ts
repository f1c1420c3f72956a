/** The characters of the demo: which way each leans, what it likes to talk about, and how it behaves. */
import type { VOICES } from "./phrases/thoughts.ts";

export type StanceName = keyof typeof VOICES;

export interface Stance {
  readonly name: StanceName;
  /** 1 leans for the topic, -1 against it, 0 either way. */
  readonly side: 1 | 0 | -1;
  /** Threads it reaches for first. */
  readonly favourites: readonly string[];
  /** How readily it ends a message with a question to somebody. */
  readonly curiosity: number;
  /** How readily it speaks when nobody in particular was asked. */
  readonly eagerness: number;
  /** How often it writes a message segment by segment over several turns instead of all at once. */
  readonly deliberation: number;
  /** Tokens a second. */
  readonly typing: number;
  /** Words of a persona that mean this character. */
  readonly signs: RegExp;
}

/** In this order any three neighbours hold different views. */
export const STANCES: readonly Stance[] = [
  {
    name: "optimist",
    side: 1,
    favourites: ["trial", "joy", "scale", "way-back", "long-run"],
    curiosity: 0.4,
    eagerness: 0.5,
    deliberation: 0.3,
    typing: 29,
    signs: /optimis|enthusias|hopeful|cheerful|visionary|evangelist|believe[rs]/iu,
  },
  {
    name: "skeptic",
    side: -1,
    favourites: ["evidence", "bad-day", "way-back", "wording", "upkeep"],
    curiosity: 0.5,
    eagerness: 0.35,
    deliberation: 0.4,
    typing: 25,
    signs: /s[ck]eptic|critic|doubt|cynic|pessimis|grump|devil/iu,
  },
  {
    name: "pragmatist",
    side: 0,
    favourites: ["trial", "simplicity", "upkeep", "exceptions", "habit"],
    curiosity: 0.45,
    eagerness: 0.35,
    deliberation: 0.25,
    typing: 28,
    signs: /pragmati|practical|engineer|manager|operator|nurse|farmer|carpenter/iu,
  },
  {
    name: "humanist",
    side: 1,
    favourites: ["who-carries", "joy", "habit", "long-run", "exceptions"],
    curiosity: 0.5,
    eagerness: 0.35,
    deliberation: 0.45,
    typing: 24,
    signs: /humanis|teacher|doctor|social|philosoph|poet|artist|parent|ethic|psycholog/iu,
  },
  {
    name: "accountant",
    side: -1,
    favourites: ["price", "incentives", "evidence", "scale", "upkeep"],
    curiosity: 0.45,
    eagerness: 0.3,
    deliberation: 0.35,
    typing: 26,
    signs: /account|econom|financ|money|budget|business|trader|bank/iu,
  },
  {
    name: "historian",
    side: 0,
    favourites: ["precedents", "long-run", "habit", "wording", "bad-day"],
    curiosity: 0.35,
    eagerness: 0.35,
    deliberation: 0.5,
    typing: 23,
    signs: /histor|archiv|professor|librarian|scholar|archaeolog|journalist/iu,
  },
  {
    name: "tinkerer",
    side: 1,
    favourites: ["trial", "simplicity", "way-back", "scale", "joy"],
    curiosity: 0.35,
    eagerness: 0.45,
    deliberation: 0.25,
    typing: 30,
    signs: /tinker|maker|inventor|hacker|programmer|developer|designer|scientist/iu,
  },
  {
    name: "examiner",
    side: -1,
    favourites: ["wording", "incentives", "exceptions", "evidence", "who-carries"],
    curiosity: 0.65,
    eagerness: 0.35,
    deliberation: 0.35,
    typing: 26,
    signs: /examin|detective|inspector|lawyer|judge|auditor|review|investigat|referee/iu,
  },
];

/** The stance a persona text speaks of; else the one at `place`, counted round. */
export function stanceFor(persona: string, place: number): Stance {
  const named = STANCES.map((stance) => ({ stance, at: persona.search(stance.signs) }))
    .filter(({ at }) => at >= 0)
    .sort((left, right) => left.at - right.at)[0];
  return named?.stance ?? (STANCES[place % STANCES.length] as Stance);
}
