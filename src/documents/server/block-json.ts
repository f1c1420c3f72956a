/** A block as the HTTP API shows it. */
import type { BlockJson, BlockStatus } from "../http-api.ts";
import type { BlockState } from "../model.ts";

export function blockJson({ block, proposals }: BlockState): BlockJson {
  const { id, owner, type, meta: metadata, position, version, current, author, created_at } = block;
  const text = proposals.findLast((each) => each.kind === "text");
  const isProposed: BlockStatus = proposals.length > 0 ? "new" : "current";
  return {
    id,
    chat_id: owner.type === "chat" ? owner.chat_id : null,
    document_id: owner.type === "document" ? owner.document_id : null,
    ...{ type, metadata, position, version, current },
    new: text?.content ?? null,
    author,
    status: text && text.status !== "done" ? text.status : isProposed,
    proposals,
    created_at,
  };
}
