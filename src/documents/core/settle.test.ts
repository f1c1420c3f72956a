import { describe, expect, it } from "vitest";
import { AGENT, ALAN, BlockBoard, GRACE, OTHER_AGENT } from "../../../test/fakes/block-board.ts";

const accept = (block_id: string, more: { proposal_id?: string; over?: number } = {}) =>
  ({ type: "accept", block_id, ...more }) as const;
const revert = (block_id: string, proposal_id?: string) =>
  ({ type: "revert", block_id, ...(proposal_id && { proposal_id }) }) as const;
const deletion = (block_id: string, base: number) => ({ type: "propose_delete", block_id, base }) as const;

describe("accepting", () => {
  it("[EDIT-18] a text becomes current, by its author, and keeps what it replaces", () => {
    const board = new BlockBoard().add("a", "one");
    board.proposeText("a", "two");
    board.run(GRACE, accept("a"));
    expect(board.at("a")).toMatchObject({ block: { version: 2, current: "two", author: AGENT }, proposals: [] });
    expect(board.revisions).toMatchObject([{ version: 1, content: "one", author: GRACE, reason: "replaced" }]);
  });

  it("[EDIT-18] a block's first text replaces nothing", () => {
    const board = new BlockBoard();
    board.proposeBlock("a", "");
    board.run(GRACE, accept("a"));
    expect(board.at("a").block).toMatchObject({ version: 1, current: "" });
    expect(board.revisions).toEqual([]);
  });

  it("[EDIT-19] the newest is taken, or the one that is named; others stay, and are stale", () => {
    const board = new BlockBoard().add("a", "one");
    const first = board.proposeText("a", "first", AGENT);
    board.proposeText("a", "second", OTHER_AGENT);
    board.run(GRACE, accept("a", { proposal_id: first }));
    expect(board.at("a").block.current).toBe("first");
    expect(board.proposed("a")).toEqual(["second"]);
    expect(board.run(GRACE, accept("a")).refusal?.code).toBe("stale_base");
  });

  it("[EDIT-20] what is stale is refused with the difference, and taken over the version that was seen", () => {
    const board = new BlockBoard().add("a", "one\n");
    board.proposeText("a", "two\n");
    board.run(ALAN, { type: "edit", block_id: "a", base: 1, content: "three\n" });
    const { refusal } = board.run(GRACE, accept("a"));
    expect(refusal).toMatchObject({ code: "stale_base", version: 2, current: "three\n" });
    expect(refusal?.difference).toContain("-three\n+two\n");
    expect(refusal?.message).toContain("accept it over version 2");
    expect(board.run(GRACE, accept("a", { over: 2 })).refusal).toBeNull();
    expect(board.at("a").block).toMatchObject({ version: 3, current: "two\n" });
    expect(board.revisions.map(({ content }) => content)).toEqual(["one\n", "three\n"]);
  });

  it("[EDIT-20] over a version that has changed once more it is refused again", () => {
    const board = new BlockBoard().add("a", "one");
    board.proposeText("a", "two");
    for (const base of [1, 2]) board.run(ALAN, { type: "edit", block_id: "a", base, content: `edit ${base}` });
    for (const over of [1, 2, 4]) {
      expect(board.run(GRACE, accept("a", { over })).refusal).toMatchObject({ code: "stale_base", version: 3 });
    }
    expect(board.at("a").block.current).toBe("edit 2");
  });

  it("[EDIT-21] nothing is accepted or reverted where there is nothing, or where it is gone", () => {
    const board = new BlockBoard().add("a", "one");
    expect(board.run(GRACE, accept("a")).refusal?.message).toBe("Nothing to accept: there is nothing new in a.");
    const text = board.proposeText("a", "two");
    board.run(ALAN, accept("a"));
    expect(board.run(GRACE, accept("a", { proposal_id: text })).refusal?.message).toMatch(/no change .* any more/);
    expect(board.run(GRACE, revert("a", text)).refusal?.code).toBe("not_found");
  });

  it("[EDIT-22] what is being written is neither accepted nor reverted, nor is its block deleted", () => {
    const board = new BlockBoard().add("a", "one");
    const done = board.proposeText("a", "by Alan", ALAN);
    const text = board.proposeText("a", "…", AGENT, { status: "streaming" });
    board.run(OTHER_AGENT, deletion("a", 1));
    for (const command of [accept("a"), accept("a", { proposal_id: text }), revert("a", text)]) {
      expect(board.run(GRACE, command).refusal?.code).toBe("being_written");
    }
    // The deletion itself can go, and another text be taken.
    expect(board.run(GRACE, revert("a")).refusal).toBeNull();
    expect(board.run(GRACE, accept("a", { proposal_id: done })).refusal).toBeNull();
    expect(board.at("a")).toMatchObject({ block: { current: "by Alan" }, proposals: [{ content: "…" }] });
  });

  it("[EDIT-23] a deletion takes the block away, and keeps its text and the texts that wait", () => {
    const board = new BlockBoard().add("a", "one").add("b", "");
    board.proposeText("a", "by the agent");
    board.run(AGENT, deletion("a", 1));
    board.proposeText("a", "by Alan", ALAN);
    const waiting = board.at("a").proposals.find(({ kind }) => kind === "delete");
    board.run(GRACE, accept("a", { proposal_id: waiting?.id ?? "" }));
    expect(board.order).toEqual(["b"]);
    expect(board.revisions.map(({ content, reason }) => [content, reason])).toEqual([
      ["one", "deleted"],
      ["by the agent", "deleted"],
      ["by Alan", "deleted"],
    ]);
  });

  it("[EDIT-23] a deletion of an older version is stale", () => {
    const board = new BlockBoard().add("a", "one\n");
    board.run(AGENT, deletion("a", 1));
    board.run(ALAN, { type: "edit", block_id: "a", base: 1, content: "two\n" });
    const { refusal } = board.run(GRACE, accept("a"));
    expect(refusal).toMatchObject({ code: "stale_base", difference: expect.stringContaining("-two\n") });
    expect(board.run(GRACE, accept("a", { over: 2 })).refusal).toBeNull();
    expect(board.order).toEqual([]);
  });

  it("[EDIT-24] a move is never stale; after a block that is gone it is refused, and can be reverted", () => {
    const board = new BlockBoard().add("a", "").add("b", "").add("c", "");
    board.run(AGENT, { type: "propose_move", block_id: "a", base: 1, after: "b" });
    board.run(AGENT, { type: "propose_move", block_id: "c", base: 1, after: "b" });
    board.run(GRACE, { type: "edit", block_id: "a", base: 1, content: "changed" });
    board.run(GRACE, accept("a"));
    expect(board.order).toEqual(["b", "a", "c"]);
    board.run(GRACE, { type: "remove", block_id: "b" });
    expect(board.run(GRACE, accept("c")).refusal).toMatchObject({ code: "not_found" });
    board.run(GRACE, revert("c"));
    expect(board.proposed("c")).toEqual([]);
  });
});

