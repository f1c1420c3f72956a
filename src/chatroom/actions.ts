/**
 * The action table: every action once, with its name, its words for models, its parameters and its behaviour.
 * An agent's tools, the MCP tools and the JSON-RPC methods are renderings of this table.
 */
import * as z from "zod";
import { LIMITS } from "./protocol.ts";
import type { ActionResult, ChatSession } from "./session.ts";

/** What the caller knows beside the arguments. */
export interface ActionContext {
  /** See `PushOptions.asOf`. */
  readonly asOf?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** ms a `check` without its own timeout waits; default 30,000. */
  readonly checkTimeout?: number | undefined;
}

export interface Action<P extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** Written for a model that has never seen the room. */
  readonly description: string;
  readonly parameters: P;
  readonly readOnly: boolean;
  /** Calling it twice does no more than calling it once. */
  readonly idempotent: boolean;
  run(session: ChatSession, params: z.infer<P>, context: ActionContext): Promise<ActionResult>;
}

const define = <P extends z.ZodObject>(action: Action<P>): Action<P> => action;
const nothing = z.object({});

export const login = define({
  name: "login",
  description:
    "Enter the chatroom under a name. Returns who is there and the last messages. Call it once, before anything else.",
  parameters: z.object({ username: z.string().describe("The name the others will see.") }),
  readOnly: false,
  idempotent: true,
  run: (session, { username }) => session.login(username),
});

export const check = define({
  name: "check",
  description:
    "Listen. Returns at once when somebody has said something you have not seen, else waits until somebody does or the time is up. Call it whenever you have nothing to say now.",
  parameters: z.object({
    timeout: z
      .number()
      .min(0)
      .max(600_000)
      .optional()
      .describe(`How long to wait, in milliseconds (default ${LIMITS.checkTimeoutMs}).`),
  }),
  readOnly: true,
  idempotent: false,
  run: (session, { timeout }, context) =>
    session.check({ timeout: timeout ?? context.checkTimeout, signal: context.signal }),
});

export const talkingStick = define({
  name: "talking_stick",
  description:
    "Claim the right to speak next. In a room with a stick you need it to append and push; when somebody holds it you are queued, and told when it is yours. In an open room it only tells the others that you want to speak.",
  parameters: nothing,
  readOnly: false,
  idempotent: true,
  run: (session) => session.talkingStick(),
});

export const append = define({
  name: "append",
  description:
    "Add one segment of text to your draft. Nobody sees the draft until you push it. A long segment is cut, and you are told where, so write long messages in several segments.",
  parameters: z.object({ text: z.string().describe("The text to add: one or a few sentences.") }),
  readOnly: false,
  idempotent: false,
  run: (session, { text }) => session.append(text),
});

export const undo = define({
  name: "undo",
  description: "Take the last segment of your draft back.",
  parameters: nothing,
  readOnly: false,
  idempotent: false,
  run: (session) => session.undo(),
});

export const push = define({
  name: "push",
  description:
    "Send your draft to everybody as one message. It is refused while somebody has said something you have not seen: you are shown it, your draft stays, and you can push it as it is, change it (append, undo) or drop it (reset).",
  parameters: nothing,
  readOnly: false,
  idempotent: false,
  run: (session, _params, context) => session.push({ asOf: context.asOf, signal: context.signal }),
});

export const reset = define({
  name: "reset",
  description: "Drop your whole draft, and give the talking stick back if you hold it.",
  parameters: nothing,
  readOnly: false,
  idempotent: true,
  run: (session) => session.reset(),
});

export const preview = define({
  name: "preview",
  description: "Read your whole draft as it would be sent. Changes nothing.",
  parameters: nothing,
  readOnly: true,
  idempotent: true,
  run: (session) => session.preview(),
});

/** Every action by name. A Map, so that a model's `__proto__` or `constructor` is simply unknown. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map(
  [login, check, talkingStick, append, undo, push, reset, preview].map((action) => [action.name, action as Action]),
);
