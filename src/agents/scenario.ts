/** A conversation prepared in a file: who takes part, what each knows and wants, and the rules of the room. */
import * as z from "zod";
import { LIMITS } from "../chatroom/protocol.ts";
import { type Validated, validate } from "./validate.ts";

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(", ")}` });
const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};
const amount = z.number({ error: "must be a number" }).min(0, { error: "must not be negative" });
const words = z.string({ error: "must be text (put it in quotes)" }).trim().min(1, { error: "must not be empty" });
/** A text, or a list of them: a line each. */
const lines = z
  .union([words, z.array(words)], { error: "must be text or a list of texts" })
  .transform((value) => (typeof value === "string" ? value : value.join("\n")));

export const FLOOR_POLICIES = ["open", "stick"] as const;
export const INTERRUPT_MODES = ["boundary", "eager"] as const;
export const PLAIN_TEXT_MODES = ["push", "ignore"] as const;
export const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;

/** How a conversation is run: the same keys in a scenario and in the config file. */
export const runSettings = z.strictObject({
  floor: choice(FLOOR_POLICIES).optional(),
  append_limit: wholeNumber(1, LIMITS.draftCharacters).optional(),
  interrupt: choice(INTERRUPT_MODES).optional(),
  plain_text: choice(PLAIN_TEXT_MODES).optional(),
  /** 0: no limit; of `nudges`: end as soon as everybody waits. */
  limits: z
    .strictObject({
      messages: wholeNumber(0, 1_000_000).optional(),
      turns: wholeNumber(0, 1_000_000).optional(),
      minutes: amount.optional(),
      tokens: wholeNumber(0, 1_000_000_000_000).optional(),
      cost_usd: amount.optional(),
      nudges: wholeNumber(0, 1_000).optional(),
    })
    .optional(),
  reasoning: choice(EFFORTS).optional(),
  max_output_tokens: wholeNumber(16, 1_000_000).optional(),
  seed: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
  speed: z.number({ error: "must be a number" }).positive({ error: "must be more than 0" }).optional(),
});

export type RunSettings = z.output<typeof runSettings>;

const agent = z.strictObject({
  name: words.optional(),
  /** `provider/model`, or a name of the config file; without it the CLI chooses. */
  model: words.optional(),
  persona: lines.optional(),
  /** What only this agent is told. */
  knowledge: lines.optional(),
  goal: lines.optional(),
  reasoning: choice(EFFORTS).optional(),
});

const scenarioSchema = z.strictObject({
  topic: words.optional(),
  /** The first instruction to every agent, as `--msg`. */
  msg: lines.optional(),
  /** Said again when a model stops without an action, as `--constant-msg`. */
  constant_msg: lines.optional(),
  agents: z.array(agent, { error: "must be a list" }).max(64, { error: "must be at most 64" }).optional(),
  ...runSettings.shape,
});

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioAgent = z.output<typeof agent>;

/** `data` is what the YAML or JSON text holds. */
export function readScenario(data: unknown): Validated<Scenario> {
  const result = validate(scenarioSchema, data);
  if (!result.ok) return result;
  const names = (result.value.agents ?? []).flatMap((each) => (each.name === undefined ? [] : [each.name]));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? result : { ok: false, problems: [`agents: two of them are called "${twice}"`] };
}
