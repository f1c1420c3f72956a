/**
 * English noun phrases out of topics as people type them: "should we ban cars" is about banning cars. A guess from the
 * order of the words, without a dictionary; what it gets wrong is clumsy and no more.
 */
import { isStopWord, shorten, wordsOf } from "./words.ts";

export const THING_CHARACTERS = 40;
const PRONOUNS =
  /^(?:we|i|you|they|one|he|she|it|people|everyone|everybody|anybody|somebody|humanity|mankind|society)$/iu;
export const DETERMINERS = /^(?:a|an|the|our|my|your|his|her|their|every|all|some|this|that|these|those)$/iu;
const QUESTION_VERBS =
  /^(?:should|shall|must|can|could|may|might|will|would|do|does|did|is|are|was|were|has|have|ought)$/iu;
const TASKS =
  /^(?:design|plan|write|build|invent|create|make|choose|pick|find|solve|decide|name|improve|organi[sz]e|prepare|draft|develop|agree on|work out)$/iu;
const PREPOSITIONS =
  /^(?:of|for|with|without|in|on|at|from|to|by|about|against|between|into|over|under|as|than|and|or|if|when|because|while|so|that|who|which)$/iu;
const VERBS = new Set(
  `be belong become begin break bring build buy change come cost count create decide deserve die do drink eat end exist
  fail feel find fix get give go grow happen have help hurt improve keep kill know last lead learn leave like live look
  lose love make matter mean need pay play prefer prove read remain replace rule run save say see seem solve speak start
  stay stop succeed survive take talk teach tell think try turn use want win work write`.split(/\s+/u),
);

export function englishThing(line: string): string {
  const words = uncapitalised(wordsOf(line));
  const [first = "", second = ""] = words;
  if (/^(?:what|which)$/iu.test(first)) return choiceThing(first, words.slice(1));
  if (/^(?:how|why|when|where|who|whether)$/iu.test(first)) return questionThing(words.slice(1));
  if (QUESTION_VERBS.test(first)) return subjectThing(words.slice(1), first);
  if (TASKS.test(first)) return gerundPhrase(words);
  if (PRONOUNS.test(first) && QUESTION_VERBS.test(second)) return subjectThing([first, ...words.slice(2)], second);
  const verb = words.findIndex((word, index) => index > 0 && QUESTION_VERBS.test(word));
  if (verb > 0 && !isStopWord(words[0] ?? "") && verb <= 4) {
    const [modal = ""] = words.slice(verb);
    if (/^(?:should|must|shall|ought)$/iu.test(modal))
      return subjectThing([...words.slice(0, verb), ...words.slice(verb + 1)], modal);
    return phrase(words.slice(0, verb));
  }
  return phrase(words);
}

/** "should we have for lunch", "is the best way to learn Rust", "language is the most beautiful", "makes a good API". */
function choiceThing(asked: string, words: readonly string[]): string {
  const [first = "", second = ""] = words;
  if (/^if$/iu.test(first)) return englishThing(words.slice(1).join(" "));
  const verb = words.findIndex((word) => QUESTION_VERBS.test(word));
  if (verb === 0 && /^(?:is|are|was|were)$/iu.test(first)) return phrase(words.slice(1));
  const question = ["the question of what to", ...words.slice(2)].join(" ");
  if (verb === 0 && PRONOUNS.test(second)) return question.length <= 2 * THING_CHARACTERS ? question : "the question";
  if (verb > 0 && /^which$/iu.test(asked)) return phrase(["the", "right", ...words.slice(0, verb)]);
  return questionThing(words);
}

/** After "how", "why" …: "do we make meetings shorter" is about making meetings shorter. */
function questionThing(words: readonly string[]): string {
  const [first = "", second = ""] = words;
  if (/^to$/iu.test(first)) return gerundPhrase(words.slice(1));
  if (QUESTION_VERBS.test(first)) {
    if (PRONOUNS.test(second)) return gerundPhrase(words.slice(2));
    return subjectThing(words.slice(1), first);
  }
  const noun = words.findIndex((word) => DETERMINERS.test(word));
  if (noun >= 0) return phrase(words.slice(noun));
  return phrase(words.filter((word) => !isStopWord(word) && !VERBS.has(word.toLowerCase().replace(/s$/u, ""))));
}

/**
 * After "should", "is" …: "we ban cars" is about banning cars, "AI replace us" about AI replacing us, "remote work be the
 * default" about remote work, "every office have a nap room" about a nap room, "it okay to lie" about lying.
 */
