import { describe, expect, it } from "vitest";
import { ADA, DeskStage } from "../../../test/fakes/desk-stage.ts";
import { DOCUMENT, GRACE, MemoryDocuments } from "../../../test/fakes/memory-pen.ts";
import { call } from "../../../test/fakes/scripted-provider.ts";
import { DOCUMENT_TOOL_SPECS } from "./tool-table.ts";

const CLAUDE = { type: "agent", model: "anthropic/claude", name: "Claude" } as const;

describe("the tools of a document", () => {
  it("[PEN-6] have a name, words and a schema each, the text after all that says where it goes", () => {
    expect(
      DOCUMENT_TOOL_SPECS.map(({ name, parameters }) => [name, ...Object.keys(parameters["properties"] ?? {})]),
    ).toEqual([
      ["plan_document", "title", "sections"],
      ["write_block", "block_id", "after", "content"],
      ["edit_block", "block_id", "content"],
      ["delete_block", "block_id"],
      ["move_block", "block_id", "after"],
      ["add_table", "title", "after", "csv"],
      ["add_chart", "title", "kind", "x", "series", "unit", "after", "rows"],
      ["search_document", "query", "block_id"],
    ]);
  });

  it("[PEN-9] plan: the old blocks are proposed to go, each section is a block with its heading, to be written on", async () => {
    const stage = new DeskStage();
    const old = stage.given("Old.");
    const told = await stage.do("plan_document", { title: "Gold", sections: ["What it is", "## Its price"] });
    const [first, one, two] = stage.documents.blocks();
    expect(first?.proposals.map(({ kind }) => kind)).toEqual(["delete"]);
    expect(first?.block.id).toBe(old);
    expect(stage.documents.texts(one?.block.id ?? "")).toEqual(["cut: ## What it is\n\n"]);
    expect(stage.documents.texts(two?.block.id ?? "")).toEqual(["cut: ## Its price\n\n"]);
    expect(stage.documents.newDocs).toEqual([one?.block.id]);
    expect(stage.documents.renamed).toEqual(["Gold"]);
    expect(told).toContain(`${one?.block.id} “What it is”`);
    await stage.do("write_block", { block_id: one?.block.id, content: "## What it is\n\nA metal." }, [20, 40, 60]);
    expect(stage.documents.texts(one?.block.id ?? "")).toEqual(["done: ## What it is\n\nA metal."]);
  });

  it("[PEN-9] a planned section that the person has accepted already is written all the same, beside its heading", async () => {
    const stage = new DeskStage();
    await stage.do("plan_document", { title: "Gold", sections: ["What it is"] });
    const id = stage.documents.blocks()[0]?.block.id ?? "";
    stage.documents.do(GRACE, DOCUMENT, { type: "accept_all" });
    expect(await stage.do("write_block", { block_id: id, content: "A metal." })).toContain(`Written to ${id}`);
    expect(stage.documents.block(id)).toMatchObject({
      block: { current: "## What it is\n\n", version: 1 },
      proposals: [{ base: 1, content: "## What it is\n\nA metal.", status: "done" }],
    });
    expect(await stage.do("write_block", { block_id: id, content: "More." })).toContain("is finished");
  });

  it("[PEN-4] edit: a new text beside the one that is there, for the version that was read", async () => {
    const stage = new DeskStage();
    const id = stage.given("Gold is cheap.");
    await stage.readAll();
    expect(await stage.do("edit_block", { block_id: id, content: "Gold is dear." })).toBe(
      `Your new text for ${id} (3 words) is proposed.`,
    );
    expect(stage.documents.block(id).block.current).toBe("Gold is cheap.");
    expect(stage.documents.block(id).proposals).toMatchObject([{ base: 1, content: "Gold is dear.", status: "done" }]);
  });

  it("[PEN-4] edit: what the block was changed to since stays, and is told", async () => {
    const stage = new DeskStage();
    const id = stage.given("Gold is cheap.");
    await stage.readAll();
    stage.documents.do(GRACE, DOCUMENT, { type: "edit", block_id: id, base: 1, content: "Gold was cheap." });
    const told = await stage.do("edit_block", { block_id: id, content: "Gold is dear." });
    expect(told).toContain("yours is for version 1, and version 2 reads as follows");
    expect(told).toContain("Gold was cheap.");
    expect(stage.documents.block(id)).toMatchObject({
      block: { current: "Gold was cheap.", version: 2 },
      proposals: [{ base: 1, content: "Gold is dear." }],
    });
    // It has read it now.
    expect(await stage.do("edit_block", { block_id: id, content: "Gold was dear." })).not.toContain("version 1");
    expect(stage.documents.block(id).proposals).toMatchObject([{ base: 2, content: "Gold was dear." }]);
  });

  it("[PEN-4] what a result of the same turn showed was not read when the turn was written", async () => {
    const stage = new DeskStage();
    const id = stage.given("One.");
    await stage.readAll();
    stage.documents.do(GRACE, DOCUMENT, { type: "edit", block_id: id, base: 1, content: "Two." });
    await stage.turn([
      call("search_document", { block_id: id }),
      call("edit_block", { block_id: id, content: "Three." }),
    ]);
    expect(stage.documents.block(id).proposals).toMatchObject([{ base: 1 }]);
  });

  it("[PEN-5] a block that another writes is left alone, and it is told who that is", async () => {
    const documents = new MemoryDocuments();
    const [ada, claude] = [new DeskStage(ADA, documents), new DeskStage(CLAUDE, documents)];
    const id = ada.given("Gold.");
    ada.tools.hear({ type: "tool_call_start", call_id: "c", name: "edit_block" });
    ada.tools.hear({ type: "tool_call_delta", call_id: "c", text: `{"block_id": "${id}", "content": "Gold is` });
    await expect.poll(() => documents.texts(id)).toEqual(["streaming: Gold is"]);
    const busy = `Ada (demo/ada) is writing ${id}`;
    expect(await claude.do("edit_block", { block_id: id, content: "Silver." })).toContain(busy);
    expect(await claude.do("delete_block", { block_id: id })).toContain(busy);
    expect(await claude.do("write_block", { block_id: id, content: "Silver." })).toContain(busy);
    expect(documents.texts(id)).toEqual(["streaming: Gold is"]);
  });

  it("[PEN-6] a block that is gone, an unknown tool, wrong arguments: it is told what there is", async () => {
    const stage = new DeskStage();
    const id = stage.given("# Gold\n\nA metal.");
    expect(await stage.do("edit_block", { block_id: "nowhere", content: "x" })).toBe(
      `[system] There is no block 'nowhere' (any more). The blocks: ${id} “Gold”.`,
    );
    expect(await stage.do("delete_block", { block_id: "nowhere" })).toContain("There is no block 'nowhere'");
    expect(await stage.do("paint_block", {})).toContain("Tools: plan_document, write_block");
    expect(await stage.do("__proto__", {})).toContain("Unknown tool");
    expect(await stage.do("move_block", { block_id: id })).toContain("expected {block_id: string, after: string}");
    expect(stage.documents.blocks()).toHaveLength(1);
    expect(stage.actions).toEqual([]);
  });

  it("[PEN-6] a block that goes while it is written is none that anything is lost by", async () => {
    const stage = new DeskStage();
    const id = stage.given("Gold.");
    await stage.do("write_block", { after: "b-gone", content: "Silver." });
    expect(stage.documents.blocks().map(({ block }) => block.current)).toEqual(["Gold.", null]);
    expect(await stage.do("write_block", { block_id: id, content: "more" })).toContain("Change it with edit_block");
  });

  it("[PEN-6] an image has no text to change", async () => {
    const stage = new DeskStage();
    const id = stage.given("AAAA", "image/png");
    expect(await stage.do("edit_block", { block_id: id, content: "x" })).toContain("is an image");
  });

  it("delete and move are proposed; what nobody has accepted moves at once", async () => {
    const stage = new DeskStage();
    const [one, two] = [stage.given("One."), stage.given("Two.")];
    await stage.do("delete_block", { block_id: one });
    await stage.do("move_block", { block_id: two, after: "start" });
    await stage.do("write_block", { content: "Three." });
    const three = stage.documents.blocks().at(-1)?.block.id ?? "";
    expect(await stage.do("move_block", { block_id: three, after: one })).toContain("is moved");
    expect(stage.documents.block(one).proposals).toMatchObject([{ kind: "delete", base: 1 }]);
    expect(stage.documents.block(two).proposals).toMatchObject([{ kind: "move", after: null, base: 1 }]);
    expect(stage.documents.blocks().map(({ block }) => block.id)).toEqual([one, three, two]);
  });

  it("[PEN-7] table: CSV as it should be, whatever was written", async () => {
    const stage = new DeskStage();
    const told = await stage.do("add_table", { title: "Prices", csv: "```csv\nYear,Price\n2020,1770\n2021\n```" });
    const [state] = stage.documents.blocks();
    expect(state?.block).toMatchObject({ type: "csv", meta: { title: "Prices" } });
    expect(stage.documents.texts(state?.block.id ?? "")).toEqual(["done: Year,Price\n2020,1770\n2021,\n"]);
    expect(told).toContain("“Prices” (3 lines)");
  });

  it("[PEN-8] chart: the header comes first, a line of JSON; then the rows", async () => {
    const stage = new DeskStage();
    const args = {
      title: "Price",
      kind: "line",
      x: "Year",
      series: ["Gold"],
      unit: "USD",
      rows: "Year,Gold\n2020,1770\n",
    };
    const one = call("add_chart", args);
    const start = one.arguments.indexOf("Year,Gold");
    stage.tools.hear({ type: "tool_call_start", call_id: one.call_id, name: one.name });
    stage.tools.hear({ type: "tool_call_delta", call_id: one.call_id, text: one.arguments.slice(0, start) });
    const header = '{"kind":"line","title":"Price","x":"Year","series":["Gold"],"unit":"USD"}\n';
    await expect
      .poll(() => stage.documents.blocks().map(({ block }) => stage.documents.texts(block.id)))
      .toEqual([[`streaming: ${header}`]]);
    stage.tools.hear({ type: "tool_call_delta", call_id: one.call_id, text: one.arguments.slice(start) });
    const message = { role: "assistant", text: "", thinking: "", tool_calls: [one] } as const;
    stage.end({ type: "done", finish: "tool_use", message });
    await stage.tools.run(one);
    expect(stage.documents.texts(stage.documents.blocks()[0]?.block.id ?? "")).toEqual([`done: ${header}2020,1770\n`]);
  });

  it("search: all blocks, those with some words, or one as a whole", async () => {
    const stage = new DeskStage();
    const [gold, silver] = [stage.given("# Gold\n\nIt is dear."), stage.given("# Silver\n\nIt is cheap.")];
    expect(await stage.do("search_document", {})).toBe(
      `${gold} “Gold”: # Gold It is dear.\n${silver} “Silver”: # Silver It is cheap.`,
    );
    expect(await stage.do("search_document", { query: "CHEAP it" })).toBe(`${silver} “Silver”: # Silver It is cheap.`);
    expect(await stage.do("search_document", { query: "tin" })).toBe("No block has these words.");
    expect(await stage.do("search_document", { block_id: gold })).toBe(
      `[block ${gold}: md, version 1]\n# Gold\n\nIt is dear.\n[end of ${gold}]`,
    );
  });

  it("[PEN-10] every result brings what happened meanwhile", async () => {
    const stage = new DeskStage();
    stage.news.push("[news] Grace says: shorter, please");
    expect(await stage.do("write_block", { content: "One." })).toMatch(/\n\[news\] Grace says: shorter, please$/);
  });

  it("[PEN-16] what was done is told in words for people", async () => {
    const stage = new DeskStage();
    const id = stage.given("# Gold\n\nA metal.");
    await stage.do("edit_block", { block_id: id, content: "# Gold\n\nDear." });
    await stage.do("add_table", { title: "Prices", csv: "a,b\n1,2" });
    expect(stage.actions).toMatchObject([
      { tool: "edit_block", block_id: id, label: "Changed “Gold”" },
      { tool: "add_table", label: "Added “Prices”" },
    ]);
  });
});
