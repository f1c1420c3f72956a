import { describe, expect, it } from "vitest";
import { answerStage } from "../../../test/fakes/answer-stage.ts";
import { call, fail, sayPlainly, type Step, turn } from "../../../test/fakes/scripted-provider.ts";

const CHAT = { mode: "chat" } as const;
const GATE: Step = { type: "gate", name: "stop" };

describe("an answer in mode chat", () => {
  it("[PEN-15] is given the chat so far and the document, and no tools", async () => {
    const stage = await answerStage([sayPlainly("A metal."), sayPlainly("Yes.")]);
    await stage.given("b-own", "Gold is dear.");
    await stage.send("What is gold?", CHAT);
    await stage.send("Sure?", CHAT);
    const [, request] = stage.provider.requests;
    expect(request?.tools).toEqual([]);
    expect(request?.history).toMatchObject([
      { role: "user", text: "What is gold?" },
      { role: "assistant", text: "A metal." },
      {
        role: "user",
        text: "[system] The document, “Report”, as it is now:\n[block b-own: md, version 1]\nGold is dear.\n[end of b-own]\n\nSure?",
      },
    ]);
    expect(await stage.chat()).toEqual(["What is gold?", "done: A metal.", "Sure?", "done: Yes."]);
  });

  it("[PEN-15] about a block is that block's new text, without a fence", async () => {
    const stage = await answerStage([sayPlainly("```markdown\nGold is dear.\n```")]);
    await stage.given("b-own", "Gold is cheap.");
    await stage.send("Correct it", { ...CHAT, block_id: "b-own" });
    expect(await stage.document()).toEqual(["done: Gold is dear."]);
    expect(stage.provider.requests[0]?.system).toContain("is put in place of block b-own");
    expect(stage.told).toContain("This message is about block b-own.");
  });

  it("[PEN-15] about a table is CSV, and about an image nothing", async () => {
    const stage = await answerStage([sayPlainly("```csv\na;b\n1;2\n```")]);
    await stage.given("b-csv", "a,b\n", "csv");
    await stage.given("b-png", "AAAA", "image/png");
    await stage.send("Fill it", { ...CHAT, block_id: "b-csv" });
    await stage.send("Paint it", { ...CHAT, block_id: "b-png" });
    expect(await stage.document()).toEqual(["done: a,b\n1,2\n", "AAAA"]);
    expect(stage.errors()).toEqual([expect.stringContaining("An image cannot be written anew")]);
  });

  it("[PEN-13] goes on where it was cut by the limit of one answer, until that is too long", async () => {
    const cut = (text: string) => turn({ text, finish: "length" });
    const stage = await answerStage([cut("Gold "), cut("is "), sayPlainly("a metal.")]);
    await stage.send("What is gold?", CHAT);
    expect((await stage.chat()).at(1)).toBe("done: Gold is a metal.");
    const endless = await answerStage(Array.from({ length: 9 }, () => cut("la ")));
    await endless.send("Sing", CHAT);
    expect((await endless.chat()).at(1)).toContain("longer than I can write at once");
  });

  it("[PEN-13] an answer that was paused is written on where it ends", async () => {
    const stage = await answerStage([
      [{ type: "text_start" }, { type: "text_delta", text: "Gold is " }, GATE],
      sayPlainly("a metal."),
    ]);
    await stage.send("What is gold?", CHAT);
    await stage.provider.reached("stop");
    await stage.control("pause");
    expect((await stage.chat()).at(1)).toBe("cut: Gold is ");
    await stage.send("go on", { ...CHAT, block_id: (await stage.answer())?.block.id });
    expect((await stage.chat()).at(1)).toBe("done: Gold is a metal.");
    expect(stage.told).toContain("go on exactly where it ends");
  });

  it("[PEN-14] an unknown tool, a throw and a key that is refused end in words", async () => {
    const stage = await answerStage([
      [{ type: "throw", message: "broken" }],
      turn({ calls: [call("write_block", { content: "x" })] }),
      sayPlainly("Never mind."),
      [fail({ kind: "auth", message: "no key" })],
    ]);
    for (const words of ["One", "Two", "Three"]) await stage.send(words, CHAT);
    expect(await stage.chat()).toEqual(["One", "cut: ", "Two", "done: Never mind.", "Three", "cut: "]);
    expect(stage.errors()).toEqual(["scripted/test: broken.", "scripted/test: no key."]);
  });
});