describe("accepting all", () => {
  it("[EDIT-25] takes the newest of each block that is neither stale nor being written", () => {
    const board = new BlockBoard().add("a", "one").add("stale", "one").add("written", "one").add("gone", "one");
    board.proposeText("a", "older", AGENT);
    board.proposeText("a", "newer", OTHER_AGENT);
    board.proposeText("stale", "two");
    board.run(GRACE, { type: "edit", block_id: "stale", base: 1, content: "edited" });
    board.proposeText("written", "by Alan", ALAN);
    board.proposeText("written", "…", AGENT, { status: "streaming" });
    board.run(AGENT, deletion("gone", 1));
    board.proposeBlock("new", "new");
    board.run(GRACE, { type: "accept_all" });
    expect(board.blocks.map(({ block }) => [block.id, block.current])).toEqual([
      ["a", "newer"],
      ["stale", "edited"],
      ["written", "one"],
      ["new", "new"],
    ]);
    expect(board.proposed("a")).toEqual(["older"]);
    expect(board.proposed("stale")).toEqual(["two"]);
  });

  it("[EDIT-25] a fresh text is taken where a newer one is stale", () => {
    const board = new BlockBoard().add("a", "one");
    board.run(GRACE, { type: "edit", block_id: "a", base: 1, content: "two" });
    board.proposeText("a", "fresh", AGENT);
    board.proposeText("a", "stale", OTHER_AGENT, { base: 1 });
    board.run(GRACE, { type: "accept_all" });
    expect(board.at("a").block.current).toBe("fresh");
  });

  it("[EDIT-26] moves are done one after the other, and a block that is moved gets its new text too", () => {
    const board = new BlockBoard().add("a", "").add("b", "").add("c", "");
    board.run(AGENT, { type: "propose_move", block_id: "a", base: 1, after: "c" });
    board.run(AGENT, { type: "propose_move", block_id: "b", base: 1, after: "a" });
    board.run(OTHER_AGENT, { type: "propose_move", block_id: "b", base: 1, after: "c" });
    board.proposeText("b", "new text");
    board.run(GRACE, { type: "accept_all" });
    expect(board.order).toEqual(["c", "b", "a"]);
    expect(board.at("b")).toMatchObject({ block: { current: "new text", version: 2 }, proposals: [] });
  });

  it("[EDIT-26] a move behind a block that goes is left; a block that goes takes its moves along", () => {
    const board = new BlockBoard().add("a", "").add("b", "").add("c", "");
    board.run(AGENT, deletion("a", 1));
    board.run(AGENT, { type: "propose_move", block_id: "a", base: 1, after: "c" });
    board.run(AGENT, { type: "propose_move", block_id: "c", base: 1, after: "a" });
    board.run(GRACE, { type: "accept_all" });
    expect(board.order).toEqual(["b", "c"]);
    expect(board.proposed("c")).toEqual(["move"]);
    expect(board.run(GRACE, { type: "accept_all" }).changes).toEqual([]);
  });
});

