/** Where a text goes, as the command that begins it. */
import type { Command } from "../core/command.ts";
import type { TextTarget } from "../document-host.ts";

export function beginning(target: TextTarget, proposal_id: string): Command {
  const text = { proposal_id, content: "", status: "streaming" } as const;
  switch (target.type) {
    case "new":
      return { type: "propose_block", block: target.block, text };
    case "edit":
      return { type: "propose_text", block_id: target.block_id, base: target.base, text };
    case "write_on":
      return { type: "write_on", block_id: target.block_id, proposal_id };
  }
}

export function blockOf(target: TextTarget): string {
  return target.type === "new" ? target.block.id : target.block_id;
}
