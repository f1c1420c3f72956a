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
  /** Proposals that the person leaves, or that cannot be had. */
  const left = new Set<string>();
  const end = { accepted: 0, reverted: 0 };
  for (;;) {
    const blocks = await document.blocks();
    const items = reviewItems(blocks).filter(({ proposal }) => !left.has(proposal.id));
    const [item] = items;
    if (!item) return { ...end, interrupted: false };
    present(item, items.length, blocks, options);
    const choice = await choose(item, blocks, options);
    switch (choice) {
      case "quit":
      case "interrupt":
        return { ...end, interrupted: choice === "interrupt" };
      case "skip":
        left.add(item.proposal.id);
        break;
      case "accept_all": {
        const accepted = await acceptFresh(document, left);
        end.accepted += accepted;
        print([span(`Accepted: ${accepted}.`, { color: "good" })]);
        break;
      }
      case "accept":
      case "revert": {
        const done = await document.execute(commandOf(choice, item));
        if ("changed" in done) {
          end[choice === "accept" ? "accepted" : "reverted"] += 1;
          print([choice === "accept" ? span("Accepted.", { color: "good" }) : span("Reverted.", { color: "warning" })]);
          break;
        }
        print([span(sanitizeLine(done.refusal.message), { color: "warning" })]);
        // What has changed meanwhile is looked at again.
        if (done.refusal.code !== "stale_base") left.add(item.proposal.id);
      }
    }
  }
}

function commandOf(choice: "accept" | "revert", { state, proposal }: ReviewItem): Command {
  const named = { block_id: state.block.id, proposal_id: proposal.id };
  return choice === "revert" ? { type: "revert", ...named } : { type: "accept", ...named, over: state.block.version };
}

/** All that is neither stale nor left, one after the other; how many those were. */
async function acceptFresh(document: Reviewed, left: Set<string>): Promise<number> {
  for (let accepted = 0; ; ) {
    const items = reviewItems(await document.blocks());
    const item = items.find(({ proposal, stale }) => !stale && !left.has(proposal.id));
    if (!item) return accepted;
    const named = { block_id: item.state.block.id, proposal_id: item.proposal.id };
    const done = await document.execute({ type: "accept", ...named });
    if ("changed" in done) accepted += 1;
    else if (done.refusal.code !== "stale_base") left.add(item.proposal.id);
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
    if (press.type !== "key") print([]);
    else if (!keys.isEchoed) print([span(sanitizeLine(press.key))]);
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
