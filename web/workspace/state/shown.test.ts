/** What a page shows after a snapshot and what follows it. */
import { describe, expect, it } from "vitest";
import type { BlockState } from "../../../src/documents/model.ts";
import type { Chunk, ServerFrame } from "../../../src/documents/wire.ts";
import {
  IN_SAMPLE_CHAT,
  SAMPLE_CHAT,
  SAMPLE_DOCUMENT,
  sampleBlock,
  sampleDeletion,
  sampleText,
} from "../../../test/fakes/block-samples.ts";
import { foldFrame, NOTHING_SHOWN, type Shown } from "./shown.ts";

const snapshot = (blocks: readonly BlockState[] = [], chat: readonly BlockState[] = []): ServerFrame => ({
  type: "snapshot",
  chat: { chat: SAMPLE_CHAT, blocks: chat, activity: "idle" },
  document: { document: SAMPLE_DOCUMENT, blocks },
});
const chunk = (block_ids: string, content: string, fields: Partial<Chunk> = {}): ServerFrame => ({
  type: "md",
  block_ids,
  content,
  ...fields,
});
const fold = (...frames: readonly ServerFrame[]): Shown => frames.reduce(foldFrame, NOTHING_SHOWN);
const textsOf = (shown: Shown, key: "chat" | "document" = "document") =>
  (shown[key]?.blocks ?? []).map(({ block, proposals }) => [
    block.id,
    block.current,
    ...proposals.map((each) => (each.kind === "text" ? `${each.status}: ${each.content}` : each.kind)),
  ]);

