import { describe, expect, it } from "vitest";
import { parsePrintedCalls } from "./printed-tool-call.ts";
import { PARAMETER_NAMES } from "./tools.ts";

const parse = (text: string) =>
  parsePrintedCalls(text, PARAMETER_NAMES)?.map(({ name, arguments: written }) => [
    name,
    JSON.parse(written) as unknown,
  ]) ?? null;

const hello = [["append", { text: "Hello" }]];

describe("a printed tool call is understood", () => {
  it.each([
    ["in tags", '<tool_call>{"name":"append","arguments":{"text":"Hello"}}</tool_call>'],
    [
      "in tags, behind other words",
      'I greet them.\n\n<tool_call>\n{"name": "append", "arguments": {"text": "Hello"}}\n</tool_call>\n',
    ],
    ["in a tag that was not closed", '<tool_call>\n{"name":"append","arguments":{"text":"Hello"}}'],
    [
      "with its arguments as a string",
      '<tool_call>{"name":"append","arguments":"{\\"text\\":\\"Hello\\"}"}</tool_call>',
    ],
    ["in a fence", '```json\n{"name":"append","arguments":{"text":"Hello"}}\n```'],
    ["in a fence without a language", '```\n[{"name":"append","parameters":{"text":"Hello"}}]\n```'],
    ["as bare JSON", '{"name": "append", "parameters": {"text": "Hello"}}'],
    [
      "as OpenAI writes it",
      '{"id":"1","type":"function","function":{"name":"append","arguments":"{\\"text\\":\\"Hello\\"}"}}',
    ],
    ["as a function tag", '<function=append>{"text":"Hello"}</function>'],
    ["as a function tag with parameters", "<function=append>\n<parameter=text>\nHello\n</parameter>\n</function>"],
    [
      "as a function tag in a tag",
      "<tool_call>\n<function=append>\n<parameter=text>\nHello\n</parameter>\n</function>\n</tool_call>",
    ],
    [
      "as Claude and its pupils write it",
      '<function_calls>\n<invoke name="append">\n<parameter name="text">Hello</parameter>\n</invoke>\n</function_calls>',
    ],
    [
      "as MiniMax writes it, behind other words",
      'I greet them.\n<minimax:tool_call>\n<invoke name="append">\n<parameter name="text">Hello</parameter>\n</invoke>\n</minimax:tool_call>',
    ],
    ["as an invocation alone", '<invoke name="append"><parameter name="text">Hello</parameter></invoke>'],
    ["as Mistral writes it", '[TOOL_CALLS][{"name":"append","arguments":{"text":"Hello"}}]'],
    ["as a line of code", 'append("Hello")'],
    ["as a line of code with a name", "append(text='Hello');"],
    ["as a line of code with an object", 'append({"text": "Hello"})'],
  ])("%s", (_kind, text) => {
    expect(parse(text)).toEqual(hello);
  });

  it("several, in order", () => {
    const expected = [...hello, ["append", { text: "Bye" }], ["push", {}]];
    const objects = expected.map(([name, value]) => JSON.stringify({ name, arguments: value }));
    expect(parse(objects.map((text) => `<tool_call>${text}</tool_call>`).join("\n"))).toEqual(expected);
    expect(parse(`[${objects.join(",")}]`)).toEqual(expected);
    expect(parse(`[TOOL_CALLS] [${objects.join(",")}]`)).toEqual(expected);
    expect(parse(objects.map((text) => `\`\`\`json\n${text}\n\`\`\``).join("\n"))).toEqual(expected);
    expect(parse('append("Hello")\n\nappend("Bye")\npush()')).toEqual(expected);
    expect(
      parse(
        '<function=append>{"text":"Hello"}</function><function=append>{"text":"Bye"}</function><function=push></function>',
      ),
    ).toEqual(expected);
  });

  it("with what the text itself holds: marks, quotes, line ends", () => {
    const text = 'a "quoted" </tool_call> ``` ) \n } line';
    const call = JSON.stringify({ name: "append", arguments: { text } });
    expect(parse(`<tool_call>${call}</tool_call>`)).toEqual([["append", { text }]]);
    expect(parse(`\`\`\`json\n${call}\n\`\`\``)).toEqual([["append", { text }]]);
    expect(parse(`append(${JSON.stringify(text)})`)).toEqual([["append", { text }]]);
    expect(parse('append("two\nlines, it\'s \\u00e9")')).toEqual([["append", { text: "two\nlines, it's é" }]]);
  });

  it("with numbers where the tool takes them", () => {
    expect(parse("check(timeout=5000)")).toEqual([["check", { timeout: 5_000 }]]);
    expect(parse("check(5000)")).toEqual([["check", { timeout: 5_000 }]]);
    expect(parse("<function=check><parameter=timeout>5000</parameter></function>")).toEqual([
      ["check", { timeout: 5_000 }],
    ]);
  });

  it("of a tool that does not exist, where its marks leave no doubt: the model is then told", () => {
    expect(parse('<tool_call>{"name":"shout","arguments":{}}</tool_call>')).toEqual([["shout", {}]]);
  });
});

