/** The small languages inside option values: `Name="…"`, `[Name=]provider/model`, `Model=IN/OUT`. */
import type { PriceOverride } from "../agents/pricing.ts";
import { UsageError } from "./usage-error.ts";

export interface ModelFlag {
  readonly name: string | null;
  readonly spec: string;
}

/** `[Name=]provider/model`. A `=` behind the first slash belongs to the model. */
export function parseModelFlag(text: string): ModelFlag {
  const equals = text.indexOf("=");
  const slash = text.indexOf("/");
  const named = equals !== -1 && (slash === -1 || equals < slash);
  const spec = (named ? text.slice(equals + 1) : text).trim();
  const name = named ? text.slice(0, equals).trim() : null;
  if (spec === "" || name === "") {
    throw new UsageError(`--model "${text}": write [Name=]provider/model, like Ada=anthropic/claude-opus-5-5`);
  }
  return { name, spec };
}

export function parsePersona(text: string): readonly [name: string, persona: string] {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(equals, 0)).trim();
  const persona = text.slice(equals + 1).trim();
  if (equals === -1 || name === "" || persona === "") {
    throw new UsageError(`--persona "${text}": write Name="…", like Ada="a careful engineer"`);
  }
  return [name, persona];
}

/** `Model=IN/OUT`, USD per million tokens. The last `=` counts, because a model's name may have one. */
export function parsePrice(text: string): readonly [model: string, price: PriceOverride] {
  const match = /^(.+)=([\d.]+)\/([\d.]+)$/.exec(text.trim());
  const [input, output] = [Number(match?.[2] ?? Number.NaN), Number(match?.[3] ?? Number.NaN)];
  if (match?.[1] === undefined || !Number.isFinite(input) || !Number.isFinite(output)) {
    throw new UsageError(
      `--price "${text}": write MODEL=IN/OUT in USD per million tokens, like openai/gpt-6.1-sol=3/15`,
    );
  }
  return [match[1].trim(), { input, output }];
}
