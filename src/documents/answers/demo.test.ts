/** The demo model at a document: what somebody without a key sees first. */
import { describe, expect, it } from "vitest";
import { answerStage } from "../../../test/fakes/answer-stage.ts";
import { settle } from "../../../test/fakes/manual-clock.ts";
import { createDemoProvider } from "../../agents/providers/demo.ts";
import type { Clock } from "../../chatroom/clock.ts";

/** Time goes by as soon as nothing else happens. */
const instant: Clock = {
  now: () => 0,
  monotonic: () => 0,
  schedule(_ms, callback) {
    const timer = setImmediate(callback);
    return () => clearImmediate(timer);
  },
};

async function demoStage(seed = 7, clock: Clock = instant) {
  const provider = createDemoProvider({ id: "demo/ada", name: "Ada", seed, speed: 1, clock });
  const stage = await answerStage([], { providers: { "demo/ada": provider } });
  /** Until `done`, or the answer is. */
  const until = async (done: () => Promise<boolean> | boolean = () => false) => {
    while (stage.processors.activityOf("c1") === "running" && !(await done())) await settle();
    await stage.quiet();
  };
  const ask = async (content: string, fields: object = {}) => {
    await stage.send(content, fields);
    await until();
  };
  const headings = async () => (await stage.document()).map((text) => /## ([^\n]+)/u.exec(text)?.[1] ?? "");
  return { ...stage, ask, until, headings };
}

const REPORT = "Hi, I would like to create a research report about gold please";

describe("the demo at a document", () => {
  it("[PEN-19] plans a report on what was asked, writes all of it, with a table and a chart", async () => {
    const stage = await demoStage();
    await stage.ask(REPORT);
    const texts = await stage.document();
    expect(texts.length).toBeGreaterThanOrEqual(7);
    for (const text of texts) expect(text).toMatch(/^done: /);
    expect(texts.filter((text) => /\bgold\b/iu.test(text)).length).toBeGreaterThanOrEqual(6);
    expect((await stage.headings())[0]).toBe("Introduction");
    expect((await stage.documentBlocks()).map(({ block }) => block.type)).toEqual(
      expect.arrayContaining(["md", "csv", "interactive_chart"]),
    );
    expect((await stage.chat()).at(-1)).toContain("“Gold: a short report” stands: 6 sections written, 1 table added");
    expect(stage.errors()).toEqual([]);
  });

  it("[PEN-19] writes nothing of the marks that earlier prompts about a block have", async () => {
    const stage = await demoStage();
    await stage.given("b1", "Gold is soft.");
    await stage.given("b2", "");
    for (const block_id of ["b1", "b2", "b2"]) {
      await stage.ask("Make it shorter", { mode: "chat", block_id });
      expect((await stage.document()).join("\n")).not.toMatch(/block b\d/iu);
    }
  });

  it("[PEN-19] is another one with another seed, and the same with the same", async () => {
    const [one, same, other] = [await demoStage(1), await demoStage(1), await demoStage(2)];
    for (const stage of [one, same, other]) await stage.ask(REPORT);
    expect(await same.document()).toEqual(await one.document());
    expect(await other.document()).not.toEqual(await one.document());
  });

  it.each([
    ["Write an essay on the history of tea in Japan", "the history of tea in Japan"],
    ["Write a research report about gold: history, uses, price, outlook. With a table and a chart.", "gold is often"],
    ["Compare three ways to store energy at home, with a table of costs.", "three ways to store energy"],
    ["Plan a workshop of one day about prompt writing.", "prompt writing"],
    ["remote work", "remote work"],
    ["Could you draft me a short report on electric cars, please?", "electric cars"],
    ["Write something about 猫", "猫"],
  ])("[PEN-19] understands “%s”", async (prompt, thing) => {
    const stage = await demoStage();
    await stage.ask(prompt);
    expect((await stage.document()).join("\n").toLowerCase()).toContain(thing.toLowerCase());
    expect((await stage.document()).length).toBeGreaterThan(5);
  });

  it("[PEN-19] what was stopped before its first word is about the same when it goes on", async () => {
    const stage = await demoStage();
    await stage.ask("A report about gold, please\n\ngo on");
    expect((await stage.chat()).at(-1)).toContain("“Gold: a short report” stands");
  });

  it.each([8, 28])("[PEN-19] nor is it over where it was stopped before there was a plan (%i)", async (waits) => {
    // Then time stands still.
    let left = waits;
    const clock: Clock = {
      ...instant,
      schedule: (ms, callback) => (left-- > 0 ? instant.schedule(ms, callback) : () => {}),
    };
    const stage = await demoStage(7, clock);
    await stage.send("A report about gold, please");
    await stage.until(() => left < 0);
    await stage.control("pause");
    expect(await stage.document()).toEqual([]);
    left = Infinity;
    await stage.ask("go on");
    expect((await stage.chat()).at(-1)).toContain("“Gold: a short report” stands");
  });

  it("[PEN-19] tells a report with a chart from a chart for the report", async () => {
    const stage = await demoStage();
    await stage.ask("Write a report about gold: history, uses, price. With a table and a chart.");
    const types = async () => (await stage.documentBlocks()).map(({ block }) => block.type);
    expect((await stage.chat()).at(-1)).toContain("“Gold: a short report” stands: ");
    expect((await types()).filter((type) => type === "interactive_chart")).toHaveLength(1);
    await stage.ask("Draw a bar chart for the report");
    expect((await types()).filter((type) => type === "interactive_chart")).toHaveLength(2);
  });

  it("[PEN-19] changes, adds, moves and takes out what is asked for", async () => {
    const stage = await demoStage();
    await stage.ask(REPORT);
    const [before = ""] = await stage.document();
    await stage.ask("make the introduction shorter");
    const [after = ""] = await stage.document();
    expect(after.length).toBeLessThan(before.length);
    expect(after).toContain("## Introduction");
    await stage.ask("Add a section on the gold rush of 1849");
    expect(await stage.headings()).toContain("Gold rush of 1849");
    await stage.ask("move the conclusion to the start");
    expect((await stage.headings())[0]).toBe("Conclusion");
    await stage.ask("delete the history section");
    const gone = (await stage.documentBlocks()).filter(({ proposals }) =>
      proposals.some(({ kind }) => kind === "delete"),
    );
    expect(gone).toHaveLength(1);
    await stage.ask("add a pie chart");
    expect((await stage.document()).at(-1)).toContain('"kind":"pie"');
  });

  it("[PEN-19] a wish for a document that is there is not what it is about", async () => {
    const stage = await demoStage();
    await stage.given("b-own", "## Prices\n\nThey rise.");
    await stage.ask("Make the prices longer and add a pie chart");
    expect((await stage.document()).join("\n")).toContain('"kind":"pie"');
    expect((await stage.document()).join("\n")).not.toContain("prices longer");
  });

  it("[PEN-19] goes on after a pause until all of it stands, and nothing is there twice", async () => {
    const whole = await demoStage();
    await whole.ask(REPORT);
    for (const at of [300, 900, 1_500, 2_400]) {
      const stage = await demoStage();
      await stage.send(REPORT);
      await stage.until(async () => (await stage.document()).join("").length > at);
      await stage.control("pause");
      expect((await stage.document()).join()).toContain("cut: ");
      await stage.ask("go on");
      expect(await stage.document()).toEqual(await whole.document());
    }
  });

  it("[PEN-19] takes up what is said while it writes", async () => {
    const stage = await demoStage();
    await stage.send(REPORT);
    await stage.until(async () => (await stage.document()).join("").length > 800);
    await stage.send("Make the introduction shorter, please");
    await stage.until();
    expect((await stage.chat()).at(1)).toContain("I have read “Make the introduction shorter, please”");
    expect((await stage.answer())?.block.meta.actions?.at(-1)?.label).toBe("Changed “Introduction”");
  });

  it("[PEN-19] answers in the chat with a list and a table, and writes a block anew", async () => {
    const stage = await demoStage();
    await stage.ask("What is gold?", { mode: "chat" });
    expect((await stage.chat()).at(-1)).toMatch(/^done: [^]*\n- [^]*gold[^]*\| Year \|/iu);
    const whole = (await stage.chat()).at(-1)?.replace("done: ", "") ?? "";
    const again = await demoStage();
    await again.send("What is gold?", { mode: "chat" });
    await again.until(async () => ((await again.chat()).at(-1)?.length ?? 0) > 200);
    await again.control("pause");
    await again.ask("go on", { mode: "chat", block_id: (await again.answer())?.block.id });
    expect((await again.chat()).at(1)).toBe(`done: ${whole}`);
    await stage.given("b-own", "## Gold\n\nGold is soft. It is yellow.\n\nIt is dear. It shines.");
    await stage.ask("shorter", { mode: "chat", block_id: "b-own" });
    expect(await stage.document()).toEqual(["done: ## Gold\n\nGold is soft.\n\nIt is dear."]);
    await stage.ask("longer", { mode: "chat", block_id: "b-own" });
    expect((await stage.document())[0]).toMatch(/^done: ## Gold\n\nGold is soft.\n\nIt is dear.\n\n\w/u);
  });
});
