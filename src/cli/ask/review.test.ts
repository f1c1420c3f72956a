import { describe, expect, it } from "vitest";
import { AGENT, ALAN, BlockBoard, GRACE } from "../../../test/fakes/block-board.ts";
import type { Line } from "../tui/line.ts";
import type { KeyPress } from "./keys.ts";
import { review, type ReviewEnd } from "./review.ts";

interface Reviewing {
  readonly screen: string;
  readonly end: ReviewEnd;
}

/** `meanwhile`: what somebody else does before each key is pressed. */
async function reviewed(
  board: BlockBoard,
  keys: readonly (string | KeyPress)[],
  { meanwhile = () => {}, rows = 24 }: { readonly meanwhile?: (key: number) => void; readonly rows?: number } = {},
): Promise<Reviewing> {
  let screen = "";
  let pressed = 0;
  const write = (line: Line) => (screen += line.map(({ text }) => text).join(""));
  const end = await review({
    document: {
      blocks: async () => board.blocks,
      execute: async (command) => {
        const { refusal, changes } = board.run(GRACE, command);
        return refusal ? { refusal } : { changed: changes.map(({ type }) => type) };
      },
    },
    keys: {
      isEchoed: false,
      next: async () => {
        meanwhile(pressed);
        const press = keys[pressed++] ?? { type: "end" };
        return typeof press === "string" ? { type: "key", key: press } : press;
      },
      close: () => {},
    },
    print: (line) => (screen = `${write(line)}\n`),
    prompt: write,
    ...{ colors: false, columns: 80, rows },
  });
  return { screen, end };
}

const draft = () => new BlockBoard().add("a", "One.\n").add("b", "Two.\n").add("c", "Three.\n");

describe("the review of what waits", () => {
  it("[ASK-6] shows each change with its difference, in the order of the blocks, and does as the keys say", async () => {
    const board = draft();
    board.proposeText("c", "Three, newer.");
    board.proposeText("a", "One, newer.");
    board.run(AGENT, { type: "propose_delete", block_id: "b", base: 1 });
    const { screen, end } = await reviewed(board, ["a", "r", "s"]);
    expect(board.blocks.map(({ block }) => block.current)).toEqual(["One, newer.", "Two.\n", "Three.\n"]);
    expect(board.proposed("c")).toEqual(["Three, newer."]);
    expect(end).toEqual({ accepted: 1, reverted: 1, interrupted: false });
    const places = [
      "change “One, newer.” · demo/scribe",
      "- One.\n+ One, newer.",
      "delete “Two.”",
      "- Two.\n",
      "Three, newer.",
    ];
    const found = places.map((each) => screen.indexOf(each));
    expect(found).toEqual(found.toSorted((one, other) => one - other));
    expect(found).not.toContain(-1);
  });

  it("[ASK-6] accept all takes what is left but for what is stale, and leaves what was skipped", async () => {
    const board = draft();
    for (const id of ["a", "b", "c"]) board.proposeText(id, `${id}, newer`);
    board.add("d", "Four.\n");
    board.proposeText("d", "stale");
    board.run(ALAN, { type: "edit", block_id: "d", base: 1, content: "Four, by Alan." });
    const { end, screen } = await reviewed(board, ["s", "A", "r"]);
    expect(board.blocks.map(({ block }) => block.current)).toEqual([
      "One.\n",
      "b, newer",
      "c, newer",
      "Four, by Alan.",
    ]);
    expect(board.proposed("a")).toEqual(["a, newer"]);
    expect(screen).toContain("Accepted: 2.");
    expect(screen).toMatch(/Accepted: 2\.\n\n── 1 to look at · change “stale”/);
    expect(end).toMatchObject({ accepted: 2, reverted: 1 });
  });

  it("[ASK-7] a stale change says so, and is accepted over what the person was shown", async () => {
    const board = draft();
    board.proposeText("a", "One, by the agent.");
    board.run(ALAN, { type: "edit", block_id: "a", base: 1, content: "One, by Alan." });
    const { screen } = await reviewed(board, ["a"]);
    expect(screen).toContain("The block has changed since this was written (version 1, now 2)");
    expect(screen).toContain("- One, by Alan.\n+ One, by the agent.");
    expect(board.at("a").block).toMatchObject({ current: "One, by the agent.", version: 3 });
    expect(board.revisions.map(({ content }) => content)).toContain("One, by Alan.");
  });

  it("[ASK-7] what changes while it is looked at is not accepted: it is shown again", async () => {
    const board = draft();
    board.proposeText("a", "One, by the agent.");
    const meanwhile = (key: number) => {
      if (key === 0) board.run(ALAN, { type: "edit", block_id: "a", base: 1, content: "One, by Alan." });
    };
    const { screen } = await reviewed(board, ["a", "q"], { meanwhile });
    expect(board.at("a").block.current).toBe("One, by Alan.");
    expect(screen).toContain("a was changed meanwhile");
    expect(screen).toContain("- One, by Alan.\n+ One, by the agent.");
  });

  it("[ASK-7] two texts for one block: the second is stale when the first is taken", async () => {
    const board = draft();
    board.proposeText("a", "By the agent.");
    board.proposeText("a", "By Alan.", ALAN);
    const { screen, end } = await reviewed(board, ["a", "r"]);
    expect(board.at("a").block.current).toBe("By Alan.");
    expect(board.proposed("a")).toEqual([]);
    expect(screen).toMatch(/By Alan[\s\S]*has changed since[\s\S]*- By Alan\.\n\+ By the agent\./);
    expect(end).toMatchObject({ accepted: 1, reverted: 1 });
  });

  it("[ASK-8] a long change is cut to the screen; d shows the rest, other keys nothing", async () => {
    const board = new BlockBoard();
    const text = Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n");
    board.proposeBlock("a", text);
    const { screen } = await reviewed(board, ["x", "d", "q"], { rows: 17 });
    const [before, after] = screen.split("> d\n");
    expect(before).toContain("+ line 9\n… 20 more lines (d shows them)\n");
    expect(before).not.toContain("line 10");
    expect(after).toContain("+ line 29\n");
    expect(after).not.toContain("show more");
  });

  it("[ASK-8] a move says where to; a picture and what is being written are left to the page", async () => {
    const board = draft();
    board.run(AGENT, { type: "propose_move", block_id: "c", base: 1, after: null });
    board.run(AGENT, { type: "propose_move", block_id: "b", base: 1, after: "c" });
    board.proposeText("a", "…", AGENT, { status: "streaming" });
    const image = { id: "p", type: "image/png", meta: { title: "A bar" }, place: "end" } as const;
    board.run(AGENT, {
      type: "propose_block",
      block: image,
      text: { proposal_id: "t", content: "aGk=", status: "done" },
    });
    const { screen } = await reviewed(board, ["a", "a", "s"]);
    expect(screen).toContain("It moves behind “Three.”.");
    expect(screen).toContain("It moves to the beginning.");
    expect(screen).toContain("new picture “A bar”");
    expect(screen).not.toContain("aGk=");
    expect(board.order).toEqual(["c", "a", "b", "p"]);
  });

  it.each([
    ["q", "q", false],
    ["the end of what is typed", { type: "end" }, false],
    ["Ctrl-C", { type: "interrupt" }, true],
  ] as const)("[ASK-9] ends with %s, and what is left waits", async (_what, key, interrupted) => {
    const board = draft();
    board.proposeText("a", "newer");
    const { end } = await reviewed(board, [key, "a"]);
    expect(end).toEqual({ accepted: 0, reverted: 0, interrupted });
    expect(board.proposed("a")).toEqual(["newer"]);
  });
});
