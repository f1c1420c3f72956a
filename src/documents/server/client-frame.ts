/** What a client has sent: an event, or what is wrong with it and how to mend it. */
import type * as z from "zod";
import { didYouMean } from "../../agents/nearest.ts";
import { type ClientEvent, clientEvent, ID, LIMITS, MODES, PENS } from "../wire.ts";

const NAMES = clientEvent.options.flatMap(({ shape: { name } }) => ("options" in name ? name.options : [name.value]));
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  name: NAMES,
  mode: MODES,
  pen: PENS,
  "message.role": ["user"],
};

export type ClientFrame =
  | { readonly type: "event"; readonly event: ClientEvent }
  | { readonly type: "problem"; readonly message: string; readonly ids: EventIds };

/** What an event names, as far as it can be read. */
export interface EventIds {
  readonly chat_id?: string | undefined;
  readonly block_id?: string | undefined;
}

export function readFrame(data: Buffer, isBinary: boolean): ClientFrame {
  if (isBinary) return problem("A frame is text: send the JSON of one event, not bytes.");
  if (data.byteLength > LIMITS.frame) {
    return problem(`The frame has ${data.byteLength} bytes, and may have ${LIMITS.frame}; send less at once.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(data.toString());
  } catch {
    return problem('The frame is no JSON; send one event, as {"name":"message","message":{"content":"Hello"}}.');
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return problem('An event is a JSON object; send it as {"name":"message","message":{"content":"Hello"}}.');
  }
  // Clients in other languages write null for what is absent.
  const given = Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
  const parsed = clientEvent.safeParse(given);
  if (parsed.success) return { type: "event", event: parsed.data };
  const idIn = (key: keyof EventIds) => ID.safeParse((value as Record<string, unknown>)[key]).data;
  return problem(problemOf(given, parsed.error), { chat_id: idIn("chat_id"), block_id: idIn("block_id") });
}

function problemOf(value: object, { issues }: z.ZodError): string {
  const [issue] = issues;
  const path = issue?.path.join(".") ?? "";
  const given = path
    .split(".")
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
  const choices = CHOICES[path];
  if (given === undefined) return `${path} is missing${choices ? `: it is ${choices.join(", ")}` : ""}; send it along.`;
  if (choices) {
    const word = typeof given === "string" ? given.slice(0, 40) : "";
    return `${path} is ${choices.join(", ")}, and not ${shown(given)}${didYouMean(word, choices) || "."}`;
  }
  if (issue?.code === "too_big") return `${path} may have ${issue.maximum} characters; send less.`;
  if (issue?.code === "too_small") return `${path} is empty; write something there.`;
  return `${path}: ${issue?.message ?? "it is not right"}.`;
}

/** Whatever it is, and however deep: in a few words. */
function shown(given: unknown): string {
  if (typeof given === "string") return JSON.stringify(given.slice(0, 40));
  return typeof given === "number" || typeof given === "boolean" ? String(given) : "an object";
}

function problem(message: string, ids: EventIds = {}): ClientFrame {
  return { type: "problem", message, ids };
}
