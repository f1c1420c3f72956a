import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { askOptions } from "./ask-options.ts";
import { questionOf } from "./question.ts";

const piped = (text: string) => Object.assign(Readable.from([Buffer.from(text)]), { isTTY: false });
const terminal = Object.assign(Readable.from([]), { isTTY: true });

describe("what ask is asked for", () => {
  it("[ASK-11] models are repeated or written with commas", () => {
    expect(askOptions({ model: ["openai, anthropic", "demo/ada"] }).models).toEqual([
      "openai",
      "anthropic",
      "demo/ada",
    ]);
    expect(askOptions({}).models).toEqual([]);
  });

  it("[ASK-11] the form of the file is said, or its name says it", () => {
    expect(askOptions({ output: "a.HTML" }).file).toEqual({ name: "a.HTML", format: "html" });
    expect(askOptions({ output: "a.txt", format: "md" }).file).toEqual({ name: "a.txt", format: "md" });
    expect(askOptions({}).file).toBeNull();
  });

  it.each([
    [{ model: ["a,,b"] }, /--model: "a,,b" names a model without a name/],
    [{ model: ["a,b,c,d,e,f,g,h,i"] }, /--model: at most 8/],
    [{ mode: "agnet" }, /--mode: "agnet" is not one of chat, agent; did you mean "agent"/],
    [{ accept: "yes" }, /--accept: "yes" is not one of all, none, ask/],
    [{ json: true, accept: "ask" }, /--json and --accept ask exclude each other/],
    [{ json: true, quiet: true }, /--json and --quiet exclude each other/],
    [{ format: "md" }, /add --output FILE/],
    [{ output: "a" }, /the name a does not say in which form; add --format with one of md, html, docx/],
    [{ output: "a.docx" }, /a\.docx: for Word it is a page that Word opens; add --format docx/],
    [{ output: "-" }, /--output: stdout has the answer/],
    [{ speed: "0" }, /--speed: must be more than 0/],
  ])("[ASK-11] %j is refused with the fix", (raw, message) => {
    expect(() => askOptions(raw)).toThrow(message);
  });

  it("[ASK-12] the question is the words, or what is piped in", async () => {
    expect(await questionOf(["What", "is gold?"], terminal)).toBe("What is gold?");
    expect(await questionOf(["What is gold?"], piped("not this"))).toBe("What is gold?");
    expect(await questionOf([], piped("What is\ngöld?\n"))).toBe("What is\ngöld?");
    expect(await questionOf(["-"], piped("What is gold?"))).toBe("What is gold?");
  });

  it("[ASK-12] where nothing is asked, or too much, it says how", async () => {
    await expect(questionOf([" "], terminal)).rejects.toThrow(/nothing is asked; write the question behind ask/);
    await expect(questionOf([], piped(" \n"))).rejects.toThrow(/nothing is asked: stdin is empty/);
    await expect(questionOf(["-"], piped("x".repeat(200_001)))).rejects.toThrow(/at most 200000 characters/);
    await expect(questionOf(["-"], piped("x".repeat(900_000)))).rejects.toThrow(/at most 200000 characters/);
  });
});
