/** How a benchmark says what it found: figures with their spread, ratios with their goal. */
import { figure } from "./rounds.ts";

export type Goal = { readonly atMost: number } | { readonly atLeast: number };

export function heading(title: string, explanation: string): void {
  print(`\n${title}`);
  for (const line of explanation.trim().split("\n")) print(`  ${line.trim()}`);
  print("");
}

export function printFigure(label: string, values: readonly number[], unit: string): void {
  print(`  ${label.padEnd(LABEL)} ${spread(values)} ${unit}`);
}

/** `stretch`: a goal that may be missed. */
export function printRatio(label: string, values: readonly number[], goal?: Goal, stretch = false): void {
  print(`  ${label.padEnd(LABEL)} ${spread(values)} ×${goal ? verdict(values, goal, stretch) : ""}`);
}

/** A count that has to be exactly what is expected. */
export function printCount(label: string, count: number, expected: number): void {
  print(`  ${label.padEnd(LABEL)} ${String(count).padStart(9)}   goal ${expected} ${count === expected ? "✓" : "✗"}`);
}

export function printShare(label: string, values: readonly number[], goal?: Goal): void {
  const percent = values.map((value) => value * 100);
  const wanted = goal && ("atLeast" in goal ? { atLeast: goal.atLeast * 100 } : { atMost: goal.atMost * 100 });
  print(`  ${label.padEnd(LABEL)} ${spread(percent)} %${wanted ? verdict(percent, wanted, false) : ""}`);
}

const LABEL = 52;

function verdict(values: readonly number[], goal: Goal, stretch: boolean): string {
  const { median } = figure(values);
  const met = "atMost" in goal ? median <= goal.atMost : median >= goal.atLeast;
  const wanted = "atMost" in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  return `   ${stretch ? "stretch" : "goal"} ${wanted} ${met ? "✓" : "✗"}`;
}

function spread(values: readonly number[]): string {
  const { median, low, high } = figure(values);
  return `${short(median).padStart(9)} [${short(low)}–${short(high)}]`;
}

function short(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