describe("what the page shows", () => {
  it("[WORK-1] a chunk's text is the end of its block's streaming text, and its end ends that", () => {
    const writing = sampleText("b1", "One", { status: "streaming" });
    const frames = [
      snapshot([sampleBlock("b1", {}, writing)]),
      chunk("b1", " two"),
      chunk("b1", " three", { end: true }),
    ];
    expect(textsOf(fold(...frames))).toEqual([["b1", "text of b1", "done: One two three"]]);
  });

  it("[WORK-1] only the block that is written to becomes another object", () => {
    const blocks = [sampleBlock("b1"), sampleBlock("b2", {}, sampleText("b2", "", { status: "streaming" }))];
    const before = fold(snapshot(blocks));
    const after = foldFrame(before, chunk("b2", "x"));
    expect(after.document?.blocks[0]).toBe(before.document?.blocks[0]);
    expect(after.document?.blocks[1]).not.toBe(before.document?.blocks[1]);
    expect(after.chat).toBe(before.chat);
  });

  it("[WORK-2] an unknown block is added at the end of the document that is named, else of the chat", () => {
    const shown = fold(
      snapshot([sampleBlock("b1")]),
      chunk("n1", "In the document", { document_id: "d1", chat_id: "c1" }),
      chunk("n2", "In the chat", { chat_id: "c1" }),
      chunk("n1", ", more"),
    );
    expect(textsOf(shown)).toEqual([
      ["b1", "text of b1"],
      ["n1", null, "streaming: In the document, more"],
    ]);
    expect(textsOf(shown, "chat")).toEqual([["n2", null, "streaming: In the chat"]]);
  });

  it("[WORK-2] several blocks of one chunk get the same text", () => {
    const shown = fold(snapshot(), chunk("n1,n2", "Both", { document_id: "d1", end: true }));
    expect(textsOf(shown)).toEqual([
      ["n1", null, "done: Both"],
      ["n2", null, "done: Both"],
    ]);
  });

  it("[WORK-2] what belongs to another document or chat is not shown, also where a later chunk does not say so again", () => {
    const frames = [
      chunk("o1", "a", { document_id: "d2" }),
      chunk("o2", "b", { chat_id: "c2" }),
      chunk("o1", "c"),
      chunk("o2", "d"),
    ];
    const shown = fold(snapshot(), ...frames);
    expect([textsOf(shown), textsOf(shown, "chat")]).toEqual([[], []]);
  });

  it("[WORK-1] the first chunk of an edit begins a new text, beside what is there", () => {
    const shown = fold(snapshot([sampleBlock("b1")]), chunk("b1", "", { base: 1 }), chunk("b1", "New"));
    expect(textsOf(shown)).toEqual([["b1", "text of b1", "streaming: New"]]);
  });

  it("[WORK-3] a block is as its frame says, at its position, and goes when it is gone", () => {
    const shown = fold(
      snapshot([sampleBlock("b1"), sampleBlock("b3")]),
      { type: "block", block: sampleBlock("b2") },
      { type: "block", block: sampleBlock("b1", { position: "az" }) },
      { type: "block_gone", block_id: "b3" },
    );
    expect(textsOf(shown).map(([id]) => id)).toEqual(["b2", "b1"]);
  });

  it("[WORK-3] a block's frame gives a place to what came by chunks only", () => {
    const shown = fold(snapshot([sampleBlock("b2")]), chunk("b1", "x", { document_id: "d1" }), {
      type: "block",
      block: sampleBlock("b1", { current: null }, sampleText("b1", "x")),
    });
    expect(textsOf(shown)).toEqual([
      ["b1", null, "done: x"],
      ["b2", "text of b2"],
    ]);
  });

  it("[WORK-3] another snapshot replaces all", () => {
    const shown = fold(snapshot([sampleBlock("b1")]), chunk("b1", "x", { base: 1 }), snapshot([sampleBlock("b2")]));
    expect(textsOf(shown)).toEqual([["b2", "text of b2"]]);
    expect(fold(snapshot(), { type: "snapshot", chat: null, document: null })).toEqual(NOTHING_SHOWN);
  });

  it("[WORK-4] a new structure clears the document: what was there waits as the earlier one", () => {
    const shown = fold(
      snapshot([sampleBlock("b1"), sampleBlock("b2")]),
      { type: "block", block: sampleBlock("b1", {}, sampleDeletion("b1")) },
      chunk("n1", "# New", { document_id: "d1", new_doc: true }),
    );
    expect([...shown.earlier]).toEqual(["b1", "b2"]);
    // Somebody keeps one of them.
    expect([...foldFrame(shown, { type: "block", block: sampleBlock("b1") }).earlier]).toEqual(["b2"]);
  });

  it("[WORK-5] an error is kept with the blocks it is about, until its block says so itself", () => {
    const error: ServerFrame = { type: "error", block_ids: "b9", content: "No key; set OPENAI_API_KEY." };
    const failed = sampleBlock("b9", { owner: IN_SAMPLE_CHAT, meta: { role: "assistant", error: "No key." } });
    const shown = fold(snapshot(), error);
    expect(shown.troubles).toEqual([{ id: 1, block_ids: ["b9"], message: "No key; set OPENAI_API_KEY." }]);
    expect(foldFrame(shown, { type: "block", block: failed }).troubles).toEqual([]);
    expect(fold(snapshot([], [failed]), error).troubles).toEqual([]);
  });

  it("[WORK-32] why nothing comes is shown until it goes on, or is over", () => {
    const waiting: ServerFrame = { type: "waiting", chat_id: "c1", why: "It is asked again in 4 s." };
    const shown = fold(snapshot(), waiting);
    expect(shown.waiting).toBe("It is asked again in 4 s.");
    expect(foldFrame(shown, { ...waiting, chat_id: "c2", why: null })).toBe(shown);
    expect(foldFrame(shown, { ...waiting, why: null }).waiting).toBeNull();
    expect(foldFrame(shown, { type: "activity", chat_id: "c1", activity: "idle" }).waiting).toBeNull();
  });

  it("[WORK-3] titles, activity and what is gone are those of what is shown", () => {
    const frames: readonly ServerFrame[] = [
      { type: "document", document: { ...SAMPLE_DOCUMENT, title: "Silver" } },
      { type: "document", document: { ...SAMPLE_DOCUMENT, id: "d2", title: "Other" } },
      { type: "chat", chat: { ...SAMPLE_CHAT, title: "Renamed" } },
      { type: "activity", chat_id: "c1", activity: "running" },
      { type: "activity", chat_id: "c2", activity: "paused" },
    ];
    const shown = fold(snapshot(), ...frames);
    expect(shown.document?.document.title).toBe("Silver");
    expect([shown.chat?.chat.title, shown.chat?.activity]).toEqual(["Renamed", "running"]);
    expect(foldFrame(shown, { type: "chat_gone", chat_id: "c2" })).toBe(shown);
    expect(foldFrame(shown, { type: "chat_gone", chat_id: "c1" }).chat).toBeNull();
    expect(foldFrame(shown, { type: "document_gone", document_id: "d1" }).document).toBeNull();
  });
});
