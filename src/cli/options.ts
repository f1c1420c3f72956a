/** From the raw words of the command line to checked, typed options; every error names the option and the fix. */
import * as z from "zod";
import { EFFORTS, FLOOR_POLICIES, INTERRUPT_MODES, PLAIN_TEXT_MODES } from "../agents/scenario.ts";
import { didYouMean } from "../agents/nearest.ts";
import { LIMITS } from "../chatroom/index.ts";
import { origin } from "./origin-option.ts";
import { parseModelFlag, parsePersona, parsePrice } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";

/** Of the live view in the browser. */
export const DEFAULT_WEBSOCKET_PORT = 8080;

/** As commander gives them: a word, a list of words for what is repeatable, true for a switch. */
export type RawOptions = Readonly<Record<string, unknown>>;

export const number = z.string().transform((text, context) => {
  const value = /^\d+(_\d{3})*(\.\d+)?$|^\.\d+$/.test(text.trim()) ? Number(text.replaceAll("_", "")) : Number.NaN;
  if (Number.isFinite(value)) return value;
  context.addIssue({ code: "custom", message: `"${text}" is not a number of 0 or more` });
  return z.NEVER;
});

export const wholeNumber = (least: number, most: number) =>
  number.refine((value) => Number.isInteger(value) && value >= least && value <= most, {
    error: ({ input }) => `${String(input)} is not a whole number from ${least} to ${most}`,
  });

export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, {
    error: ({ input }) => `"${String(input)}" is not one of ${values.join(", ")}${didYouMean(String(input), values)}`,
  });

/** A limit of 0 is no limit. */
const limit = wholeNumber(0, 1_000_000_000_000);
export const words = z.string().trim().min(1, { error: "is empty" });

/** A value parser that throws a `UsageError`, as a zod step. */
const parsed = <T>(parse: (text: string) => T) =>
  z.array(z.string()).transform((texts, context) => {
    try {
      return texts.map(parse);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      context.addIssue({ code: "custom", message: error.message, params: { whole: true } });
      return z.NEVER;
    }
  });

const schema = z.object({
  model: parsed(parseModelFlag).optional(),
  agents: wholeNumber(1, 64).optional(),
  persona: parsed(parsePersona).optional(),
  scenario: words.optional(),
  expDir: words.optional(),
  baseUrl: words.optional(),
  reasoning: choice(EFFORTS).optional(),
  maxOutputTokens: wholeNumber(16, 1_000_000).optional(),
  msg: words.optional(),
  constantMsg: words.optional(),
  roomUrl: words.optional(),
  roomToken: words.optional(),
  floor: choice(FLOOR_POLICIES).optional(),
  appendLimit: wholeNumber(1, LIMITS.draftCharacters).optional(),
  interrupt: choice(INTERRUPT_MODES).optional(),
  plainText: choice(PLAIN_TEXT_MODES).optional(),
  maxMessages: limit.optional(),
  maxTurns: limit.optional(),
  maxMinutes: number.optional(),
  maxTokens: limit.optional(),
  maxCost: number.optional(),
  maxNudges: wholeNumber(0, 1_000).optional(),
  price: parsed(parsePrice).optional(),
  plain: z.boolean().optional(),
  json: z.boolean().optional(),
  quiet: z.boolean().optional(),
  color: z.boolean().optional(),
  logDir: words.optional(),
  /** False: `--no-websocket`. */
  websocket: z.boolean().optional(),
  websocketPort: wholeNumber(0, 65_535).optional(),
  allowOrigin: z.array(origin).optional(),
  seed: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
  speed: number.refine((value) => value > 0, { error: "must be more than 0" }).optional(),
  envFile: words.optional(),
  config: words.optional(),
  debug: z.boolean().optional(),
});

export type RunOptions = z.output<typeof schema> & { readonly topic: string | null };

const EXCLUSIVE: readonly (readonly (keyof RunOptions)[])[] = [
  ["plain", "json", "quiet"],
  ["scenario", "expDir"],
  // A served room has its own.
  ["roomUrl", "floor"],
];

export function parseOptions(topic: readonly string[], raw: RawOptions): RunOptions {
  const options = { ...checked(schema, raw), topic: topic.join(" ").trim() || null };
  for (const group of EXCLUSIVE) {
    const [first, second] = group.filter((key) => options[key] !== undefined);
    if (first !== undefined && second !== undefined) {
      throw new UsageError(`${flagOf(first)} and ${flagOf(second)} exclude each other; leave one out`);
    }
  }
  const ofView = options.websocketPort !== undefined ? "--websocket-port" : options.allowOrigin && "--allow-origin";
  if (options.websocket === false && ofView !== undefined) {
    throw new UsageError(`--no-websocket and ${ofView} exclude each other; leave one out`);
  }
  const named = options.persona?.map(([name]) => name) ?? [];
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`--persona is given twice for "${twice}"; give it once`);
  return options;
}

/** `raw` as `schema` has it. Throws `UsageError`, which names the option that is wrong first. */
export function checked<S extends z.ZodType>(schema: S, raw: RawOptions): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const whole = issue?.code === "custom" && issue.params?.["whole"] === true;
  throw new UsageError(whole ? issue.message : `${flagOf(String(issue?.path[0]))}: ${issue?.message}`);
}

/** `maxMessages` is `--max-messages`. */
function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
