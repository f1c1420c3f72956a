/**
 * What is saved of a turn that was cut by a message of somebody else. Pure. Work on the draft that the model had
 * finished is done, the segment it was writing is kept up to its last whole word; the rest is thrown away, and counted.
 */
import { partialStringField } from "./partial-json.ts";
import type { PartialCall, PartialTurn } from "./partial-turn.ts";
import type { AssistantMessage, ToolCall } from "./types.ts";

export interface Salvage {
  /** To be run, in order. */
  readonly calls: readonly ToolCall[];
  /** Stands in the history in place of the turn: what it was doing, in words. */
  readonly message: AssistantMessage;
  /** What is left beside the segments. */
  readonly thought: "thinking" | "nothing";
  /** Output tokens thrown away; estimated where the provider did not say. */
  readonly tokens: number;
}

const CHARACTERS_PER_TOKEN = 3.5;
/** How much of a cut thought the model is reminded of. */
const REMINDER_CHARACTERS = 600;
/** Changes the draft and nothing else: safe to do although somebody has spoken. */
const DRAFT_ACTIONS: ReadonlySet<string> = new Set(["append", "undo", "reset", "preview"]);

export function salvage(turn: PartialTurn): Salvage {
  const calls = draftWork(turn.calls);
  return {
    calls,
    message: {
      role: "assistant",
      text: inWords(turn, calls),
      thinking: turn.thinking,
      tool_calls: [],
    },
    thought: turn.characters > 0 ? "thinking" : "nothing",
    tokens: thrownAway(turn, calls),
  };
}

/** Tokens of `characters`, where the provider has not counted them. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** The finished calls up to the first that does more than change the draft, and the segment that was being written. */
function draftWork(calls: readonly PartialCall[]): readonly ToolCall[] {
  const work: ToolCall[] = [];
  for (const { complete, ...call } of calls) {
    if (!DRAFT_ACTIONS.has(call.name)) break;
    if (complete) {
      work.push(call);
      continue;
    }
    const text = call.name === "append" ? wholeWords(partialStringField(call.arguments, "text")) : "";
    if (text !== "") work.push({ ...call, arguments: JSON.stringify({ text }) });
    break;
  }
  return work;
}

/** Without the word at the end, which may not be whole; scripts without spaces included. */
export function wholeWords(text: string): string {
  const tail = text.slice(-200);
  const last = [...new Intl.Segmenter("und", { granularity: "word" }).segment(tail)].at(-1);
  if (!last?.isWordLike) return text.trimEnd();
  return text.slice(0, text.length - last.segment.length).trimEnd();
}

function inWords(turn: PartialTurn, calls: readonly ToolCall[]): string {
  const segments = calls
    .filter(({ name }) => name === "append")
    .map((call) => partialStringField(call.arguments, "text"));
  if (segments.length > 0) return `(I was writing: ${segments.join(" ")} …)`;
  const thought = (turn.text.trim() || turn.thinking.trim()).slice(-REMINDER_CHARACTERS).toWellFormed();
  return thought === "" ? "(I was about to answer.)" : `(I was thinking: ${thought} …)`;
}

function thrownAway(turn: PartialTurn, calls: readonly ToolCall[]): number {
  const saved = calls.reduce((sum, call) => sum + call.arguments.length, 0);
  const output = turn.usage?.output ?? 0;
  if (output > 0) return Math.max(0, output - estimateTokens(saved));
  return estimateTokens(Math.max(0, turn.characters - saved));
}
