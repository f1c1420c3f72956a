/** Checks what a person wrote in a file against a schema, and says what is wrong in words with the place. */
import * as z from "zod";
import { didYouMean } from "./nearest.ts";

export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly string[] };

export function validate<S extends z.ZodType>(schema: S, data: unknown): Validated<z.output<S>> {
  const result = schema.safeParse(data);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, problems: result.error.issues.flatMap((issue) => problemsOf(schema, issue)) };
}

function problemsOf(schema: z.ZodType, issue: z.core.$ZodIssue): string[] {
  const place = placeOf(issue.path);
  if (issue.code !== "unrecognized_keys") {
    return [place === "" ? issue.message : `${place}: ${issue.message}`];
  }
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const where = place === "" ? "" : `${place}: `;
    return `${where}unknown key "${key}"${didYouMean(key, known) || `; known are ${known.join(", ")}`}`;
  });
}

/** `["agents", 1, "model"]` is `agents[1].model`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === "number") return `${place}[${key}]`;
    return place === "" ? String(key) : `${place}.${String(key)}`;
  }, "");
}

/** The keys an object may have at `path` of the schema. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: unknown = unwrap(schema);
  for (const key of path) {
    if (here instanceof z.ZodObject) here = unwrap(here.shape[String(key)]);
    else if (here instanceof z.ZodArray) here = unwrap(here.element);
    else if (here instanceof z.ZodRecord) here = unwrap(here.valueType);
    else return [];
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap());
  }
  return schema;
}
