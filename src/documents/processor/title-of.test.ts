import { expect, it } from "vitest";
import { titleOf } from "./title-of.ts";

it.each([
  ["Hi, I would like a report about gold", "Hi, I would like a report about gold"],
  ["\n\n# **Gold**  and\tits `price`\nmore", "Gold and its price"],
  ["  \n ", "Untitled"],
  [
    "Please write a long research report about gold, its price since 1970 and who buys it",
    "Please write a long research report about gold, its price…",
  ],
  [
    "Write a research report about gold: history, uses, price, outlook. With a table",
    "Write a research report about gold: history, uses, price…",
  ],
  ["x".repeat(80), `${"x".repeat(59)}…`],
  [`${"x".repeat(58)}😀😀`, `${"x".repeat(58)}…`],
])("[DOC-20] what nobody has named is called by the first words of its first message: %j", (prompt, title) => {
  expect(titleOf(prompt)).toBe(title);
});
