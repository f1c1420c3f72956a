/** What the tools take and give, as schemas that every host can read: flat objects, no unions of objects. */
import * as z from "zod";
import { ACTIONS, type Action, check } from "../actions.ts";
import { CHECK_DEFAULT_MS, LONGEST_CALL_MS } from "./time-limits.ts";

const message = z
  .object({
    message_id: z.string(),
    seq: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
    type: z.string().describe('"message" is what a participant said; every other type is a notice of the room.'),
    sender_id: z.string(),
    sender: z.string(),
    content: z.string(),
    timestamp: z.string(),
  })
  .describe("Said by a participant, or a notice of the room.");

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A refusal has none of the fields of an action, so all but these are optional. */
const every = {
  status: z.int().min(0).max(2).describe("1: done; 2: partly done, the text was cut; 0: refused, see reason."),
  reason: z.string().optional().describe("Why nothing was done, in one word; the text says it in a sentence."),
  messages: z.array(message).describe("What happened in the room since your last call, oldest first."),
  missed: count.optional().describe("Older events that the room no longer keeps."),
};

const suffix = z.string().optional().describe("The end of your draft.");

const FIELDS: Readonly<Record<string, z.ZodRawShape>> = {
  login: {
    username: z.string().optional(),
    participants: z.array(z.string()).optional().describe("Who is in the room."),
    session_token: z.string().optional().describe("Where your host keeps no session: pass it with every call."),
  },
  check: { timed_out: z.boolean().optional().describe("The time ran out with nothing said.") },
  talking_stick: {
    granted: z.boolean().optional(),
    holder: z.string().optional().describe("Who has the stick; absent where nobody has."),
    position: count.optional().describe("Your place in the queue; 1 is next, 0 is not queued."),
  },
  append: { suffix, appended: z.string().optional().describe("What was taken of the text.") },
  undo: { suffix },
  push: { message_id: z.string().optional(), seq: count.optional(), timestamp: z.string().optional() },
  preview: { draft: z.string().optional(), length: count.optional().describe("In characters.") },
};

const tokenField = {
  session_token: z
    .string()
    .optional()
    .describe("The session_token that login gave you. Needed with every call after login."),
};

/** A host gives up on a call that takes too long: over MCP a check waits less, and whatever is asked for is cut. */
const checkParameters = check.parameters.extend({
  timeout: z
    .number()
    .min(0)
    .optional()
    .describe(`How long to wait, in milliseconds (default ${CHECK_DEFAULT_MS}, at most ${LONGEST_CALL_MS}).`),
});

export interface ToolSchema {
  readonly action: Action;
  readonly description: string;
  readonly input: z.ZodObject;
  /** For hosts that keep no session. */
  readonly inputWithToken: z.ZodObject;
  readonly output: z.ZodObject;
}

/** Made once: a host without sessions has a server of its own made for each of its requests. */
export const TOOLS: readonly ToolSchema[] = [...ACTIONS.values()].map((action) => {
  const input = action.name === "check" ? checkParameters : action.parameters;
  return {
    action,
    description: action.name === "check" ? `${action.description} ${checkWords()}` : action.description,
    input,
    inputWithToken: input.extend(tokenField),
    output: z.object({ ...every, ...FIELDS[action.name] }),
  };
});

function checkWords(): string {
  return `Waits ${CHECK_DEFAULT_MS / 1_000} seconds, and never more than ${LONGEST_CALL_MS / 1_000}; to go on waiting, call it again.`;
}
