/** When the answer is there: what waits in the document is accepted, looked at one by one, or named with how to do so. */
import type { Command } from "../../documents/core/command.ts";
import type { Documents } from "../../documents/documents.ts";
import type { User } from "../../documents/model.ts";
import { shellWord } from "../shell-word.ts";
import { DIM, type Line, span } from "../tui/line.ts";
import type { AskOptions } from "./ask-options.ts";
import { authorWords, blockWords, changeWords } from "./block-words.ts";
import type { Desk } from "./desk.ts";
import { canReview, reviewAtTerminal } from "./review-at-terminal.ts";
import { reviewItems } from "./review-items.ts";
import type { AskWorld } from "./run-ask.ts";

export interface Settled {
  /** Somebody has decided what is accepted. */
  readonly isSettled: boolean;
  readonly interrupted: boolean;
}

export interface SettleParts {
  readonly documents: Documents;
  readonly user: User;
  readonly desk: Desk;
  readonly ended: "answered" | "stopped" | "failed";
}

export async function settle(options: AskOptions, world: AskWorld, parts: SettleParts): Promise<Settled> {
  const { documents, user, desk, ended } = parts;
  const undecided = { isSettled: false, interrupted: false };
  const { host, pen } = world;
  const say = (line: Line) => {
    if (!options.quiet && !options.json) host.stderr.write(`${pen.draw(line)}\n`);
  };
  if (ended === "stopped")
    say([span(`What was written stays. To go on:  llm-chat ask --chat ${desk.chat.id} "go on"`)]);
  if (ended === "failed") say([span(`To try again:  llm-chat ask --chat ${desk.chat.id} "go on"`)]);
  if (!desk.document) return undecided;
  const owner = { type: "document", document_id: desk.document.id } as const;
  const actor = { author: { type: "user", id: user.id, name: user.name }, chat_id: null } as const;
  const blocks = () => documents.host.blocks(owner);
  const items = reviewItems(await blocks());
  const how = howToSettle(options, world, ended);
  if (ended === "stopped" || items.length === 0) return { ...undecided, isSettled: how === "ask" };
  if (how === "all") {
    await documents.host.execute(owner, { type: "accept_all" }, actor);
    const left = reviewItems(await blocks()).length;
    say([span(`Accepted: ${items.length - left}${left === 0 ? "" : `; ${left} left`}.`, DIM)]);
    return { ...undecided, isSettled: true };
  }
  const title = (await documents.store.document(desk.document.id))?.title ?? desk.document.title;
  const toAccept = `To accept all of it:  llm-chat documents ${shellWord(title)} --accept all`;
  if (how === "none") {
    for (const line of waitingLines(items)) say(line);
    say([span(toAccept)]);
    return undecided;
  }
  const execute = (command: Command) => documents.host.execute(owner, command, actor);
  const end = await reviewAtTerminal({ blocks, execute }, world);
  const left = reviewItems(await blocks()).length;
  if (left > 0) say([span(`${waitWords(left)}. ${toAccept}`, DIM)]);
  return { isSettled: true, interrupted: end.interrupted };
}

/** After a failure nothing is accepted unseen; nobody is asked who cannot answer. */
function howToSettle(options: AskOptions, world: AskWorld, ended: SettleParts["ended"]): "all" | "none" | "ask" {
  const { accept = "ask" } = options;
  if (accept === "ask") return !options.quiet && !options.json && canReview(world.host) ? "ask" : "none";
  return ended === "failed" ? "none" : accept;
}

function waitingLines(items: ReturnType<typeof reviewItems>): readonly Line[] {
  const lines = items.map(({ state, proposal, stale }) => {
    const note = stale ? ", the block has changed since" : "";
    return [
      span(`  ${changeWords(state, proposal)} ${blockWords(state)}, ${authorWords(proposal.author)}${note}`, DIM),
    ];
  });
  return [[span(`${waitWords(items.length)}:`)], ...lines];
}

function waitWords(count: number): string {
  return `${count} ${count === 1 ? "change waits" : "changes wait"}`;
}
