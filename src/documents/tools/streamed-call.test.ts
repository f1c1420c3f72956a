import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DeskStage } from "../../../test/fakes/desk-stage.ts";
import { DOCUMENT } from "../../../test/fakes/memory-pen.ts";
import { call } from "../../../test/fakes/scripted-provider.ts";

describe("a text that streams", () => {
  it("[PEN-1] is in its block exactly, wherever its arguments are cut", async () => {
    const texts = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
    const cuts = fc.array(fc.nat(120), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(texts, cuts, fc.boolean(), async (text, places, escaped) => {
        const stage = new DeskStage();
        const written = JSON.stringify({ after: "start", content: `a ${text}` });
        const json = escaped ? written.replace(/[^\u0020-\u007e]/gu, (c) => escapeOf(c)) : written;
        await stage.do("write_block", json, places);
        const [state] = stage.documents.blocks();
        expect(stage.documents.texts(state?.block.id ?? "")).toEqual([`done: a ${text}`]);
      }),
      { numRuns: 300 },
    );
  });

  it("[PEN-1] is there before the arguments are whole", async () => {
    const stage = new DeskStage();
    const one = call("write_block", { content: "Gold is a metal. It is soft." });
    stage.tools.hear({ type: "tool_call_start", call_id: one.call_id, name: one.name });
    stage.tools.hear({ type: "tool_call_delta", call_id: one.call_id, text: '{"content": "Gold is a metal.' });
    await expect
      .poll(() => stage.documents.blocks().map(({ block }) => stage.documents.texts(block.id)))
      .toEqual([["streaming: Gold is a metal."]]);
  });

  it("[PEN-1] is done when it ends, while the model writes the next one", async () => {
    const stage = new DeskStage();
    await stage.stream([call("write_block", { content: "One." })]);
    stage.tools.hear({ type: "tool_call_start", call_id: "next", name: "write_block" });
    await expect.poll(() => stage.documents.texts(stage.documents.blocks()[0]?.block.id ?? "")).toEqual(["done: One."]);
  });

  it("[PEN-2] begins nothing while what comes before it is missing or wrong", async () => {
    const stage = new DeskStage();
    const block = stage.given("Old.");
    await stage.stream([call("edit_block", `{"content": "New.", "block_id": "${block}"}`)], [14]);
    expect(stage.documents.texts(block)).toEqual([]);
    const later = call("edit_block", `{"content": "New.", "block_id": "${block}"}`);
    expect((await stage.turn([later], [14]))[0]).toContain("is proposed");
    expect(stage.documents.texts(block)).toEqual(["done: New."]);
    expect(await stage.do("add_chart", { kind: "cake", x: "Year", series: ["Gold"], rows: "2020,1" })).toContain(
      "kind",
    );
    expect(stage.documents.blocks()).toHaveLength(1);
  });

  it("[PEN-2] goes where the arguments after it say, and is nowhere else", async () => {
    const stage = new DeskStage();
    await stage.do("plan_document", { title: "Gold", sections: ["What it is"] });
    const [planned] = stage.documents.blocks();
    const id = planned?.block.id ?? "";
    const told = await stage.do("write_block", `{"content": "A metal.", "block_id": "${id}"}`, [13, 18]);
    expect(told).toContain(`Written to ${id}`);
    expect(stage.documents.texts(id)).toEqual(["done: ## What it is\n\nA metal."]);
    await stage.do("add_table", '{"csv": "Year,Price\\n2020,1", "title": "Prices", "after": "start"}', [10, 20]);
    expect(stage.documents.blocks().map(({ block }) => [block.type, block.meta.title])).toEqual([
      ["csv", "Prices"],
      ["md", undefined],
    ]);
    expect(stage.actions.map(({ label }) => label)).toEqual(["Planned “Gold”", "Wrote “What it is”", "Added “Prices”"]);
  });

  it("[PEN-2] is not begun before a plan of the same turn is made", async () => {
    const stage = new DeskStage();
    stage.given("Old.");
    const plan = call("plan_document", { title: "Gold", sections: ["What it is"] });
    await stage.turn([plan, call("write_block", { content: "More." })]);
    const blocks = stage.documents
      .blocks()
      .map(({ block, proposals }) => [
        block.current,
        proposals.map((each) => (each.kind === "text" ? each.content : each.kind)),
      ]);
    expect(blocks).toEqual([
      ["Old.", ["delete"]],
      [null, ["## What it is\n\n"]],
      [null, ["More."]],
    ]);
  });

  it("[PEN-3] stays, cut, where the arguments turn out to be no JSON, and the model is told where", async () => {
    const stage = new DeskStage();
    const told = await stage.do("write_block", '{"content": "Gold is", "after": ]', [20, 26]);
    const [state] = stage.documents.blocks();
    expect(stage.documents.texts(state?.block.id ?? "")).toEqual(["cut: Gold is"]);
    expect(told).toContain(
      "not valid: this is not JSON; expected {block_id?: string, after?: string, content: string}",
    );
    expect(told).toContain(`block_id`);
    expect(told).toContain(state?.block.id ?? "none");
  });

  it.each(["error", "aborted", "length"] as const)("[PEN-3] stays, cut, where the turn ends by %s", async (ending) => {
    const stage = new DeskStage();
    const one = call("write_block", { content: "Gold is a metal." });
    stage.tools.hear({ type: "tool_call_start", call_id: one.call_id, name: one.name });
    stage.tools.hear({ type: "tool_call_delta", call_id: one.call_id, text: '{"content": "Gold is a m' });
    if (ending === "length") {
      const message = { role: "assistant", text: "", thinking: "", tool_calls: [] } as const;
      stage.end({ type: "done", finish: "length", message });
    } else if (ending === "error") {
      stage.end({ type: "error", error: { kind: "cut", message: "cut", retryable: true } });
    } else stage.end({ type: "aborted" });
    const [told = ""] = await stage.tools.takeNews();
    const [state] = stage.documents.blocks();
    expect(stage.documents.texts(state?.block.id ?? "")).toEqual(["cut: Gold is a m"]);
    expect(told).toContain(`block_id ${state?.block.id}`);
    expect(await stage.tools.takeNews()).toEqual([]);
    await stage.do("write_block", { block_id: state?.block.id, content: "etal." });
    expect(stage.documents.texts(state?.block.id ?? "")).toEqual(["done: Gold is a metal."]);
  });

  it("[PEN-3] that came twice in one call is what came last, and nothing is lost", async () => {
    const stage = new DeskStage();
    await stage.do("write_block", '{"content": "First.", "content": "Second."}', [16, 20, 25]);
    const [state] = stage.documents.blocks();
    expect(stage.documents.texts(state?.block.id ?? "")).toEqual(["done: Second."]);
  });

  it("[PEN-1] is taken from arguments that come as a string of JSON, or all at once without a stream", async () => {
    const stage = new DeskStage();
    await stage.do("write_block", JSON.stringify(JSON.stringify({ content: "One." })));
    await stage.tools.run(call("write_block", { content: "Two." }));
    expect(stage.documents.blocks(DOCUMENT).flatMap(({ block }) => stage.documents.texts(block.id))).toEqual([
      "done: One.",
      "done: Two.",
    ]);
  });

  it("[PEN-1] holds no character that a database does not take", async () => {
    const stage = new DeskStage();
    await stage.do("write_block", '{"content": "a\\u0000b\\ud800c"}');
    const [state] = stage.documents.blocks();
    expect(stage.documents.texts(state?.block.id ?? "")).toEqual(["done: a\ufffdb\ufffdc"]);
  });
});

function escapeOf(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");
}
