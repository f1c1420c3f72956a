/** The changes that wait, shown one by one to the person at the terminal, who accepts, reverts or leaves each. */
import type { Command } from "../../documents/core/command.ts";
import type { Executed } from "../../documents/document-host.ts";
import type { BlockState } from "../../documents/model.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import { BOLD, DIM, type Line, span } from "../tui/line.ts";
import { authorWords, blockWords, changeWords } from "./block-words.ts";
import { differenceLines } from "./difference-lines.ts";
import type { Keys } from "./keys.ts";
import { type ReviewItem, reviewItems } from "./review-items.ts";

/** The document, and what the person does to it. */
export interface Reviewed {
  blocks(): Promise<readonly BlockState[]>;
  execute(command: Command): Promise<Executed>;
}

export interface ReviewOptions {
  readonly document: Reviewed;
  readonly keys: Keys;
  readonly print: (line: Line) => void;
  /** Without an end of line. */
  readonly prompt: (line: Line) => void;
  readonly colors: boolean;
  readonly columns: number;
  readonly rows: number;
}

export interface ReviewEnd {
  readonly accepted: number;
  readonly reverted: number;
  readonly interrupted: boolean;
}

/** Lines of a screen that a change does not fill. */
const BESIDE = 7;

export async function review(options: ReviewOptions): Promise<ReviewEnd> {
  const { document, print } = options;
  const left = new Set<string>();
  const end = { accepted: 0, reverted: 0 };
  for (;;) {
    const items = reviewItems(await document.blocks()).filter(({ proposal }) => !left.has(proposal.id));
    const [item] = items;
    if (!item) return { ...end, interrupted: false };
    present(item, items.length, await document.blocks(), options);
    const action = await choose(item, await document.blocks(), options);
    if (action === "quit" || action === "interrupt") return { ...end, interrupted: action === "interrupt" };
    const { state, proposal } = item;
    if (action === "skip") {
      left.add(proposal.id);
      continue;
    }
    const named = { block_id: state.block.id, proposal_id: proposal.id };
    const commands: Record<typeof action, Command> = {
      accept: { type: "accept", ...named, over: state.block.version },
      revert: { type: "revert", ...named },
      accept_all: { type: "accept_all" },
    };
    const before = items.length;
    const done = await document.execute(commands[action]);
    if ("refusal" in done) {
      print([span(sanitizeLine(done.refusal.message), { color: "warning" })]);
      if (done.refusal.code !== "stale_base") left.add(proposal.id);
    } else if (action === "accept_all") {
      const after = reviewItems(await document.blocks()).filter((each) => !left.has(each.proposal.id));
      end.accepted += before - after.length;
      print([span(`Accepted: ${before - after.length}.`, { color: "good" })]);
      // What is left is stale, or loses its place: it has to be looked at, or left.
      if (after.length === before) for (const each of after) left.add(each.proposal.id);
    } else {
      end[action === "accept" ? "accepted" : "reverted"] += 1;
      print([
        span(action === "accept" ? "Accepted." : "Reverted.", { color: action === "accept" ? "good" : "warning" }),
      ]);
    }
  }
}

type Choice = "accept" | "revert" | "skip" | "accept_all" | "quit" | "interrupt";

const CHOICES: Readonly<Record<string, Choice>> = {
  a: "accept",
  r: "revert",
  s: "skip",
  A: "accept_all",
  q: "quit",
};

/** Says what it is and as much of it as fits. */
function present(item: ReviewItem, count: number, blocks: readonly BlockState[], options: ReviewOptions): void {
  const { print, rows } = options;
  const { state, proposal, stale } = item;
  const title = `${changeWords(state, proposal)} ${blockWords(state)}`;
  print([]);
  print([
    span(`── ${count} to look at · `, DIM),
    span(sanitizeLine(title), BOLD),
    span(` · ${authorWords(proposal.author)}`, DIM),
  ]);
  if (stale) {
    const text = `The block has changed since this was written (version ${proposal.base}, now ${state.block.version}). Accepting it takes it over what is there.`;
    print([span(text, { color: "warning" })]);
  }
  const lines = linesOf(item, blocks, options);
  const shown = lines.slice(0, Math.max(3, rows - BESIDE));
  for (const line of shown) print(line);
  const more = lines.length - shown.length;
  if (more > 0) print([span(`… ${more} more ${more === 1 ? "line" : "lines"} (d shows them)`, DIM)]);
}

async function choose(item: ReviewItem, blocks: readonly BlockState[], options: ReviewOptions): Promise<Choice> {
  const { keys, print, prompt, rows } = options;
  let hasMore = linesOf(item, blocks, options).length > Math.max(3, rows - BESIDE);
  for (;;) {
    prompt(promptLine(hasMore));
    const press = await keys.next();
    const choice = press.type === "key" ? (CHOICES[press.key] ?? null) : press.type === "end" ? "quit" : "interrupt";
    print(press.type === "key" ? [span(sanitizeLine(press.key))] : []);
    if (choice) return choice;
    if (press.type !== "key" || press.key !== "d" || !hasMore) continue;
    for (const line of linesOf(item, blocks, options)) print(line);
    hasMore = false;
  }
}

function promptLine(hasMore: boolean): Line {
  const words = [
    ...[
      ["a", "accept"],
      ["r", "revert"],
      ["s", "skip"],
      ["A", "accept all"],
    ],
    ...(hasMore ? [["d", "show more"]] : []),
    ["q", "quit"],
  ];
  return [...words.flatMap(([key, word]) => [span(`${key}`, BOLD), span(` ${word}  `, DIM)]), span("> ")];
}

function linesOf(
  { state, proposal }: ReviewItem,
  blocks: readonly BlockState[],
  { colors, columns }: ReviewOptions,
): readonly Line[] {
  const { current, type } = state.block;
  const width = Math.max(20, columns - 1);
  if (proposal.kind === "move") {
    const target = blocks.find(({ block }) => block.id === proposal.after);
    const where =
      proposal.after === null ? "to the beginning" : `behind ${target ? blockWords(target) : "a block that is gone"}`;
    return [[span(`It moves ${where}.`)]];
  }
  if (type === "image/jpg" || type === "image/png") return [[span("(a picture: look at it in the page)", DIM)]];
  return differenceLines(current, proposal.kind === "delete" ? null : proposal.content, { colors, width });
}
