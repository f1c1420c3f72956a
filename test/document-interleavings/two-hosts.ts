/** Two processes, as far as they can see, on one database: what they do at the same time, and what of it is lost. */
import type { Command } from "../../src/documents/core/command.ts";
import { DocumentHost } from "../../src/documents/document-host.ts";
import { randomId } from "../../src/documents/ids.ts";
import type { DocumentStore } from "../../src/documents/store/document-store.ts";
import { ADA } from "../fakes/document-stage.ts";
import { ManualClock } from "../fakes/manual-clock.ts";
import { actionOf, type Step } from "./steps.ts";

/** Each has half of the steps. Resolves to the words that were taken and are nowhere. */
export async function playTogether(
  steps: readonly Step[],
  stores: readonly [DocumentStore, DocumentStore],
  run: number,
): Promise<readonly string[]> {
  const owner = { type: "document", document_id: `d${run}` } as const;
  const document = { id: owner.document_id, user_id: ADA.id, title: "", created_at: 1, updated_at: 1 };
  await stores[0].write([
    { type: "user_put", user: ADA, token_hash: null },
    { type: "document_put", document },
  ]);
  const taken: string[] = [];
  const blockIds = new Set<string>();
  const clock = new ManualClock();
  const hosts = stores.map(
    (store) => new DocumentHost({ store, clock, newId: randomId, log: () => {}, activityOf: () => "idle" }),
  );
  const half = async (host: DocumentHost, which: number) => {
    for (const [index, step] of steps.entries()) {
      if (index % 2 !== which) continue;
      const word = `<${index}>`;
      const action = actionOf(step, word, `${run}-${index}`, await host.blocks(owner));
      if (!action || action.type === "append" || action.type === "append_and_finish") continue;
      const command = action.type === "revert" ? null : whole(action);
      if (!command) continue;
      if ("block" in command) blockIds.add(command.block.id);
      const done = await host.execute(owner, command, { author: step.who, chat_id: null });
      if ("changed" in done && ("content" in command || "text" in command)) taken.push(word);
    }
  };
  await Promise.all(hosts.map(half));
  const blocks = await stores[0].blocks(owner);
  const revisions = await Promise.all([...blockIds].map((id) => stores[0].revisions(id)));
  const all = [
    ...blocks.flatMap(({ block, proposals }) => [
      block.current ?? "",
      ...proposals.map((each) => (each.kind === "text" ? each.content : "")),
    ]),
    ...revisions.flat().map(({ content }) => content),
  ].join("\n");
  return taken.filter((word) => !all.includes(word));
}

/** Nothing streams: whose text that would be is another question. */
function whole(command: Command): Command {
  return "text" in command ? { ...command, text: { ...command.text, status: "done" } } : command;
}
