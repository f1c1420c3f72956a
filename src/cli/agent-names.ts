/** What an agent is called when nobody named it: a word a person can say and type, after its model. */
import { parseName, sameName } from "../chatroom/index.ts";
import type { ResolvedProvider } from "./run-plan.ts";

const FAMILIES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/claude/, "Claude"],
  [/deepseek/, "DeepSeek"],
  [/gemini/, "Gemini"],
  [/gemma/, "Gemma"],
  [/gpt|^o\d/, "GPT"],
  [/grok/, "Grok"],
  [/llama/, "Llama"],
  [/(mis|minis|magis|codes|devs)tral|mixtral/, "Mistral"],
  [/qwen|qwq/, "Qwen"],
  [/kimi/, "Kimi"],
  [/glm/, "GLM"],
  [/phi/, "Phi"],
  [/command/, "Command"],
];

export function familyName(provider: ResolvedProvider): string {
  const model = provider.model.split("/").at(-1)?.toLowerCase() ?? "";
  if (provider.wire !== "demo") {
    const family = FAMILIES.find(([pattern]) => pattern.test(model));
    if (family !== undefined) return family[1];
  }
  return usable(model.split(/[:@.\-_ ]/, 1)[0] ?? "");
}

/** With a capital; "Agent" where the word cannot be a name. */
function usable(word: string): string {
  const capital = word.slice(0, 1).toUpperCase() + word.slice(1, 32);
  try {
    return parseName(capital);
  } catch {
    return "Agent";
  }
}

/** `name`, or with the first number (Claude2, Claude3) that nobody in the room has. */
export function freeName(name: string, taken: readonly string[]): string {
  const isFree = (candidate: string) => !taken.some((other) => sameName(other, candidate));
  let candidate = name;
  for (let number = 2; !isFree(candidate); number++) candidate = `${name}${number}`;
  return candidate;
}
