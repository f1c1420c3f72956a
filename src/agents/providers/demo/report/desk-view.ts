/** What a model at a document knows, read from its history: the document as it was shown, what was asked, what was done. */
import { isGoOn } from "./asked.ts";
import type { HistoryEntry, ToolCall } from "../../../types.ts";

export interface SeenBlock {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  /** The newest of its texts. */
  readonly text: string;
  readonly isUnfinished: boolean;
  /** It is proposed to go. */
  readonly isLeaving: boolean;
}

export interface DoneCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly result: string;
  /** It went through. */
  readonly ok: boolean;
}

export interface DeskView {
  /** "" where it has none. */
  readonly title: string;
  readonly blocks: readonly SeenBlock[];
  /** The block the prompt is about. */
  readonly about: string | null;
  readonly prompt: string;
  /** What the person asked before, the oldest first. */
  readonly earlier: readonly string[];
  /** What it answered last; "" where it has not. */
  readonly lastAnswer: string;
  /** Of this answer, in order. */
  readonly calls: readonly DoneCall[];
  /** What the person said while it worked, each with how many calls were done before. */
  readonly said: readonly { readonly text: string; readonly after: number }[];
  /** Turns of this answer. */
  readonly turns: number;
}

const DOCUMENT = /\[system\] The document(?:, “(.*?)”)?(?:, as it is now:| is empty\.)/u;
const BLOCK = /^\[block (\S+): ([^\s,]+)(?:, titled “(.*?)”)?,[^\n]*\]\n([\s\S]*?)^\[end of \1\]$/gmu;
const ABOUT = /^This message is about block (\S+?)\.$/mu;
const SAID = /^\[news\] [^\n]*? says: (.*)$/gmu;

export function readDesk(history: readonly HistoryEntry[]): DeskView {
  const shown = history.findLastIndex(
    ({ role, ...entry }) => role === "user" && "text" in entry && DOCUMENT.test(entry.text),
  );
  const start = shown < 0 ? history.findLastIndex(({ role }) => role === "user") : shown;
  const first = history[start];
  const text = first?.role === "user" ? unindented(first.text) : "";
  const { calls, said, turns } = readWork(history.slice(start + 1));
  return {
    title: DOCUMENT.exec(text)?.[1] ?? "",
    blocks: [...text.matchAll(BLOCK)].map(([, id = "", type = "", title = "", body = ""]) =>
      readBlock(id, type, title, body),
    ),
    about: ABOUT.exec(text)?.[1] ?? null,
    prompt: promptIn(text),
    lastAnswer: lastAnswerIn(history.slice(0, start)),
    earlier: history.slice(0, start).flatMap((entry) => (entry.role === "user" ? [promptIn(entry.text)] : [])),
    calls,
    said,
    turns,
  };
}

function readBlock(id: string, type: string, title: string, body: string): SeenBlock {
  const parts = body.split(/^\[proposed by [^\n]*\]\n/mu);
  const marks = [...body.matchAll(/^\[proposed by ([^\n]*)\]$/gmu)].map(([, mark = ""]) => mark);
  const isLeaving = /^\[\S[^\n]* proposes to delete \S+\]$/mu.test(body);
  const newest = (parts.at(-1) ?? "").replace(/^\[\S[^\n]* proposes to (?:delete|move) [^\n]*\]\n/gmu, "");
  const isUnfinished = marks.at(-1)?.includes("unfinished: go on") ?? false;
  return { id, type, title, text: newest.replace(/\n$/u, ""), isUnfinished, isLeaving };
}

function lastAnswerIn(history: readonly HistoryEntry[]): string {
  const last = history.findLast(({ role }) => role === "assistant");
  return last?.role === "assistant" ? last.text : "";
}

/** Without the document, what the program says, and the “go on” behind what was not answered. */
function promptIn(text: string): string {
  return text
    .replace(BLOCK, "")
    .split("\n")
    .filter((line) => !/^\[(?:system|news)\]|^This message is about block /u.test(line))
    .join("\n")
    .replaceAll(/^\(About block \S+?:\) /gmu, "")
    .trim()
    .split(/\n{2,}/u)
    .filter((part, index) => index === 0 || !isGoOn(part))
    .join("\n\n");
}

function readWork(entries: readonly HistoryEntry[]): Pick<DeskView, "calls" | "said" | "turns"> {
  const calls: DoneCall[] = [];
  const said: { text: string; after: number }[] = [];
  let asked: readonly ToolCall[] = [];
  let turns = 0;
  const hear = (text: string) => {
    for (const [, words = ""] of text.matchAll(SAID)) said.push({ text: words, after: calls.length });
  };
  for (const entry of entries) {
    switch (entry.role) {
      case "assistant":
        asked = entry.tool_calls;
        turns++;
        break;
      case "tool":
        entry.results.forEach(({ call_id, text }, index) => {
          const call = asked.find((each) => each.call_id === call_id) ?? asked[index];
          const result = unindented(text);
          const done = result.replace(/^\[system\] /u, "");
          const ok = !/^(?:Not |Nothing |Unknown |Arguments |There is no )/u.test(done);
          if (call) calls.push({ name: call.name, args: argsOf(call.arguments), result: done, ok });
          hear(result);
        });
        break;
      case "user":
        hear(entry.text);
        break;
    }
  }
  return { calls, said, turns };
}

/** In a room what goes on is indented. */
function unindented(text: string): string {
  return text.replace(/^ {2}/gmu, "");
}

function argsOf(written: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
