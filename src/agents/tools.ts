/** The room's actions as a model's tools: a rendering of the action table, the same in every call of a run. */
import * as z from "zod";
import { ACTIONS, type Action } from "../chatroom/actions.ts";
import { parseJson } from "./parse-json.ts";
import type { ToolSpec } from "./types.ts";

/** The actions an agent may take. The program logs it in. */
export const AGENT_ACTIONS: ReadonlyMap<string, Action> = new Map([...ACTIONS].filter(([name]) => name !== "login"));

/** What a model may ask for: its name, its words for models, and what it takes. */
export interface ToolShape {
  readonly name: string;
  readonly description: string;
  readonly parameters: z.ZodObject;
}

export const AGENT_TOOLS: readonly ToolSpec[] = [...AGENT_ACTIONS.values()].map(toolSpec);

/** The names of an action's parameters, in order. */
export const PARAMETER_NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  [...AGENT_ACTIONS].map(([name, { parameters }]) => [name, Object.keys(parameters.shape)]),
);

export function toolSpec({ name, description, parameters }: ToolShape): ToolSpec {
  return { name, description, parameters: jsonSchema(parameters) };
}

/** As told to a model that got it wrong: `{text: string}`, `{timeout?: number}`. */
export function expectedArguments(action: Pick<ToolShape, "parameters">): string {
  const schema = z.toJSONSchema(action.parameters, { io: "input" });
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const type = typeof property === "object" && typeof property.type === "string" ? property.type : "any";
    return `${name}${required.has(name) ? "" : "?"}: ${type}`;
  });
  return `{${fields.join(", ")}}`;
}

export type ParsedArguments =
  | { readonly ok: true; readonly value: Record<string, unknown> }
  /** One line, for the model. */
  | { readonly ok: false; readonly problem: string };

/** Checks what a model wrote as arguments of `action`. */
export function parseArguments(action: Pick<ToolShape, "parameters">, written: string): ParsedArguments {
  const value = readArguments(written);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { ok: false, problem: value === undefined ? "this is not JSON" : "this is no JSON object" };
  }
  const parsed = action.parameters.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.map(String).join(".") || "arguments"}: ${message}`,
  );
  return { ok: false, problem: problems.join("; ") };
}

/** What the model wrote: no text at all stands for no arguments; undefined where it is no JSON, or nested beyond sense. */
export function readArguments(written: string): unknown {
  if (written.trim() === "") return {};
  const value = parseJson(written);
  // Some servers hand the object over as a string of JSON.
  return typeof value === "string" && value.trimStart().startsWith("{") ? parseJson(value) : value;
}

function jsonSchema(parameters: z.ZodObject): Readonly<Record<string, unknown>> {
  const { $schema: _, ...schema } = z.toJSONSchema(parameters, { io: "input" });
  return schema;
}
