/** The blocks that there are after some calls of an answer: as they were shown at its beginning, and what was done since. */
import type { DeskView, DoneCall, SeenBlock } from "./desk-view.ts";

const PLANNED = /^(\S+) “(.+)”$/gmu;
const MADE = /^Written as (\S+) /u;

export function plannedIn({ result }: DoneCall): readonly { readonly id: string; readonly heading: string }[] {
  return [...result.matchAll(PLANNED)].map(([, id = "", heading = ""]) => ({ id, heading }));
}

/** Those that stay. */
export function blocksAfter({ blocks, calls }: DeskView, count: number): readonly SeenBlock[] {
  let now = blocks.filter(({ isLeaving }) => !isLeaving);
  const change = (id: unknown, text: (old: string) => string) => {
    now = now.map((block) => (block.id === id ? { ...block, text: text(block.text), isUnfinished: false } : block));
  };
  for (const call of calls.slice(0, count)) {
    if (!call.ok) continue;
    const { name, args, result } = call;
    const content = typeof args["content"] === "string" ? args["content"] : "";
    const made = MADE.exec(result)?.[1];
    if (name === "plan_document") {
      now = plannedIn(call).map(({ id, heading }) => ({ ...newBlock(id, `## ${heading}\n\n`), isUnfinished: true }));
    } else if (name === "edit_block") change(args["block_id"], () => content);
    else if (name === "write_block" && made === undefined) change(args["block_id"], (old) => `${old}${content}`);
    else if (name === "write_block" && made !== undefined) now = [...now, newBlock(made, content)];
    else if (name === "delete_block") now = now.filter(({ id }) => id !== args["block_id"]);
  }
  return now;
}

function newBlock(id: string, text: string): SeenBlock {
  return { id, type: "md", title: "", text, isUnfinished: false, isLeaving: false };
}
