import { describe, expect, it } from "vitest";
import { answerStage } from "../../../test/fakes/answer-stage.ts";
import { BY_PERSON, IN_DOCUMENT } from "../../../test/fakes/document-stage.ts";
import {
  call,
  callSteps,
  callTools,
  fail,
  sayPlainly,
  type Step,
  turn,
  USAGE,
} from "../../../test/fakes/scripted-provider.ts";

const GATE: Step = { type: "gate", name: "stop" };

describe("an answer in mode agent", () => {
  it("[PEN-9] writes a document with tools, and says what it did", async () => {
    const plan = call("plan_document", { title: "Gold", sections: ["What it is", "Its price"] });
    const stage = await answerStage([
      turn({ text: "I begin.", calls: [plan] }),
      callTools(call("write_block", { block_id: "b-3", content: "A metal." })),
      callTools(call("write_block", { block_id: "b-4", content: "It is dear." })),
      sayPlainly("Both sections stand."),
    ]);
    await stage.send("Write on gold");
    expect(await stage.document()).toEqual(["done: ## What it is\n\nA metal.", "done: ## Its price\n\nIt is dear."]);
    expect(await stage.chat()).toEqual(["Write on gold", "done: I begin.\n\nBoth sections stand."]);
    expect((await stage.answer())?.block.meta.actions).toMatchObject([
      { tool: "plan_document", label: "Planned “Gold”" },
      { tool: "write_block", block_id: "b-3", label: "Wrote “What it is”" },
      { tool: "write_block", block_id: "b-4", label: "Wrote “Its price”" },
    ]);
    const chunks = stage.page.chunks.filter(({ new_doc }) => new_doc);
    expect(chunks.map(({ block_ids }) => block_ids)).toEqual(["b-3"]);
  });

  it("[PEN-9] names a document that has only the words of the prompt for a name, and no other", async () => {
    const plan = callTools(call("plan_document", { title: "All about gold", sections: ["One"] }));
    const stage = await answerStage([plan, sayPlainly("Done."), plan, sayPlainly("Done.")]);
    await stage.send("Write on gold");
    expect((await stage.store.document("d1"))?.title).toBe("Report");
    await stage.host.shelf.renameDocument("d1", "Write on gold");
    await stage.send("Again");
    expect((await stage.store.document("d1"))?.title).toBe("All about gold");
  });

  it("[PEN-10] hears the person and what they do while it writes", async () => {
    const stage = await answerStage([
      [
        { type: "text_start" },
        { type: "text_delta", text: "I look." },
        GATE,
        ...callTools(call("search_document", {})),
      ],
      sayPlainly("Shorter, then."),
    ]);
    await stage.given("b-own", "Gold is cheap.");
    await stage.send("Write on gold");
    await stage.provider.reached("stop");
    await stage.host.execute(
      IN_DOCUMENT,
      { type: "edit", block_id: "b-own", base: 1, content: "Gold is dear." },
      BY_PERSON,
    );
    await stage.send("Make it short");
    stage.provider.open("stop");
    await stage.quiet();
    expect(stage.told).toContain("[news] Ada changed b-own “Gold is dear.”; it now reads (version 2):\nGold is dear.");
    expect(stage.told).toContain("[news] Ada says: Make it short");
    expect((await stage.chat()).at(1)).toBe("done: I look.\n\nShorter, then.");
  });

  it("[PEN-10] answers what is said after its last tool", async () => {
    const stage = await answerStage([
      [{ type: "text_start" }, GATE, ...sayPlainly("Done.")],
      sayPlainly("As you wish."),
    ]);
    await stage.send("Write on gold");
    await stage.provider.reached("stop");
    await stage.send("And on silver");
    stage.provider.open("stop");
    await stage.quiet();
    expect(stage.told).toBe("[news] Ada says: And on silver");
    expect((await stage.chat()).at(1)).toBe("done: Done.\n\nAs you wish.");
  });

  it("[PEN-11] a pause in a call: the text stays cut, and the next message goes on with it", async () => {
    const whole = call("write_block", { content: "Gold is a metal." });
    const [start, ...rest] = callSteps(whole);
    const stage = await answerStage([
      [start as Step, rest[0] as Step, GATE],
      callTools(call("write_block", { block_id: "b-3", content: "metal." })),
      sayPlainly("It stands."),
    ]);
    await stage.send("Write on gold");
    await stage.provider.reached("stop");
    await stage.quiet();
    const [begun = ""] = await stage.document();
    expect(begun.startsWith("streaming: Go")).toBe(true);
    await stage.control("pause");
    expect(await stage.document()).toEqual([begun.replace("streaming", "cut")]);
    expect((await stage.chat()).at(1)).toBe("cut: ");
    await stage.send("go on");
    const first = stage.provider.requests[1]?.history.at(-1);
    expect(first?.role === "user" && first.text).toContain("[system] Unfinished are: b-3.");
    expect(await stage.document()).toEqual([`${begun.replace("streaming", "done")}metal.`]);
  });

  it("[PEN-12] makes at most 60 calls, and says so", async () => {
    const turns = Array.from({ length: 70 }, () => callTools(call("search_document", {})));
    const stage = await answerStage(turns);
    await stage.send("Look");
    expect(stage.provider.requests).toHaveLength(60);
    expect((await stage.chat()).at(1)).toContain("one answer makes at most 60 model calls. Write “go on”");
  });

  it("[PEN-13] goes on where a call was cut by the limit of one answer", async () => {
    const cut = call("write_block", '{"content": "Gold is a ');
    const stage = await answerStage([
      turn({ calls: [cut], finish: "length" }),
      callTools(call("write_block", { block_id: "b-3", content: "metal." })),
      sayPlainly("Done."),
    ]);
    await stage.send("Write on gold");
    expect(stage.provider.requests[1]?.history.at(-1)).toMatchObject({
      text: expect.stringContaining("go on where it ends with write_block and block_id b-3") as string,
    });
    expect(await stage.document()).toEqual(["done: Gold is a metal."]);
  });

  it("[PEN-13] goes on where the connection broke, and repeats nothing that was read", async () => {
    const broken = fail({ kind: "cut", retryable: true });
    const stage = await answerStage([
      [{ type: "text_start" }, { type: "text_delta", text: "Gold is a " }, broken],
      sayPlainly("metal."),
    ]);
    await stage.send("Write on gold");
    await stage.clock.advance(60_000);
    await stage.quiet();
    expect((await stage.chat()).at(1)).toBe("done: Gold is a metal.");
    expect(stage.told).toContain("Go on exactly where it ends");
  });

  it("[PEN-22] says why nothing comes while a model is asked again, and that it goes on", async () => {
    const busy = fail({ kind: "overloaded", message: "the server is overloaded", retryable: true });
    const stage = await answerStage([[busy], sayPlainly("Done.")]);
    await stage.send("Write on gold");
    const told = () => stage.page.pageFrames("waiting").map(({ why }) => why);
    expect(told()).toEqual(["scripted/test: the server is overloaded. It is asked again in 1 s."]);
    await stage.clock.advance(60_000);
    await stage.quiet();
    expect(told().slice(1)).toEqual([null]);
    expect((await stage.chat()).at(1)).toBe("done: Done.");
  });

  it("[PEN-13] begins its memory anew with the document as it is, before it is full", async () => {
    const usage = { ...USAGE, input: 900, output: 50 };
    const stage = await answerStage(
      [turn({ calls: [call("write_block", { content: "Gold." })], usage }), sayPlainly("Done.")],
      { contextWindow: 1_000 },
    );
    await stage.send("Write on gold");
    const [, second] = stage.provider.requests;
    expect(second?.history.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(JSON.stringify(second?.history)).toContain("[block b-3: md, only proposed]");
    expect((await stage.chat()).at(1)).toBe("done: Done.");
  });

  it.each([
    [
      fail({ kind: "auth", message: "scripted/test: the API key was refused. Set KEY to a valid key." }),
      "Set KEY to a valid key.",
    ],
    [fail({ kind: "network", message: "the connection failed" }), "write “go on” to try again."],
    [fail({ kind: "context_full", message: "too long" }), "choose a model that can read more at once."],
    [
      turn({ finish: "refusal" }),
      "scripted/test declined to answer this. Put it in other words, or choose another model.",
    ],
  ])("[PEN-14] a failure is told in words that help (%#)", async (failure, words) => {
    const steps = "length" in failure ? failure : [failure];
    const stage = await answerStage([steps, steps]);
    await stage.send("Write on gold");
    expect(stage.errors()).toEqual([expect.stringContaining(words)]);
    expect((await stage.answer())?.block.meta.error).toContain(words);
  });

  it("a model that calls in words is understood", async () => {
    const printed = '<tool_call>{"name": "write_block", "arguments": {"content": "Gold."}}</tool_call>';
    const stage = await answerStage([sayPlainly(printed), sayPlainly("Done.")]);
    await stage.send("Write on gold");
    expect(await stage.document()).toEqual(["done: Gold."]);
  });

  it("a model that says nothing is asked once more, and its work is named in its place", async () => {
    const stage = await answerStage([
      callTools(call("write_block", { content: "# Gold\n\nA metal." })),
      turn({}),
      turn({}),
    ]);
    await stage.send("Write on gold");
    expect((await stage.chat()).at(1)).toBe("done: Done:\n- Added “Gold”");
  });

  it("[PEN-16] is told what it has done before, and what was cut", async () => {
    const stage = await answerStage([
      callTools(call("write_block", { content: "# Gold\n\nA metal." })),
      sayPlainly("It stands."),
      sayPlainly("Yes."),
    ]);
    await stage.send("Write on gold");
    await stage.send("Is it good?");
    const history = stage.provider.requests.at(-1)?.history;
    expect(history?.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(stage.told).toContain(
      "[block b-3: md, only proposed]\n[proposed by scripted/test]\n# Gold\n\nA metal.\n[end of b-3]",
    );
    expect(stage.told).toContain("[system] With that answer you did this to the document: Added “Gold” (b-3).");
    expect(stage.told.endsWith("Is it good?")).toBe(true);
  });

  it("[PEN-14] a database that fails in the middle of a call ends nothing but the answer", async () => {
    const stage = await answerStage([
      callTools(call("write_block", { content: "Gold is a metal." })),
      sayPlainly("Done."),
      sayPlainly("Here again."),
    ]);
    let isFull = true;
    stage.store.before = (changes) => {
      const isBlock = changes.some((change) => change.type === "block_put" && change.block.owner.type === "document");
      if (isBlock && isFull) throw new Error("the disk is full");
    };
    await stage.send("Write on gold");
    expect(stage.told).toContain("[system] Not done: ");
    expect(await stage.document()).toEqual([]);
    isFull = false;
    await stage.send("And now?");
    expect((await stage.chat()).at(-1)).toBe("done: Here again.");
  });
});
