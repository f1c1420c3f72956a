/** Where two model requests first differ, in one line a person can read. */
import type { ModelRequest } from "../types.ts";

/** Characters shown on each side, and how many of them before the difference. */
const SHOWN = 80;
const BEFORE = 20;

export function requestDifference(expected: ModelRequest, actual: ModelRequest): string {
  for (const part of ["system", "tools", "max_output_tokens", "history"] as const) {
    const found = firstDifference(expected[part], actual[part], part);
    if (found) return found;
  }
  return "It differs in nothing that is shown here.";
}

function firstDifference(expected: unknown, actual: unknown, path: string): string | undefined {
  if (typeof expected === "string" && typeof actual === "string") {
    if (expected === actual) return undefined;
    const at = commonLength(expected, actual);
    return told(`${path} from character ${at}`, excerpt(expected, at), excerpt(actual, at));
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    for (let index = 0; index < Math.max(expected.length, actual.length); index++) {
      const found = firstDifference(expected[index], actual[index], `${path}[${index}]`);
      if (found) return found;
    }
    return undefined;
  }
  if (isObject(expected) && isObject(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const found = firstDifference(expected[key], actual[key], `${path}.${key}`);
      if (found) return found;
    }
    return undefined;
  }
  return Object.is(expected, actual) ? undefined : told(path, shown(expected), shown(actual));
}

function told(path: string, expected: string, actual: string): string {
  return `${path}: expected ${expected}, got ${actual}.`;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : excerpt(JSON.stringify(value), 0);
}

function excerpt(text: string, at: number): string {
  const start = Math.max(0, at - BEFORE);
  const part = text.slice(start, start + SHOWN).toWellFormed();
  return `${start > 0 ? "…" : ""}${JSON.stringify(part)}${start + SHOWN < text.length ? "…" : ""}`;
}

function commonLength(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