function subjectThing(words: readonly string[], modal: string): string {
  const [first = ""] = words;
  const to = words.findIndex((word) => /^to$/iu.test(word));
  if (/^(?:it|there)$/iu.test(first) && to > 0) return gerundPhrase(words.slice(to + 1));
  const have = words.findIndex((word) => /^have$/iu.test(word));
  if (have > 0 && have <= 4 && words.length - have > 1 && !PRONOUNS.test(first)) return phrase(words.slice(have + 1));
  if (PRONOUNS.test(first)) {
    const rest = words
      .slice(1)
      .filter((word, index) => index > 0 || !/^(?:not|never|all|ever|still|really)$/iu.test(word));
    if (/^(?:be|been)$/iu.test(rest[0] ?? "")) return phrase(rest.slice(1));
    return gerundPhrase(rest);
  }
  const be = words.findIndex((word) => /^(?:be|become|been)$/iu.test(word));
  if (be > 0 && be <= 4) return phrase(words.slice(0, be));
  if (DETERMINERS.test(first)) {
    const end = words.findIndex(
      (word, index) => index > 1 && (DETERMINERS.test(word) || PREPOSITIONS.test(word) || isVerb(word)),
    );
    return phrase(words.slice(0, end < 0 ? Math.min(words.length, 3) : end));
  }
  const [, second = "", third = ""] = words;
  if (/^(?:should|must|shall)$/iu.test(modal) && isPlural(first) && !isStopWord(second))
    return gerundPhrase(words.slice(1));
  const lone = !isVerb(third) && (isPlural(first) || /^\p{Lu}/u.test(first) || isVerb(second) || isStopWord(second));
  const subject = words.slice(0, lone ? 1 : 2);
  const [verb = "", ...rest] = words.slice(subject.length);
  // After "will", "can", "does" comes a verb; after "is" comes anything.
  const acts = /^(?:will|would|can|could|may|might|do|does|did|should|must|shall)$/iu.test(modal);
  return acts && verb !== "" && !isStopWord(verb) ? phrase([...subject, gerund(verb), ...rest]) : phrase(subject);
}

/** A noun phrase of a handful of words, ending before a preposition rather than in the middle of something. */
function phrase(words: readonly string[]): string {
  return cap(fitting(words).join(" ")) || "it all";
}

export function gerundPhrase(words: readonly string[]): string {
  const [verb = "", ...rest] = words;
  if (verb === "") return "it all";
  return fitting([gerund(verb), ...rest]).join(" ");
}

function fitting(words: readonly string[]): string[] {
  const kept: string[] = [];
  for (const word of words) {
    if (kept.length >= 6 || [...kept, word].join(" ").length > THING_CHARACTERS) break;
    kept.push(word.replace(/[,;:.!?]+$/u, ""));
    if (/[,;:.!?]$/u.test(word)) break;
  }
  if (kept.length < words.length) {
    const last = kept.findLastIndex((word) => PREPOSITIONS.test(word));
    if (last > 1) kept.length = last;
  }
  while (kept.length > 1 && (PREPOSITIONS.test(kept.at(-1) ?? "") || DETERMINERS.test(kept.at(-1) ?? ""))) kept.pop();
  return kept;
}

export function gerund(verb: string): string {
  const word = verb.toLowerCase();
  if (word.endsWith("ing") && word.length > 5) return word;
  if (word.endsWith("ie")) return `${word.slice(0, -2)}ying`;
  if ((word.length > 2 && /[^aeiouy]e$/u.test(word)) || /[iu]e$/u.test(word)) return `${word.slice(0, -1)}ing`;
  if (/^(?:[^aeiou]*|qu)[aeiou][^aeiouwxy]$/u.test(word)) return `${word}${word.at(-1)}ing`;
  return `${word}ing`;
}

export function isPlural(text: string): boolean {
  const words = wordsOf(text);
  const noun = words.findIndex((word) => PREPOSITIONS.test(word));
  const head = words.at(noun > 0 ? noun - 1 : -1) ?? "";
  if (/^(?:a|an|every|this|that)$/iu.test(words[0] ?? "") || words[0]?.endsWith("ing")) return false;
  return /[^suai'’]s$/u.test(head) || /^(?:people|children|men|women|mice)$/iu.test(head);
}

function isVerb(word: string): boolean {
  return VERBS.has(word.toLowerCase());
}

/** A capital at the start of a line is no reason to think of a name; a word that stands alone is left as typed. */
function uncapitalised(words: readonly string[]): readonly string[] {
  const [first = "", ...rest] = words;
  return rest.length === 0 ? words : [lowerFirst(first), ...rest];
}

export function lowerFirst(word: string): string {
  return /^\p{Lu}\p{Ll}+$/u.test(word) ? word.toLowerCase() : word;
}

export function cap(text: string): string {
  return shorten(text, THING_CHARACTERS);
}
