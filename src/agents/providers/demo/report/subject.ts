/** What a text is to be about, out of a request as people write it: "I would like a research report about gold please". */
import { lowerFirst } from "../noun-phrase.ts";
import { readTopic } from "../topic.ts";
import { plainLine, shorten, wordsOf } from "../words.ts";

export interface Subject {
  /** Within a sentence: "gold", "remote work". */
  readonly thing: string;
  readonly plural: boolean;
}

const ABOUT = /\b(?:about|on|regarding|concerning|covering)\s+(.+)$/iu;
const COURTESY = /[\s,]*\b(?:please|thanks|thank you|for me|for us|in detail|with (?:a|some|many|lots of)\b.*)$/iu;
const GREETING = /^(?:(?:hi|hello|hey|dear \w+|good (?:morning|evening|day))\b[\s,!.]*)+/iu;
const WISH = /\b(?:in \d+ words|as soon as)\b.*$/iu;
const REQUEST =
  /^(?:(?:please|could|can|would|will|you|i|we|want|need|like|would like|to|me|us|give|get|let'?s|create|write|make|draft|prepare|plan|compare|summari[sz]e|analy[sz]e|describe|explain|discuss|outline|produce|generate|build|do|have|add|insert|a|an|the|some|new|short|long|brief|detailed|full|quick|good|research|business|report|essay|document|article|paper|guide|overview|study|analysis|summary|text|section|chapter|paragraph|table|chart|graph|of|for)\s+)+/iu;
/** "report: climate change" */
const TITLE = /^(?:report|essay|document|article|topic|subject)\s*:\s*/iu;
const LONGEST = 40;

export function subjectOf(request: string): Subject {
  const line = plainLine(request.slice(0, 1_000)).replace(GREETING, "").replace(TITLE, "");
  // The first sentence says it; what follows are wishes.
  const [first = ""] = line.split(/(?<=[.!?])\s+/u);
  const about = ABOUT.exec(first)?.[1];
  // "Gold: history, uses, price" is about gold.
  const said = (about?.replace(/(?<=\S):\s.*$/u, "") ?? first.replace(REQUEST, ""))
    .replace(/[\s.!?…]+$/u, "")
    .replace(WISH, "")
    .replace(COURTESY, "")
    .trim();
  const words = wordsOf(said.replace(/["“”]/gu, ""));
  if (words.length === 0) return { thing: "the question", plural: false };
  if (about === undefined && /[?]/u.test(first)) return fromTopic(first);
  if (words.length > 5 || said.length > LONGEST) return fromTopic(said);
  return { thing: lowerFirst(words.join(" ")), plural: fromTopic(said).plural };
}

function fromTopic(text: string): Subject {
  const { thing, plural } = readTopic(text);
  return { thing: shorten(thing, LONGEST).replace(/[\s,;:]+$/u, ""), plural };
}

/** As a title or a sentence begins. */
export function titled(thing: string): string {
  return thing.charAt(0).toUpperCase() + thing.slice(1);
}

/** `{x}`, `{X}` and the words that go with them, filled in. */
export function fill(template: string, { thing, plural }: Subject): string {
  const forms: Readonly<Record<string, string>> = {
    x: thing,
    X: titled(thing),
    is: plural ? "are" : "is",
    was: plural ? "were" : "was",
    has: plural ? "have" : "has",
    s: plural ? "" : "s",
    es: plural ? "" : "es",
    does: plural ? "do" : "does",
    it: plural ? "they" : "it",
    them: plural ? "them" : "it",
    its: plural ? "their" : "its",
  };
  return template.replace(/\{(\w+)\}/gu, (whole, key: string) => forms[key] ?? whole);
}
