/** What is kept by the page: messages on their way, what a person prefers, drafts, lists. */
import { describe, expect, it } from "vitest";
import { IN_SAMPLE_CHAT, SAMPLE_CHAT, SAMPLE_DOCUMENT, sampleBlock } from "../../../test/fakes/block-samples.ts";
import { authorColors } from "./author-colors.ts";
import { loadChoice, saveChoice } from "./choice.ts";
import { Drafts, newDraftId } from "./drafts.ts";
import { commandOf, KEYS } from "./keyboard.ts";
import { listsAfter } from "./lists.ts";
import { outboxAfter } from "./outbox.ts";
import { NOTHING_SHOWN } from "./shown.ts";
import { type Outgoing, USUAL_CHOICE } from "./workspace-state.ts";

class MemoryStorage {
  readonly #values = new Map<string, string>();
  getItem = (name: string) => this.#values.get(name) ?? null;
  setItem = (name: string, value: string) => void this.#values.set(name, value);
  removeItem = (name: string) => void this.#values.delete(name);
}

const refused = (): never => {
  throw new Error("the browser refuses its storage");
};

describe("messages on their way", () => {
  const sent: Outgoing = {
    ...{ id: 1, status: "sent", content: "Yes", chat_id: "c1", document_id: null, block_id: null, before: 1 },
  };
  const message = (id: string, current: string) =>
    sampleBlock(id, { owner: IN_SAMPLE_CHAT, meta: { role: "user" }, current });
  const chat = (...texts: readonly string[]) => ({
    ...{ chat: SAMPLE_CHAT, activity: "idle" as const },
    blocks: texts.map((text, index) => message(`m${index}`, text)),
  });
  const open = { status: "open" } as const;

  it("[WORK-16] are over when the chat has them, not by an older one that says the same", () => {
    expect(outboxAfter([sent], open, chat("Yes"))).toEqual([sent]);
    expect(outboxAfter([sent], open, chat("Yes", "Yes"))).toEqual([]);
  });

  it("[WORK-16] may be lost where the connection breaks; what waits goes on waiting", () => {
    const waiting: Outgoing = { ...sent, id: 2, status: "waiting" };
    const after = outboxAfter([sent, waiting], { status: "waiting", at: 0, why: "" });
    expect(after.map(({ status }) => status)).toEqual(["lost", "waiting"]);
    expect(outboxAfter(after, open, chat("Yes", "Yes")).map(({ id }) => id)).toEqual([2]);
  });
});

describe("what is kept", () => {
  it("[WORK-28] has the text and the place of an editor, by its document", () => {
    const storage = new MemoryStorage();
    const drafts = new Drafts(() => storage);
    const id = newDraftId("d1", null);
    drafts.keep(id, { content: "Name,Value", base: 0, type: "csv" });
    drafts.keepEditor("d1", { type: "new", after: null });
    expect(drafts.read(id)).toEqual({ content: "Name,Value", base: 0, type: "csv" });
    expect(drafts.editorIn("d1")).toEqual({ type: "new", after: null });
    expect(drafts.editorIn("d2")).toBeNull();
    drafts.keepEditor("d1", null);
    expect(drafts.editorIn("d1")).toBeNull();
    storage.setItem("llm-chat editor d1", '{"type":"root"}');
    expect(drafts.editorIn("d1")).toBeNull();
  });

  it("[WORK-28] is read with care, and done without where the browser refuses", () => {
    const storage = new MemoryStorage();
    expect(loadChoice(() => storage)).toEqual(USUAL_CHOICE);
    saveChoice(() => storage, { ...USUAL_CHOICE, mode: "chat", models: ["demo"] });
    expect(loadChoice(() => storage)).toMatchObject({ mode: "chat", models: ["demo"] });
    storage.setItem("llm-chat workspace", '{"mode":"root","models":"x","documentShare":900,"theme":"dark"}');
    expect(loadChoice(() => storage)).toEqual({ ...USUAL_CHOICE, theme: "dark" });
    expect(loadChoice(refused)).toEqual(USUAL_CHOICE);
    saveChoice(refused, USUAL_CHOICE);
  });

  it("[WORK-28] are drafts, until they are dropped", () => {
    const storage = new MemoryStorage();
    const drafts = new Drafts(() => storage);
    drafts.keep("b1", { content: "half", base: 3 });
    expect(new Drafts(() => storage).read("b1")).toEqual({ content: "half", base: 3 });
    drafts.drop("b1");
    expect(drafts.read("b1")).toBeNull();
    expect(new Drafts(refused).read("b1")).toBeNull();
  });

  it("[WORK-22] are the lists, the last used first", () => {
    const lists = {
      chats: [SAMPLE_CHAT],
      documents: [SAMPLE_DOCUMENT, { ...SAMPLE_DOCUMENT, id: "d2", updated_at: 5 }],
    };
    const after = listsAfter(lists, [
      { type: "document", document: { ...SAMPLE_DOCUMENT, title: "New", updated_at: 9 } },
      { type: "chat_gone", chat_id: "c1" },
    ]);
    expect(after.documents.map(({ id, title }) => [id, title])).toEqual([
      ["d1", "New"],
      ["d2", "Gold"],
    ]);
    expect(after.chats).toEqual([]);
  });
});

describe("colours of authors", () => {
  const by = (...names: readonly string[]) => ({
    ...NOTHING_SHOWN,
    document: {
      document: SAMPLE_DOCUMENT,
      blocks: names.map((name) => sampleBlock(name, { author: { type: "agent", model: "demo/x", name } })),
    },
  });

  it("[WORK-31] are all different, and stay while others come", () => {
    const two = authorColors(by("Ada", "Boole"), new Map());
    const three = authorColors(by("Curie", "Boole", "Ada"), two);
    expect(new Set(three.values()).size).toBe(3);
    expect([three.get("Ada"), three.get("Boole")]).toEqual([two.get("Ada"), two.get("Boole")]);
    expect(authorColors(by("Boole"), three)).toBe(three);
  });
});

describe("keys", () => {
  const press = (key: string, focus: "text" | "page" = "page", ctrlKey = false) =>
    commandOf({ key, ctrlKey, metaKey: false, altKey: false, focus })?.type ?? null;

  it("[WORK-20] do what the help says, and are text where text is written", () => {
    const names: Readonly<Record<string, string>> = { del: "Delete", esc: "Escape" };
    for (const [keys] of KEYS) {
      for (const key of keys.split(" ")) expect([key, press(names[key] ?? key)]).not.toContain(null);
    }
    expect(press("a", "text")).toBeNull();
    expect(press("a", "page", true)).toBeNull();
    expect(press("Escape", "text")).toBe("escape");
    expect(press("constructor")).toBeNull();
  });
});
