import { describe, expect, it } from "vitest";
import type { Chat, Document, User } from "../../documents/model.ts";
import { findDocument, knownChat, knownDocument } from "./find-document.ts";

const USER: User = { id: "local", name: "Grace", created_at: 1 };
const document = (id: string, title: string): Document => ({
  id,
  user_id: "local",
  title,
  created_at: 1,
  updated_at: 1,
});
const chat = (id: string): Chat => ({
  ...{ id, user_id: "local", title: "About gold", document_id: null },
  ...{ created_at: 1, updated_at: 1 },
});

function shelf(documents: readonly Document[], chats: readonly Chat[] = []) {
  return { documents: async () => documents, chats: async () => chats };
}

describe("which document is meant", () => {
  const two = shelf([
    document("d1", "Gold"),
    document("d2", "gold"),
    document("d3", "Silver"),
    document("d4", "Silver"),
  ]);

  it("[ASK-13] by id, by title, by a title in another case", async () => {
    expect((await findDocument(two, USER, "d2"))?.id).toBe("d2");
    expect((await findDocument(two, USER, "gold"))?.id).toBe("d2");
    expect((await findDocument(shelf([document("d1", "Gold")]), USER, " GOLD"))?.id).toBe("d1");
    expect(await findDocument(two, USER, "Copper")).toBeNull();
  });

  it("[ASK-13] of several with one title it says how to choose", async () => {
    const asked = findDocument(two, USER, "Silver");
    await expect(asked).rejects.toThrow(/2 documents are called "Silver": name one by its id instead, of d3, d4/);
  });

  it("[ASK-13] one that has to be there and is not", async () => {
    await expect(knownDocument(two, USER, "Siver")).rejects.toThrow(/no document "Siver".*did you mean "Silver"/);
    await expect(knownDocument(shelf([]), USER, "x")).rejects.toThrow(/llm-chat documents lists them all/);
  });

  it("[ASK-14] a chat by its id, or the last one", async () => {
    const chats = shelf([], [chat("c2"), chat("c1")]);
    expect((await knownChat(chats, USER, "last")).id).toBe("c2");
    expect((await knownChat(chats, USER, "c1")).id).toBe("c1");
    await expect(knownChat(chats, USER, "c3")).rejects.toThrow(/no chat "c3"; the last one is c2/);
    await expect(knownChat(shelf([]), USER, "last")).rejects.toThrow(/there is no chat yet/);
  });
});
