/** What a model is given to answer from: the chat so far, and the document as it is now. All of it is read anew each time. */
import type { HistoryEntry } from "../../agents/types.ts";
import { newestText } from "../core/decide.ts";
import type { BlockState, Document } from "../model.ts";
import type { Task } from "../processor/answerer.ts";
import { unfinished } from "../tools/block-words.ts";
import type { Reading } from "../tools/reading.ts";
import { renderBlock } from "../tools/render-blocks.ts";

/** Characters of the document, and of the chat, where the model's window is not known. */
const USUAL_CHARACTERS = 200_000;
const CHARACTERS_PER_TOKEN = 3;
/** Of the window: the document's part; the chat has half of that. */
const DOCUMENT_SHARE = 0.4;
/** A block that must be shortened keeps so much. */
const LEAST_OF_A_BLOCK = 400;

const WRITE_ON =
  "[system] Your last answer was cut, and what you write now is put right behind it: go on exactly where it ends, without a word of introduction.";

export interface ContextParts {
  readonly task: Pick<Task, "answer" | "prompt" | "about" | "aboutText" | "document" | "user" | "mode">;
  readonly chat: readonly BlockState[];
  /** Null: there is no document. */
  readonly blocks: readonly BlockState[] | null;
  /** Tokens; null: unknown. */
  readonly contextWindow: number | null;
  /** What is shown is noted here. */
  readonly reading?: Reading;
}

export function contextOf(parts: ContextParts): HistoryEntry[] {
  const { task, chat, blocks, contextWindow } = parts;
  const characters = charactersFor(contextWindow);
  const entries = chatEntries(chat, task, characters / 2);
  const last = entries.at(-1);
  const prompt = last?.role === "user" ? entries.pop() : undefined;
  const said = prompt?.role === "user" ? prompt.text : task.prompt;
  const seen = blocks?.map((state) => withoutAnswer(state, task));
  const document = task.document && seen ? renderDocument(task.document, seen, characters, parts.reading) : "";
  const about = task.about ? `This message is about block ${task.about.id}.` : "";
  const cut = task.mode === "chat" && !task.about && task.answer.text !== "" ? WRITE_ON : "";
  entries.push({ role: "user", text: [document, about, said, cut].filter((text) => text !== "").join("\n\n") });
  return entries;
}

/** So much of a document a model of this window is shown. */
export function charactersFor(contextWindow: number | null): number {
  return contextWindow === null ? USUAL_CHARACTERS : contextWindow * CHARACTERS_PER_TOKEN * DOCUMENT_SHARE;
}

/** The person's messages and the answers to them, in turn; of a long chat the end. */
function chatEntries(chat: readonly BlockState[], task: ContextParts["task"], most: number): HistoryEntry[] {
  // One that is written on has said something already.
  const said = chat.filter((state) => state.block.id !== task.answer.block_id || newestText(state) !== "");
  const chosen: BlockState[] = [];
  let total = 0;
  for (const state of said.toReversed()) {
    total += newestText(state).length;
    if (total > most && chosen.length > 0) break;
    chosen.unshift(state);
  }
  const entries: { role: "user" | "assistant"; text: string }[] = [];
  const say = (role: "user" | "assistant", text: string) => {
    const last = entries.at(-1);
    if (last?.role === role) last.text += `\n\n${text}`;
    else if (role === "user" || last) entries.push({ role, text });
  };
  if (chosen.length < said.length) say("user", "[system] The chat began earlier; this is its end.");
  for (const [index, state] of chosen.entries()) {
    const { meta, author } = state.block;
    const before = chosen[index - 1]?.block.meta;
    // Its answer is not in the chat.
    if (meta.role === "user" && before?.role === "user" && before.about !== undefined) {
      say("assistant", `(I have written block ${before.about} anew.)`);
    }
    const text = newestText(state).trim();
    if (meta.role === "user") {
      if (text !== "") say("user", meta.about === undefined ? text : `(About block ${meta.about}:) ${text}`);
      continue;
    }
    const named = author.type === "agent" && author.name !== undefined ? `${author.name}: ${text}` : text;
    if (text !== "") say("assistant", named);
    const done = doneWords(state);
    if (done !== "") say("user", done);
  }
  return entries.map(({ role, text }) =>
    role === "user" ? { role, text } : { role, text, thinking: "", tool_calls: [] },
  );
}

function doneWords({ block, proposals }: BlockState): string {
  const { actions = [], error } = block.meta;
  const parts = actions.map(({ label, block_id }) => (block_id === undefined ? label : `${label} (${block_id})`));
  const lines: string[] = [];
  if (parts.length > 0) lines.push(`[system] With that answer you did this to the document: ${parts.join("; ")}.`);
  if (error !== undefined) lines.push(`[system] That answer failed: ${error}`);
  else if (proposals.some((each) => each.kind === "text" && each.status === "cut"))
    lines.push("[system] That answer was cut by a pause before its end.");
  return lines.join("\n");
}

/** As a whole where it fits; else each block in its turn is shortened, never one that is to be written on. */
export function renderDocument(
  document: Document,
  blocks: readonly BlockState[],
  characters: number,
  reading?: Reading,
): string {
  const title = document.title.trim() === "" ? "" : `, “${document.title}”`;
  if (blocks.length === 0) return `[system] The document${title} is empty.`;
  for (const { block } of blocks) reading?.tell(block);
  const whole = blocks.reduce((sum, state) => sum + newestText(state).length + (state.block.current?.length ?? 0), 0);
  const most = whole <= characters ? Infinity : Math.max(LEAST_OF_A_BLOCK, Math.floor(characters / blocks.length / 2));
  const open = blocks.flatMap((state) => (unfinished(state) ? [state.block.id] : []));
  const left = open.length === 0 ? [] : [`[system] Unfinished are: ${open.join(", ")}.`];
  return [
    `[system] The document${title}, as it is now:`,
    ...blocks.map((state) => renderBlock(state, { most: isLeaving(state) ? LEAST_OF_A_BLOCK : most })),
    ...left,
  ].join("\n");
}

/** A block that is to be written anew stands as it was before: the answer is begun there already. */
function withoutAnswer(state: BlockState, { answer, about, aboutText }: ContextParts["task"]): BlockState {
  const { block } = state;
  const begun = state.proposals.find(({ id }) => id === answer.proposal_id);
  if (begun?.kind !== "text" || block.id !== about?.id) return state;
  const others = state.proposals.filter(({ id }) => id !== answer.proposal_id);
  if (aboutText === null || aboutText === newestText({ block, proposals: others })) return { block, proposals: others };
  // The text that was proposed before has given way to the answer.
  return { block, proposals: [...others, { ...begun, content: aboutText, status: "done" }] };
}

function isLeaving({ proposals }: BlockState): boolean {
  return proposals.at(-1)?.kind === "delete";
}

/** Who it is, for the models: "you" is nobody's name among them. */
export function personOf({ user }: Pick<Task, "user">): string {
  return user.name.toLowerCase() === "you" ? "Guest" : user.name;
}
