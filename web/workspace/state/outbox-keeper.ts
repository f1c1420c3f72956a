/** Messages on their way, kept for the tab: a reload before the server has them loses none. */
import * as z from "zod";
import type { Outgoing } from "./workspace-state.ts";
import type { WorkspaceModel } from "./workspace-model.ts";

const NAME = "llm-chat outbox";

const OUTBOX = z.array(
  z.object({
    status: z.enum(["waiting", "sent", "lost", "refused"]),
    content: z.string(),
    chat_id: z.string(),
    document_id: z.string().nullable(),
    block_id: z.string().nullable(),
    before: z.number(),
  }),
);

/** A browser may refuse its storage: then nothing is kept. */
export function keepOutbox(model: WorkspaceModel, storage: () => Pick<Storage, "getItem" | "setItem">): void {
  let kept = restored(model, storage);
  model.store.change({ outbox: kept });
  model.store.subscribe(() => {
    const { outbox } = model.state;
    if (outbox === kept) return;
    kept = outbox;
    try {
      storage().setItem(NAME, JSON.stringify(outbox));
    } catch {
      // They are on their way all the same.
    }
  });
}

function restored(model: WorkspaceModel, storage: () => Pick<Storage, "getItem">): readonly Outgoing[] {
  try {
    // Whether what was sent has arrived, the chat tells.
    return OUTBOX.parse(JSON.parse(storage().getItem(NAME) ?? "[]")).map((each) => ({
      ...each,
      id: model.newId(),
      status: each.status === "sent" ? "lost" : each.status,
    }));
  } catch {
    return [];
  }
}