describe("what may mean something else is plain text", () => {
  it.each([
    ["", "nothing"],
    ["Hello", "words"],
    ['I will append("Hello") now', "a call in a sentence"],
    ['append("Hello") and then push()', "two calls with words between"],
    ['append("Hello")\nthat is how it works', "a call with words after it"],
    ['append("Hello", "there")', "too many arguments"],
    ['append(words="Hello")', "an argument the tool does not have"],
    ["append(Hello)", "an argument without quotes"],
    ['append("Hello)', "a string without an end"],
    ['shout("Hello")', "a tool that does not exist"],
    ['constructor("Hello")', "a name of a prototype"],
    ['{"name":"Ada","arguments":{"text":"x"}}', "an object of somebody called Ada"],
    ['{"name":"append"}', "an object without arguments"],
    ['{"name":"append","arguments":{},"comment":"an example"}', "an object with more in it"],
    ['{"name":"append","arguments":{"text":"Hello"}} like this', "an object with words after it"],
    ['Like this:\n```json\n{"name":"append","arguments":{"text":"Hello"}}\n```', "a fence shown as an example"],
    ['```json\n{"name":"append","arguments":{"text":"Hello"}}\n```\nThat is it.', "a fence with words after it"],
    ['```python\nappend("Hello")\n```', "code in another language"],
    ['Use <tool_call>{"name":"append","arguments":{}}</tool_call> in a line', "a tag within a line"],
    ['<tool_call>{"name":"append","arguments":{}}</tool_call> is how', "a tag with words after it"],
    ['<tool_call>{"name":"append","arguments":{"text":"Hel', "a tag that was cut"],
    ["<tool_call>not json</tool_call>", "a tag around words"],
    ["[TOOL_CALLS] none", "a mark without calls"],
    ["[]", "an empty list"],
    ["[1, 2]", "a list of something else"],
    ["null", "null"],
    [`{"function":`.repeat(20_000), "an object without an end"],
    [`${'{"function":'.repeat(20_000)}{}${"}".repeat(20_000)}`, "an object without a ground"],
    [`{"name":"append","arguments":{"text":${"[".repeat(20_000)}${"]".repeat(20_000)}}}`, "arguments without a ground"],
  ])("%.60s (%s)", (text) => {
    expect(parse(text)).toBeNull();
  });

  it("long and hostile text is read in time that grows with its length only", () => {
    const hostile = [
      "x <tool_call>",
      "x\t```",
      'append("a",',
      "<tool_call>{}</tool_call>",
      "<function=push></function>",
      "{",
      "[",
      '{"a":',
      "<tool_call>",
      "<tool_call>{",
      "<function=",
      "<function=append><parameter=text>",
      "```",
      "```\n{",
      "append(",
      'append("',
      "append('\\",
      " ",
      "\n<tool_call>\t",
      "[TOOL_CALLS][",
      '"',
      "\\",
      "push()\n",
    ];
    for (const piece of hostile) {
      const text = piece.repeat(Math.ceil(200_000 / piece.length));
      const steps = countReads(text);
      expect({ piece, linear: steps < 60 }).toEqual({ piece, linear: true });
    }
  });
});

/** How often each character is looked at, on average: a proxy of time that does not depend on the machine. */
function countReads(text: string): number {
  let reads = 0;
  const counted = new Proxy(Object(text) as object, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof key === "string" && /^\d+$/.test(key)) reads += 1;
      if (typeof value !== "function") return value;
      return (...given: unknown[]) => {
        const result: unknown = Reflect.apply(value, text, given);
        reads += key === "charAt" ? 1 : typeof result === "number" ? Math.max(1, result - Number(given[1] ?? 0)) : 0;
        if (key === "trim") return counted;
        return result;
      };
    },
  });
  parsePrintedCalls(counted as unknown as string, PARAMETER_NAMES);
  return reads / text.length;
}