describe("reverting", () => {
  it("[EDIT-27] takes the newest proposal away, or the named one, and the block is byte for byte what it was", () => {
    const board = new BlockBoard().add("a", "one\r\n\u0000 ");
    const before = board.blocks;
    const first = board.proposeText("a", "two");
    board.proposeText("a", "three", OTHER_AGENT);
    board.run(GRACE, revert("a", first));
    expect(board.proposed("a")).toEqual(["three"]);
    board.run(GRACE, revert("a"));
    expect(board.blocks).toEqual(before);
    expect(board.revisions).toEqual([]);
  });

  it("[EDIT-28] a block of which nothing was accepted goes with its last text, whatever else waits for it", () => {
    for (const newestFirst of [true, false]) {
      const board = new BlockBoard();
      const text = board.proposeBlock("a", "two");
      board.run(AGENT, deletion("a", 0));
      board.run(AGENT, { type: "propose_move", block_id: "a", base: 0, after: null });
      if (newestFirst) {
        board.run(GRACE, revert("a"));
        board.run(GRACE, revert("a"));
        expect(board.proposed("a")).toEqual(["two"]);
      }
      board.run(GRACE, revert("a", text));
      expect(board.order).toEqual([]);
    }
  });

  it("[EDIT-28] with another text left it stays, and a deletion of it keeps that text", () => {
    const board = new BlockBoard();
    const text = board.proposeBlock("a", "mine");
    board.proposeText("a", "theirs", OTHER_AGENT);
    board.run(GRACE, revert("a", text));
    expect(board.proposed("a")).toEqual(["theirs"]);
    board.run(AGENT, deletion("a", 0));
    board.run(GRACE, accept("a"));
    expect(board.order).toEqual([]);
    expect(board.revisions).toMatchObject([{ version: null, content: "theirs", reason: "deleted" }]);
  });
});
