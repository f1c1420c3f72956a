/** What a participant was told before it began: who else is there, what about, and in which character. Lenient. */
import type { HistoryEntry, ModelRequest } from "../../types.ts";
import { plainLine } from "./words.ts";

export interface Briefing {
  readonly topic: string | null;
  readonly persona: string | null;
  /** The other participants, as far as they were named. */
  readonly others: readonly string[];
}

const TOPIC = /^\W*(?:the )?(?:topic|subject|question|task)(?: of (?:this|the) (?:room|talk|conversation|discussion))?(?: is)?\s*[:：]\s*(.+)$/imu;
const TOPIC_IN_SENTENCE = /(?:topic|talk|discuss|subject)[^.\n“"]{0,40}[“"]([^”"\n]+)[”"]/iu;
const PERSONA = /^\W*(?:(?:your )?(?:persona|character|role)(?: is)?\s*[:：]|you are (?=an? ))\s*(.+)$/imu;
const OTHERS =
  /(?:participants?|others?|also here|also in (?:the|this) room|you (?:talk|speak|are) (?:in a room )?with|together with)[^.:\n]{0,40}?(?:[:：]|\bare\b|\bwith\b)\s*([^.\n]+)/iu;

export function readBriefing(request: ModelRequest, name: string): Briefing {
  const instruction = firstInstruction(request.history);
  const text = `${request.system}\n${instruction}`;
  const topic = TOPIC.exec(instruction)?.[1] ?? TOPIC.exec(text)?.[1] ?? TOPIC_IN_SENTENCE.exec(text)?.[1];
  return {
    topic: topic === undefined ? null : plainLine(topic),
    persona: PERSONA.exec(text)?.[1] ?? null,
    others: readNames(OTHERS.exec(text)?.[1] ?? "", name),
  };
}

function firstInstruction(history: readonly HistoryEntry[]): string {
  const first = history[0];
  return first?.role === "user" ? first.text : "";
}

function readNames(list: string, own: string): readonly string[] {
  const names = list
    .split(/,|，|、|;|\band\b|&/u)
    .map((part) => part.replace(/\(.*?\)/gu, "").replace(/^[\s“"'`*]+|[\s“"'`*]+$/gu, ""))
    .filter((part) => part !== "" && part !== own && part.length <= 64 && !/[[\]:|]/u.test(part) && part.split(/\s+/u).length <= 4);
  return [...new Set(names)];
}
