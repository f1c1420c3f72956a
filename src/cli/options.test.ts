import { describe, expect, it } from "vitest";
import { parseOptions, type RawOptions } from "./options.ts";

const parse = (raw: RawOptions, topic: string[] = []) => parseOptions(topic, raw);
const refusal = (raw: RawOptions) => {
  try {
    parse(raw);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

describe("parseOptions", () => {
  it("joins the words of the topic, and has none where there are none", () => {
    expect(parse({}, ["Tea", "or", "coffee?"]).topic).toBe("Tea or coffee?");
    expect(parse({}).topic).toBeNull();
    expect(parse({}, ["  "]).topic).toBeNull();
  });

  it("reads numbers, with digits grouped as people write them", () => {
    const options = parse({
      maxMessages: "0",
      maxTokens: "1_000_000",
      maxCost: "0.50",
      maxMinutes: "1.5",
      speed: ".5",
    });
    expect(options).toMatchObject({ maxMessages: 0, maxTokens: 1_000_000, maxCost: 0.5, maxMinutes: 1.5, speed: 0.5 });
  });

  it.each([
    [{ maxMessages: "abc" }, '--max-messages: "abc" is not a number of 0 or more'],
    [{ maxMessages: "-1" }, '--max-messages: "-1" is not a number of 0 or more'],
    [{ maxMessages: "1.5" }, "--max-messages: 1.5 is not a whole number from 0 to 1000000000000"],
    [{ maxCost: "" }, '--max-cost: "" is not a number of 0 or more'],
    [{ maxCost: "1e9" }, '--max-cost: "1e9" is not a number of 0 or more'],
    [{ agents: "0" }, "--agents: 0 is not a whole number from 1 to 64"],
    [{ appendLimit: "0" }, "--append-limit: 0 is not a whole number from 1 to 100000"],
    [{ speed: "0" }, "--speed: must be more than 0"],
    [{ floor: "stik" }, '--floor: "stik" is not one of open, stick; did you mean "stick"?'],
    [{ interrupt: "never" }, '--interrupt: "never" is not one of boundary, eager'],
    [{ topic: "", logDir: " " }, "--log-dir: is empty"],
    [{ model: ["=x"] }, '--model "=x": write [Name=]provider/model, like Ada=anthropic/claude-opus-5-5'],
    [{ persona: ["Ada"] }, '--persona "Ada": write Name="…", like Ada="a careful engineer"'],
    [
      { price: ["a/b=1"] },
      '--price "a/b=1": write MODEL=IN/OUT in USD per million tokens, like openai/gpt-6.1-sol=3/15',
    ],
    [{ json: true, plain: true }, "--plain and --json exclude each other; leave one out"],
    [{ scenario: "a", expDir: "b" }, "--scenario and --exp-dir exclude each other; leave one out"],
    [{ persona: ["Ada=x", "Ada=y"] }, '--persona is given twice for "Ada"; give it once'],
  ])("says what is wrong with %o", (raw, message) => {
    expect(refusal(raw)).toBe(message);
  });

  it("takes a model with and without a name; a = behind the first slash is the model's own", () => {
    expect(parse({ model: ["openai/gpt-6-sol", "Ada=demo/ada", "custom/a=b"] }).model).toEqual([
      { name: null, spec: "openai/gpt-6-sol" },
      { name: "Ada", spec: "demo/ada" },
      { name: null, spec: "custom/a=b" },
    ]);
  });

  it("takes prices and personas, with = in them", () => {
    const { price, persona } = parse({ price: ["x/y=z=1.5/20"], persona: ["Ada=thinks a = b"] });
    expect(price).toEqual([["x/y=z", { input: 1.5, output: 20 }]]);
    expect(persona).toEqual([["Ada", "thinks a = b"]]);
  });
});
