/** From the words of `llm-chat replay` to checked options. */
import * as z from "zod";
import { DEFAULT_SLOWDOWN, LONGEST_DELAY, type PacingOptions } from "../../logging/replay/pacing.ts";
import { colorEnv } from "../color-env.ts";
import type { Env } from "../host.ts";
import { checked, number, type RawOptions, wholeNumber, words } from "../options.ts";
import { origin } from "../origin-option.ts";
import { type From, parseFrom } from "./from-time.ts";
import { UsageError } from "../usage-error.ts";

export interface ReplayOptions {
  /** Files and folders, as they were named; empty: the folder where logs are written. */
  readonly paths: readonly string[];
  readonly pacing: Required<Pick<PacingOptions, "slowdown" | "longest">>;
  readonly speed: number;
  /** Null: as fits where it is shown. */
  readonly loop: boolean | null;
  readonly from: From | null;
  readonly plain: boolean;
  /** Null: it is shown here, and served to nobody. */
  readonly port: number | null;
  /** Pages of elsewhere that may watch, with `port`. */
  readonly allowOrigins: readonly string[];
  readonly env: Env;
}

const FASTEST = 64;

const schema = z.object({
  slowdown: number.optional(),
  speed: number
    .refine((value) => value >= 1 / FASTEST && value <= FASTEST, {
      error: `must be from 1/${FASTEST} (0.015625) to ${FASTEST}`,
    })
    .optional(),
  maxDelay: number.optional(),
  loop: z.boolean().optional(),
  from: words.optional(),
  plain: z.boolean().default(false),
  color: z.boolean().optional(),
  logFile: z.array(words).default([]),
  port: wholeNumber(0, 65_535).optional(),
  allowOrigin: z.array(origin).optional(),
});

/** Throws `UsageError`, which names the option and the fix. */
export function replayOptions(files: readonly string[], raw: RawOptions, env: Env): ReplayOptions {
  const options = checked(schema, raw);
  const paths = [...files, ...options.logFile];
  if (options.allowOrigin !== undefined && options.port === undefined) {
    throw new UsageError("--allow-origin is for viewers of elsewhere; give --port too, or leave it out");
  }
  if (paths.includes("")) throw new UsageError("the name of a file is empty");
  return {
    paths,
    pacing: {
      slowdown: options.slowdown ?? DEFAULT_SLOWDOWN,
      longest: options.maxDelay === undefined ? LONGEST_DELAY : options.maxDelay * 1_000,
    },
    speed: options.speed ?? 1,
    loop: options.loop ?? null,
    from: options.from === undefined ? null : parseFrom(options.from),
    plain: options.plain,
    port: options.port ?? null,
    allowOrigins: options.allowOrigin ?? [],
    env: colorEnv(options.color ?? null, env),
  };
}
