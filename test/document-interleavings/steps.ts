/** What may happen next in a document, as data that shrinks: which block, which proposal and which version is found out when it happens. */
import fc from "fast-check";
import type { Command } from "../../src/documents/core/command.ts";
import type { Author, BlockState, Proposal } from "../../src/documents/model.ts";
import { AGENT, ALAN, GRACE, OTHER_AGENT } from "../fakes/block-board.ts";

export type Action =
  | Command
  | { readonly type: "append"; readonly proposal_id: string; readonly text: string }
  /** Its last words, and its end at once. */
  | {
      readonly type: "append_and_finish";
      readonly text: string;
      readonly finish: Extract<Command, { type: "finish" }>;
    };

const PERSON = [
  ...(["add", "add", "edit", "edit", "accept", "accept", "accept", "accept", "accept_all"] as const),
  ...(["revert", "revert", "revert", "move", "move", "remove", "apply", "apply", "apply_new"] as const),
];
const WRITER = [
  ...(["propose_block", "propose_block", "propose_block", "propose_text", "propose_text", "propose_text"] as const),
  ...(["append", "append", "append", "append", "finish", "finish", "write_on", "write_on"] as const),
  ...(["propose_delete", "propose_delete_all", "propose_move", "propose_move"] as const),
];
type What = (typeof PERSON)[number] | (typeof WRITER)[number];

export interface Step {
  readonly who: Author;
  readonly what: What;
  /** Which of those there are, counted round. */
  readonly block: number;
  readonly proposal: number;
  readonly other: number;
  /** Which version: the one that is there, an older one, or one that is not there yet. */
  readonly base: "now" | "now " | "now  " | "older" | "ahead";
  readonly named: boolean;
  readonly ending: "\n" | "\r\n" | "";
}

const stepOf = (who: readonly Author[], what: readonly What[]): fc.Arbitrary<Step> =>
  fc.record({
    who: fc.constantFrom(...who),
    what: fc.constantFrom(...what),
    block: fc.nat(7),
    proposal: fc.nat(3),
    other: fc.integer({ min: -2, max: 7 }),
    base: fc.constantFrom("now", "now ", "now  ", "older", "ahead"),
    named: fc.boolean(),
    ending: fc.constantFrom("\n", "\r\n", ""),
  });

/** Two people, and one agent or two. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(stepOf([GRACE, ALAN], PERSON), stepOf([AGENT, AGENT, OTHER_AGENT], WRITER)),
  { minLength: 2, maxLength: 60, size: "max" },
);

/** `word` is in no other text, so that it can be looked for; `idPart` in no other id. Null: there is nothing yet that this could happen to. */
export function actionOf(step: Step, word: string, idPart: string, blocks: readonly BlockState[]): Action | null {
  const state = blocks[step.block % Math.max(1, blocks.length)];
  const content = `${word}${step.ending}`;
  const text = { proposal_id: `t${idPart}`, content, status: step.named ? "streaming" : "done" } as const;
  const after = step.other === -1 ? null : (blocks[step.other]?.block.id ?? "gone");
  const block = { id: `b${idPart}`, type: "md", meta: {}, place: step.named ? "end" : { after } } as const;
  if (step.what === "add") return { type: "add", block, content };
  if (step.what === "propose_block") return { type: "propose_block", block, text };
  if (step.what === "apply_new") return { type: "propose_block", block, text: { ...text, status: "done" } };
  if (step.what === "accept_all" || step.what === "propose_delete_all") return { type: step.what };
  if (!state) return null;
  const { id: block_id, version, current } = state.block;
  const base = step.base === "older" ? Math.max(0, version - 1) : step.base === "ahead" ? version + 1 : version;
  const proposal = chosen(state.proposals, step.proposal);
  const names = step.named && proposal ? { proposal_id: proposal.id } : {};
  switch (step.what) {
    case "edit":
      // Half of it stays as it was, so that a difference has something in common.
      return { type: "edit", block_id, base, content: step.named ? `${current ?? ""}${content}` : content };
    case "accept":
      return { type: "accept", block_id, ...names, ...(step.base !== "now" && { over: base }) };
    case "revert":
      return { type: "revert", block_id, ...names };
    case "move":
      return { type: "move", block_id, after };
    case "remove":
      return { type: "remove", block_id, ...(step.named && { base }) };
    case "apply":
      return { type: "propose_text", block_id, base, text: { ...text, status: "done" } };
    case "propose_text":
      return { type: "propose_text", block_id, base, text };
    case "propose_delete":
      return { type: "propose_delete", block_id, base };
    case "propose_move":
      return { type: "propose_move", block_id, base, after };
    case "write_on": {
      const cut = step.proposal === 0 ? proposal : withStatus(blocks, "cut");
      return { type: "write_on", block_id: cut?.block_id ?? block_id, proposal_id: cut?.id ?? "gone" };
    }
    case "finish": {
      const open = step.proposal === 0 ? proposal : withStatus(blocks, "streaming");
      const status = step.named ? "cut" : "done";
      const end = { block_id: open?.block_id ?? block_id, proposal_id: open?.id ?? "gone", status } as const;
      const finish = { type: "finish", ...end } as const;
      const isOpen = open?.kind === "text" && open.status === "streaming";
      return isOpen && step.other > 2 ? { type: "append_and_finish", text: content, finish } : finish;
    }
    case "append": {
      const open = withStatus(blocks, "streaming");
      return open ? { type: "append", proposal_id: open.id, text: content } : null;
    }
  }
}

function chosen(proposals: readonly Proposal[], index: number): Proposal | undefined {
  return proposals[index % Math.max(1, proposals.length)];
}

function withStatus(blocks: readonly BlockState[], status: "cut" | "streaming"): Proposal | undefined {
  return blocks.flatMap(({ proposals }) => proposals).find((each) => each.kind === "text" && each.status === status);
}
