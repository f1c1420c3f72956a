import { describe, expect, it } from "vitest";
import { AGENT, ALAN, BlockBoard, GRACE, OTHER_AGENT } from "../../../test/fakes/block-board.ts";
import { LIMITS } from "../wire.ts";

const md = (id: string) => ({ id, type: "md" as const, meta: {}, place: "end" as const });

describe("a person's own blocks", () => {
  it("[EDIT-1] are current at once, with version 1", () => {
    const board = new BlockBoard().add("a", "one");
    expect(board.at("a").block).toMatchObject({ version: 1, current: "one", author: GRACE, owner: board.owner });
    expect(board.at("a").proposals).toEqual([]);
  });

  it("[EDIT-1] go to the end, first, or after another block; to the end where that one is gone", () => {
    const board = new BlockBoard().add("b", "").add("d", "").add("a", "", null).add("c", "", "b").add("e", "", "gone");
    expect(board.order).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("[EDIT-2] an id that is there already is refused, for a proposed block too", () => {
    const board = new BlockBoard().add("a", "one");
    expect(board.run(ALAN, { type: "add", block: md("a"), content: "two" }).refusal?.code).toBe("invalid");
    const text = { proposal_id: "t", content: "two", status: "done" } as const;
    expect(board.run(AGENT, { type: "propose_block", block: md("a"), text }).refusal?.message).toMatch(
      /leave block_id/,
    );
    expect(board.at("a").block.current).toBe("one");
  });

  it("[EDIT-3] more than a block holds is refused, wherever it comes from", () => {
    const board = new BlockBoard().add("a", "one");
    const content = "x".repeat(LIMITS.block + 1);
    const text = { proposal_id: "t", content, status: "done" } as const;
    for (const command of [
      { type: "add", block: md("b"), content },
      { type: "edit", block_id: "a", base: 1, content },
      { type: "propose_block", block: md("b"), text },
      { type: "propose_text", block_id: "a", base: 1, text },
    ] as const) {
      expect(board.run(GRACE, command).refusal?.code, command.type).toBe("too_large");
    }
    const fits = board.run(GRACE, { type: "edit", block_id: "a", base: 1, content: content.slice(1) });
    expect(fits.refusal).toBeNull();
  });

  it("[EDIT-4] an edit keeps what it replaces, with who wrote that", () => {
    const board = new BlockBoard().add("a", "one");
    board.run(ALAN, { type: "edit", block_id: "a", base: 1, content: "two" });
    expect(board.at("a").block).toMatchObject({ version: 2, current: "two", author: ALAN });
    expect(board.revisions).toMatchObject([{ version: 1, content: "one", author: GRACE, reason: "replaced" }]);
  });

  it("[EDIT-5] an edit of another version is refused, with the difference and what is there", () => {
    const board = new BlockBoard().add("a", "one\n");
    board.run(ALAN, { type: "edit", block_id: "a", base: 1, content: "two\n" });
    const { refusal } = board.run(GRACE, { type: "edit", block_id: "a", base: 1, content: "three\n" });
    expect(refusal).toMatchObject({ code: "stale_base", version: 2, current: "two\n" });
    expect(refusal?.difference).toContain("-two\n+three\n");
    expect(refusal?.message).toContain("save it again as an edit of version 2");
    expect(board.at("a").block.current).toBe("two\n");
  });

  it("[EDIT-5] of images the difference is a sentence, not their bytes", () => {
    const board = new BlockBoard();
    const block = { id: "a", type: "image/png", meta: {}, place: "end" } as const;
    board.run(GRACE, { type: "add", block, content: "aGk=" });
    const { refusal } = board.run(ALAN, { type: "edit", block_id: "a", base: 7, content: "eW8=" });
    expect(refusal?.difference).toBe("The images differ.");
  });

  it("[EDIT-4] an edit while somebody writes makes that text stale, and both stay", () => {
    const board = new BlockBoard().add("a", "one");
    const text = board.proposeText("a", "from the agent", AGENT, { status: "streaming" });
    board.run(GRACE, { type: "edit", block_id: "a", base: 1, content: "two" });
    board.run(AGENT, { type: "finish", block_id: "a", proposal_id: text, status: "done" });
    expect(board.proposed("a")).toEqual(["from the agent"]);
    expect(board.run(GRACE, { type: "accept", block_id: "a" }).refusal?.code).toBe("stale_base");
  });

  it("[EDIT-6] what a block is described by is added to, and its text stays", () => {
    const board = new BlockBoard().add("a", "one");
    board.run(GRACE, { type: "describe", block_id: "a", meta: { title: "Gold" } });
    board.run(GRACE, { type: "describe", block_id: "a", meta: { error: "no" } });
    expect(board.at("a").block).toMatchObject({ meta: { title: "Gold", error: "no" }, version: 1, current: "one" });
  });

  it("[EDIT-7] a block that is not of this chat or document is not there, for any command", () => {
    const board = new BlockBoard().add("a", "one");
    const text = { proposal_id: "t", content: "x", status: "done" } as const;
    for (const command of [
      { type: "edit", block_id: "z", base: 1, content: "" },
      { type: "accept", block_id: "z" },
      { type: "revert", block_id: "z" },
      { type: "move", block_id: "z", after: null },
      { type: "remove", block_id: "z" },
      { type: "describe", block_id: "z", meta: {} },
      { type: "propose_text", block_id: "z", base: 1, text },
      { type: "propose_delete", block_id: "z", base: 1 },
      { type: "propose_move", block_id: "z", base: 1, after: null },
      { type: "write_on", block_id: "z", proposal_id: "t" },
      { type: "finish", block_id: "z", proposal_id: "t", status: "done" },
    ] as const) {
      expect(board.run(GRACE, command).refusal?.code, command.type).toBe("not_found");
    }
    expect(board.order).toEqual(["a"]);
  });
});

describe("moving and removing", () => {
  it("[EDIT-8] a moved block goes first or after another one, and no other block changes", () => {
    const board = new BlockBoard().add("a", "").add("b", "").add("c", "");
    const { changes } = board.run(GRACE, { type: "move", block_id: "c", after: "a" });
    expect(changes).toMatchObject([{ type: "block_put", block: { id: "c" } }]);
    expect(board.order).toEqual(["a", "c", "b"]);
    board.run(GRACE, { type: "move", block_id: "b", after: null });
    board.run(GRACE, { type: "move", block_id: "b", after: null });
    expect(board.order).toEqual(["b", "a", "c"]);
  });

  it("[EDIT-8] to where it stands already is no harm", () => {
    const board = new BlockBoard().add("a", "").add("b", "").add("c", "");
    board.run(GRACE, { type: "move", block_id: "b", after: "a" });
    board.run(GRACE, { type: "move", block_id: "c", after: "b" });
    board.run(GRACE, { type: "move", block_id: "a", after: null });
    expect(board.order).toEqual(["a", "b", "c"]);
  });

  it("[EDIT-9] after itself, or after what is not there, is refused", () => {
    const board = new BlockBoard().add("a", "").add("b", "");
    for (const type of ["move", "propose_move"] as const) {
      expect(board.run(GRACE, { type, block_id: "a", base: 1, after: "a" }).refusal?.code).toBe("invalid");
      const { refusal } = board.run(GRACE, { type, block_id: "a", base: 1, after: "z" });
      expect(refusal).toMatchObject({ code: "not_found", message: expect.stringContaining("a cannot go after z") });
    }
    expect(board.order).toEqual(["a", "b"]);
  });

  it("[EDIT-10] a removed block leaves what it said and what was proposed for it", () => {
    const board = new BlockBoard().add("a", "one");
    board.proposeText("a", "by the agent");
    board.proposeText("a", "half", OTHER_AGENT, { status: "cut" });
    board.run(ALAN, { type: "remove", block_id: "a", base: 1 });
    expect(board.order).toEqual([]);
    expect(board.revisions).toMatchObject([
      { version: 1, content: "one", author: GRACE, reason: "deleted", owner: board.owner },
      { version: null, content: "by the agent", author: AGENT, reason: "deleted" },
      { version: null, content: "half", author: OTHER_AGENT, reason: "deleted" },
    ]);
  });

  it("[EDIT-10] of another version, or while it is being written, it stays", () => {
    const board = new BlockBoard().add("a", "one");
    const { refusal } = board.run(ALAN, { type: "remove", block_id: "a", base: 0 });
    expect(refusal).toMatchObject({ code: "stale_base", message: expect.stringContaining("then delete version 1") });
    board.proposeText("a", "…", AGENT, { status: "streaming" });
    expect(board.run(ALAN, { type: "remove", block_id: "a" }).refusal?.code).toBe("being_written");
    expect(board.order).toEqual(["a"]);
  });
});
