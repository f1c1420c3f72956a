/**
 * What a participant knows, as a fold over its history: who said what, its own draft, how its last turn went. Nothing
 * is remembered between two calls; the history is all there is.
 */
import type { AssistantMessage, HistoryEntry } from "../../types.ts";
import { type Line, recognise } from "./phrase-book.ts";
import { readTranscript } from "./transcript-reader.ts";
import { mentions } from "./words.ts";

export interface Utterance {
  readonly sender: string;
  readonly text: string;
  readonly own: boolean;
  /** The phrases it is made of; none if it comes from a person or another model. */
  readonly lines: readonly Line[];
}

/** Why the last turn did not go through. */
export type Trouble = "unseen" | "interrupted" | "floor" | "stick" | "cut" | "full" | "other";

export interface Memory {
  said: Utterance[];
  /** Where in `said` begins what came with the newest results. */
  freshFrom: number;
  /** Where it began in the turn before: what a claim for the stick has not answered. */
  freshBefore: number;
  draft: string[];
  /** The length of the history when the draft was planned; null without a draft. */
  draftPlannedAt: number | null;
  trouble: Trouble | null;
  /** Pushes refused since the last one that was accepted. */
  refusals: number;
  /** What was cut off the last segment. */
  rest: string | null;
  /** Characters that one append took when it was cut. */
  cutAt: number | null;
  stickNeeded: boolean;
  hasStick: boolean;
  queued: boolean;
  /** The room has just asked this participant to go on. */
  nudged: boolean;
  timedOut: boolean;
  turns: number;
  /** All that was ever said or drafted, as one text. */
  spoken: string;
  thoughts: string;
}

/** Of one message; what is longer is read up to there. */
const READ_CHARACTERS = 4_000;
const ROOM_ACTIONS: ReadonlySet<string> = new Set("check talking_stick append undo push reset preview".split(" "));
const WROTE = /^\(I was writing: (.*) …\)$/su;

export function remember(history: readonly HistoryEntry[], name: string): Memory {
  const memory: Memory = {
    said: [],
    freshFrom: 0,
    freshBefore: 0,
    draft: [],
    draftPlannedAt: null,
    trouble: null,
    refusals: 0,
    rest: null,
    cutAt: null,
    stickNeeded: false,
    hasStick: false,
    queued: false,
    nudged: false,
    timedOut: false,
    turns: 0,
    spoken: "",
    thoughts: "",
  };
  let turn: AssistantMessage | null = null;
  history.forEach((entry, index) => {
    switch (entry.role) {
      case "assistant":
        turn = entry;
        beginTurn(memory, entry, index);
        break;
      case "tool":
        entry.results.forEach(({ call_id, text }) => {
          const call = turn?.tool_calls.find((each) => each.call_id === call_id);
          if (call) hearResult(memory, { name, action: call.name, wrote: textOf(call.arguments), index }, text);
        });
        break;
      case "user":
        // The first instruction is words about the room; what the program says later begins with its mark.
        if (turn || /^\[system\]/mu.test(entry.text)) hearLines(memory, name, fromMark(entry.text));
        if (turn) keepInterrupted(memory, turn, entry.text, index);
        break;
    }
  });
  return memory;
}

function beginTurn(memory: Memory, { thinking, tool_calls }: AssistantMessage, index: number): void {
  memory.turns++;
  // A turn that was cut, or did something beside the room, has answered nothing: what was said is as fresh as before.
  if (tool_calls.some(({ name }) => ROOM_ACTIONS.has(name))) {
    memory.freshBefore = memory.freshFrom;
    memory.freshFrom = memory.said.length;
  }
  memory.trouble = null;
  memory.rest = null;
  memory.nudged = false;
  memory.timedOut = false;
  memory.thoughts += `${thinking}\n`;
  if (memory.draft.length === 0 && tool_calls.some(({ name }) => name === "append")) memory.draftPlannedAt = index;
}

interface Done {
  readonly name: string;
  readonly action: string;
  readonly wrote: string;
  readonly index: number;
}

function hearResult(memory: Memory, done: Done, text: string): void {
  const [first] = readTranscript(text);
  const system = first?.kind === "system" ? first.text : "";
  const failed = /^(?:Not |Nothing |Unknown |Arguments )/u.test(system);
  if (failed) noteTrouble(memory, done.action, system);
  else applyAction(memory, done, system);
  hearLines(memory, done.name, text);
}

