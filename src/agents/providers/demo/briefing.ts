/** What a participant was told before it began: who else is there, what about, and in which character. Lenient. */
import type { ModelRequest } from "../../types.ts";
import { plainLine } from "./words.ts";

export interface Briefing {
  readonly topic: string | null;
  readonly persona: string;
  /** The other participants, as far as they were named. */
  readonly others: readonly string[];
  readonly stickNeeded: boolean;
  /** Characters that one append takes, where it was said. */
  readonly appendLimit: number | null;
}

const TOPIC = /^\W*(?:the )?(?:topic|subject|question|task)(?: of [\w ]{1,24})?(?: is)?\s*[:：]\s*(.+)$/imu;
const TOPIC_IN_SENTENCE = /(?:topic|talk|discuss|subject)[^.\n“"]{0,40}[“"]([^”"\n]+)[”"]/iu;
const PERSONA = /^(?:who you are|(?:your )?(?:persona|character|role)(?: is)?)\s*[:：]\s*(.+)$/imu;
const HERE = /here with you\s*[:：]\s*([^)\n]+)/iu;
const OTHERS =
  /(?:participants|others|also here|also in (?:the|this) room|together with)(?: in the room)?(?: are|\s*[:：])\s*([^.\n]+)/iu;
const APPEND_LIMIT = /append takes (\d{1,6}) characters/iu;
const STICK = /only the holder of the talking stick/iu;
/** A first message as short as this may be the topic itself. */
const TOPIC_CHARACTERS = 160;
const USUAL_FIRST_WORDS = /^The conversation begins\./u;

export function readBriefing({ system, history }: Pick<ModelRequest, "system" | "history">, name: string): Briefing {
  const [first] = history;
  const instruction = first?.role === "user" ? first.text : "";
  const topic = TOPIC.exec(instruction)?.[1] ?? TOPIC_IN_SENTENCE.exec(instruction)?.[1] ?? topicItself(instruction);
  const limit = Number(APPEND_LIMIT.exec(system)?.[1] ?? 0);
  return {
    topic: topic === null ? null : plainLine(topic),
    persona: PERSONA.exec(system)?.[1] ?? PERSONA.exec(instruction)?.[1] ?? "",
    others: readNames((HERE.exec(system) ?? OTHERS.exec(`${system}\n${instruction}`))?.[1] ?? "", name),
    stickNeeded: STICK.test(system),
    appendLimit: limit > 0 ? limit : null,
  };
}

function topicItself(instruction: string): string | null {
  const text = plainLine(instruction);
  return text === "" || text.length > TOPIC_CHARACTERS || USUAL_FIRST_WORDS.test(text) ? null : text;
}

function readNames(list: string, own: string): readonly string[] {
  const names = list
    .split(/,|，|、|;|\band\b|&/u)
    .map((part) => part.replace(/^[\s“"'`*]+|[\s“"'`*]+$/gu, ""))
    .filter((part) => part !== "" && part !== own && part.length <= 64 && !/[[\]:|]/u.test(part));
  return [...new Set(names)].slice(0, 64);
}
