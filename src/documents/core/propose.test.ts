import { describe, expect, it } from "vitest";
import { AGENT, ALAN, BlockBoard, GRACE, OTHER_AGENT } from "../../../test/fakes/block-board.ts";

describe("what is proposed", () => {
  it("[EDIT-11] a new block has a place and a text, and nothing current", () => {
    const board = new BlockBoard().add("a", "one");
    board.proposeBlock("b", "two");
    expect(board.order).toEqual(["a", "b"]);
    expect(board.at("b")).toMatchObject({
      block: { version: 0, current: null, author: AGENT },
      proposals: [{ kind: "text", base: 0, content: "two", status: "done", author: AGENT }],
    });
  });

  it("[EDIT-12] a text stands beside what the block says", () => {
    const board = new BlockBoard().add("a", "one");
    board.proposeText("a", "two");
    expect(board.at("a").block).toMatchObject({ version: 1, current: "one", author: GRACE });
    expect(board.proposed("a")).toEqual(["two"]);
  });

  it("[EDIT-12] a text for an older version is taken; one for a version to come is not", () => {
    const board = new BlockBoard().add("a", "one");
    board.run(GRACE, { type: "edit", block_id: "a", base: 1, content: "two" });
    board.proposeText("a", "late", AGENT, { base: 1 });
    expect(board.proposed("a")).toEqual(["late"]);
    const text = { proposal_id: "t", content: "early", status: "done" } as const;
    for (const command of [
      { type: "propose_text", block_id: "a", base: 3, text },
      { type: "propose_delete", block_id: "a", base: 3 },
      { type: "propose_move", block_id: "a", base: 3, after: null },
    ] as const) {
      const { refusal } = board.run(AGENT, command);
      expect(refusal).toMatchObject({ code: "invalid", message: expect.stringContaining("it has version 2") });
    }
  });

  it("[EDIT-13] an author's newer text takes the place of its older one, which becomes a revision", () => {
    const board = new BlockBoard().add("a", "one");
    board.proposeText("a", "first try", AGENT, { status: "cut" });
    board.proposeText("a", "second try");
    expect(board.proposed("a")).toEqual(["second try"]);
    expect(board.revisions).toMatchObject([
      { version: null, content: "first try", reason: "superseded", author: AGENT },
    ]);
  });

  it("[EDIT-13] that of anybody else stays: of another person, of the same model under another name", () => {
    const board = new BlockBoard().add("a", "one");
    for (const author of [AGENT, OTHER_AGENT, GRACE, ALAN]) board.proposeText("a", JSON.stringify(author), author);
    expect(board.proposed("a")).toHaveLength(4);
    board.proposeText("a", "again", OTHER_AGENT);
    expect(board.proposed("a")).toHaveLength(4);
    expect(board.revisions).toMatchObject([{ author: OTHER_AGENT }]);
  });

  it("[EDIT-14] one text is written to a block at a time, whoever writes", () => {
    const board = new BlockBoard().add("a", "one");
    const cut = board.proposeText("a", "cut", OTHER_AGENT, { status: "cut" });
    board.proposeText("a", "…", AGENT, { status: "streaming" });
    const text = { proposal_id: "t", content: "", status: "streaming" } as const;
    for (const author of [AGENT, OTHER_AGENT]) {
      const { refusal } = board.run(author, { type: "propose_text", block_id: "a", base: 1, text });
      expect(refusal?.code).toBe("being_written");
    }
    const writeOn = board.run(OTHER_AGENT, { type: "write_on", block_id: "a", proposal_id: cut });
    expect(writeOn.refusal?.code).toBe("being_written");
    expect(board.proposed("a")).toEqual(["cut", "…"]);
  });

  it("[EDIT-15] a text that was cut is written on, at its end", () => {
    const board = new BlockBoard();
    const text = board.proposeBlock("a", "one ", "streaming");
    board.run(AGENT, { type: "finish", block_id: "a", proposal_id: text, status: "cut" });
    expect(board.at("a").proposals).toMatchObject([{ status: "cut" }]);
    board.run(AGENT, { type: "write_on", block_id: "a", proposal_id: text });
    board.write([{ type: "append", proposal_id: text, text: "two" }]);
    board.run(AGENT, { type: "finish", block_id: "a", proposal_id: text, status: "done" });
    expect(board.at("a").proposals).toMatchObject([{ content: "one two", status: "done", author: AGENT }]);
  });

  it("[EDIT-15] who writes on a text of another is its author from then on", () => {
    const board = new BlockBoard();
    const text = board.proposeBlock("a", "## Uses\n\n", "cut");
    board.run(OTHER_AGENT, { type: "write_on", block_id: "a", proposal_id: text });
    expect(board.at("a").proposals).toMatchObject([{ content: "## Uses\n\n", author: OTHER_AGENT }]);
  });

  it("[EDIT-15] one that is done stays as it is; one that was taken for cut is done when its author says so", () => {
    const board = new BlockBoard();
    const text = board.proposeBlock("a", "one");
    const writeOn = board.run(AGENT, { type: "write_on", block_id: "a", proposal_id: text });
    expect(writeOn.refusal).toMatchObject({ code: "invalid", message: expect.stringContaining("propose a new text") });
    expect(board.run(AGENT, { type: "finish", block_id: "a", proposal_id: text, status: "cut" }).changes).toEqual([]);
    expect(board.at("a").proposals).toMatchObject([{ status: "done" }]);
    const cut = board.proposeBlock("b", "two", "cut");
    expect(board.run(AGENT, { type: "finish", block_id: "b", proposal_id: cut, status: "cut" }).changes).toEqual([]);
    board.run(AGENT, { type: "finish", block_id: "b", proposal_id: cut, status: "done" });
    expect(board.at("b").proposals).toMatchObject([{ status: "done" }]);
  });

  it("[EDIT-15] of what is gone nothing is written on or finished", () => {
    const board = new BlockBoard().add("a", "one");
    const text = board.proposeText("a", "two", AGENT, { status: "cut" });
    board.run(GRACE, { type: "revert", block_id: "a" });
    board.run(AGENT, { type: "propose_delete", block_id: "a", base: 1 });
    const deletion = board.at("a").proposals[0]?.id ?? "";
    for (const proposal_id of [text, deletion, "never"]) {
      const writeOn = board.run(AGENT, { type: "write_on", block_id: "a", proposal_id });
      const finish = board.run(AGENT, { type: "finish", block_id: "a", proposal_id, status: "done" });
      expect([writeOn.refusal?.code, finish.refusal?.code]).toEqual(["not_found", "not_found"]);
    }
  });

  it("[EDIT-16] one deletion of a version is enough, whoever proposed it; all blocks can be proposed to go", () => {
    const board = new BlockBoard().add("a", "one").add("b", "two");
    board.run(AGENT, { type: "propose_delete", block_id: "a", base: 1 });
    expect(board.run(OTHER_AGENT, { type: "propose_delete", block_id: "a", base: 1 }).changes).toEqual([]);
    board.run(OTHER_AGENT, { type: "propose_delete_all" });
    expect([board.proposed("a"), board.proposed("b")]).toEqual([["delete"], ["delete"]]);
  });

  it("[EDIT-17] an author's newer move takes the place of its older one; nothing has moved yet", () => {
    const board = new BlockBoard().add("a", "").add("b", "").add("c", "");
    board.run(AGENT, { type: "propose_move", block_id: "c", base: 1, after: "a" });
    board.run(AGENT, { type: "propose_move", block_id: "c", base: 1, after: null });
    board.run(OTHER_AGENT, { type: "propose_move", block_id: "c", base: 1, after: "a" });
    expect(board.at("c").proposals).toMatchObject([{ after: null }, { after: "a", author: OTHER_AGENT }]);
    expect(board.order).toEqual(["a", "b", "c"]);
  });
});
