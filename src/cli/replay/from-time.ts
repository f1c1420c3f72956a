/** `--from`: where in a log a replay begins. */
import { UsageError } from "../usage-error.ts";

export type From =
  | { readonly unit: "ms"; readonly at: number }
  /** 0 to 1, of the whole. */
  | { readonly unit: "share"; readonly at: number };

/** `90` (seconds), `1:30`, `1:02:03`, `25%`; the seconds may have decimals. Throws `UsageError`. */
export function parseFrom(text: string): From {
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  if (percent !== null && Number(percent[1]) <= 100) return { unit: "share", at: Number(percent[1]) / 100 };
  const time = /^(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d+)?)$/.exec(text.trim());
  const [, hours = "0", minutes = "0", seconds = ""] = time ?? [];
  const clock = text.includes(":");
  if (time === null || (clock && Number(seconds) >= 60)) {
    throw new UsageError(`--from "${text}": write seconds, m:ss, h:mm:ss or a percentage, like 90, 1:30 or 25%`);
  }
  return { unit: "ms", at: Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1_000) };
}

/** ms from the begin. */
export function positionOf(from: From, duration: number): number {
  return from.unit === "share" ? from.at * duration : Math.min(from.at, duration);
}
