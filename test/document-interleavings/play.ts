/** Plays steps in a world and in the model, and holds the one against the other after each: throws where they part. */
import type { BlockState } from "../../src/documents/model.ts";
import type { Refusal } from "../../src/documents/refusal.ts";
import { DocumentModel, leadsTo, type Outcome } from "./document-model.ts";
import { type Action, actionOf, type Step } from "./steps.ts";
import type { World } from "./world.ts";

/** How often what is interesting has happened. */
export type Tally = Record<string, number>;

export async function play(steps: readonly Step[], world: World, tally: Tally): Promise<void> {
  const model = new DocumentModel();
  const ledger = new Ledger();
  let before = await world.blocks();
  for (const [index, step] of steps.entries()) {
    const action = actionOf(step, `<${index}>`, `${world.idPrefix}-${index}`, before);
    if (!action) continue;
    const expected = model.run(step.who, action);
    const refusal = await world.run(step.who, action);
    const after = await world.blocks();
    try {
      checkOutcome(expected, refusal);
      learnIds(model, after);
      expectSame(inShort(after), modelInShort(model), "blocks");
      checkOrder(after);
      checkOthers(action, before, after);
      ledger.note(action, refusal);
      if (action.type === "revert" && !refusal) checkReverted(action.block_id, before, after);
      const blockIds = new Set(ledger.blockIds);
      const revisions = await world.revisions(blockIds);
      const kept = revisions.map(({ block_id, version, content, author, reason }) => ({
        ...{ block_id, version, content, author, reason },
      }));
      expectSame(sorted(kept), sorted(model.kept), "revisions");
      ledger.checkNothingLost(after, [...kept.map(({ content }) => content), ...model.reverted]);
    } catch (error) {
      throw new Error(`step ${index}, ${JSON.stringify({ by: step.who, ...action })}: ${String(error)}`, {
        cause: error,
      });
    }
    count(tally, action, refusal);
    before = after;
  }
}

/** Every word that was ever written. Those that a person took back are with the model. */
class Ledger {
  readonly #words: string[] = [];
  readonly blockIds: string[] = [];

  note(action: Action, refusal: Refusal | null): void {
    if (refusal) return;
    if (action.type === "add" || action.type === "propose_block") this.blockIds.push(action.block.id);
    if (action.type === "append" || action.type === "append_and_finish") this.#words.push(action.text.trimEnd());
    const content =
      "content" in action
        ? action.content
        : "text" in action && typeof action.text !== "string"
          ? action.text.content
          : "";
    this.#words.push(...(content.match(/<\d+>/g) ?? []));
  }

  checkNothingLost(blocks: readonly BlockState[], elsewhere: readonly string[]): void {
    const there = blocks.flatMap(({ block, proposals }) => [
      block.current ?? "",
      ...proposals.map((each) => (each.kind === "text" ? each.content : "")),
    ]);
    const all = [...there, ...elsewhere].join("\n");
    const lost = this.#words.filter((word) => !all.includes(word));
    if (lost.length > 0) throw new Error(`lost: ${lost.join(" ")}`);
  }
}

function checkOutcome(expected: Outcome, refusal: Refusal | null): void {
  expectSame(refusal?.code ?? null, expected.refused, "outcome");
  if (refusal?.code !== "stale_base" || expected.refused === null) return;
  const { difference = "", current, version } = refusal;
  if (version === undefined || current === undefined) throw new Error("a stale base without what is there");
  if (!leadsTo(difference, current ?? "", expected.proposed ?? ""))
    throw new Error(`a wrong difference: ${difference}`);
}

function checkOrder(blocks: readonly BlockState[]): void {
  const positions = blocks.map(({ block }) => block.position);
  for (const [index, position] of positions.entries()) {
    const next = positions[index + 1];
    if (next !== undefined && position >= next) throw new Error(`positions ${position} and ${next}`);
  }
}

/** But for the block it is about, a command leaves everything as it was. */
function checkOthers(action: Action, before: readonly BlockState[], after: readonly BlockState[]): void {
  if (action.type === "accept_all" || action.type === "propose_delete_all" || action.type === "append") return;
  const about = "block" in action ? action.block.id : "finish" in action ? action.finish.block_id : action.block_id;
  const others = (blocks: readonly BlockState[]) => blocks.filter(({ block }) => block.id !== about);
  expectSame(others(after), others(before), "other blocks");
}

/** One proposal less, or no block where there was nothing else; what it says is the same to the byte. */
function checkReverted(id: string, before: readonly BlockState[], after: readonly BlockState[]): void {
  const was = before.find(({ block }) => block.id === id);
  const is = after.find(({ block }) => block.id === id);
  if (!is) {
    if (was?.block.current !== null) throw new Error("a revert took a block away that says something");
    return;
  }
  expectSame(is.block, was?.block, "the reverted block");
  const left = was?.proposals.filter((each) => is.proposals.some(({ id: other }) => other === each.id)) ?? [];
  expectSame(is.proposals, left, "the other proposals");
  expectSame(left.length, (was?.proposals.length ?? 0) - 1, "proposals taken back");
}

function learnIds(model: DocumentModel, blocks: readonly BlockState[]): void {
  for (const block of model.blocks) {
    const proposals = blocks.find((each) => each.block.id === block.id)?.proposals ?? [];
    block.waiting = block.waiting.map((each, index) =>
      each.id === "" ? { ...each, id: proposals[index]?.id ?? "" } : each,
    );
  }
}

function inShort(blocks: readonly BlockState[]): unknown {
  return blocks.map(({ block: { id, current, version, author }, proposals }) => ({
    ...{ id, current, version, author },
    waiting: proposals.map((each) => ({
      ...{ kind: each.kind, id: each.id, base: each.base, author: each.author },
      content: each.kind === "text" ? each.content : null,
      status: each.kind === "text" ? each.status : "",
      after: each.kind === "move" ? each.after : null,
    })),
  }));
}

function modelInShort({ blocks }: DocumentModel): unknown {
  return blocks.map(({ id, current, version, author, waiting }) => ({
    ...{ id, current, version, author },
    waiting: waiting.map(({ kind, id: proposal, base, author: by, content, status, after }) => ({
      ...{ kind, id: proposal, base, author: by, content, status, after },
    })),
  }));
}

function sorted(all: readonly unknown[]): readonly string[] {
  return all.map((each) => JSON.stringify(each)).toSorted();
}

function expectSame(is: unknown, expected: unknown, what: string): void {
  const [one, other] = [JSON.stringify(is), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${what}: ${one} instead of ${other}`);
}

function count(tally: Tally, action: Action, refusal: Refusal | null): void {
  const what = `${action.type} ${refusal?.code ?? "done"}${action.type === "accept" && action.over !== undefined ? " over" : ""}`;
  tally[what] = (tally[what] ?? 0) + 1;
}