function applyAction(memory: Memory, { name, action, wrote }: Done, system: string): void {
  switch (action) {
    case "append": {
      const taken = system.startsWith("msg truncated") ? takenOf(wrote, suffixOf(system)) : wrote;
      memory.draft.push(taken);
      memory.spoken += `${wrote}\n`;
      if (taken === wrote) return;
      memory.trouble = "cut";
      memory.rest = wrote.slice(taken.length).trimStart();
      memory.cutAt = taken.length;
      return;
    }
    case "undo":
      memory.draft.pop();
      return;
    case "reset":
      forgetDraft(memory);
      return;
    case "push":
      say(memory, name, memory.draft.join(" "), true);
      forgetDraft(memory);
      memory.refusals = 0;
      return;
    case "talking_stick":
      memory.hasStick = system.startsWith("You have");
      memory.queued = !memory.hasStick && / holds the talking stick/u.test(system);
      return;
  }
}

function forgetDraft(memory: Memory): void {
  memory.draft = [];
  memory.draftPlannedAt = null;
  memory.hasStick = false;
}

function noteTrouble(memory: Memory, action: string, system: string): void {
  // What was skipped after another call's trouble is no trouble of its own.
  if (system.startsWith("Not run")) return;
  if (system.startsWith("Nothing to push")) return forgetDraft(memory);
  if (/talking stick/u.test(system)) {
    memory.trouble = "stick";
    memory.freshFrom = memory.freshBefore;
    memory.stickNeeded = true;
    memory.hasStick = false;
    memory.queued = false;
  } else if (action === "append") memory.trouble = "full";
  else if (action !== "push") memory.trouble = "other";
  else {
    memory.refusals++;
    memory.trouble = /goes first/u.test(system) ? "floor" : /not seen/u.test(system) ? "unseen" : "other";
  }
}

function hearLines(memory: Memory, name: string, text: string): void {
  for (const line of readTranscript(text)) {
    switch (line.kind) {
      case "message":
        say(memory, line.sender, line.text, line.sender === name);
        break;
      case "notice":
        hearNotice(memory, name, line.text);
        break;
      case "system":
        if (line.text.startsWith("No new messages")) memory.timedOut = true;
        break;
    }
  }
}

function hearNotice(memory: Memory, name: string, text: string): void {
  const about = text.startsWith(`${name}, `) || text.startsWith(`${name} `);
  if (about && / has the talking stick\./u.test(text)) {
    memory.hasStick = true;
    memory.queued = false;
  } else if (about && /held the talking stick for too long/u.test(text)) memory.hasStick = false;
  else if (mentions(text, name) && /everyone is waiting|asks you to go on/u.test(text)) memory.nudged = true;
}

function say(memory: Memory, sender: string, text: string, own: boolean): void {
  const read = text.slice(0, READ_CHARACTERS);
  memory.said.push({ sender, text: read, own, lines: recognise(read) });
  memory.spoken += `${read}\n`;
}

/** A turn cut by somebody's message stands in the history in words; what it had written is in the draft. */
function keepInterrupted(memory: Memory, turn: AssistantMessage, told: string, index: number): void {
  const wrote = turn.tool_calls.length === 0 ? WROTE.exec(turn.text)?.[1] : undefined;
  if (wrote === undefined || !/is in your draft/u.test(told)) return;
  memory.draft.push(wrote);
  memory.spoken += `${wrote}\n`;
  memory.draftPlannedAt ??= index - 1;
  memory.trouble = "interrupted";
}

function fromMark(text: string): string {
  const mark = text.search(/^\[system\]/mu);
  return mark < 0 ? "" : text.slice(mark);
}

function suffixOf(system: string): string {
  return /draft suffix: '(.*)'$/su.exec(system)?.[1] ?? "";
}

/** How much of `wrote` the draft ends with. */
function takenOf(wrote: string, suffix: string): string {
  for (let length = Math.min(24, suffix.length); length > 0; length--) {
    const at = wrote.indexOf(suffix.slice(-length));
    if (at >= 0) return wrote.slice(0, at + length);
  }
  return wrote;
}

function textOf(written: string): string {
  try {
    const value: unknown = JSON.parse(written);
    if (typeof value === "object" && value !== null && "text" in value && typeof value.text === "string")
      return value.text;
    return "";
  } catch {
    return "";
  }
}
