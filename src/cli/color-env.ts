/** `--color` and `--no-color` say it louder than the environment. */
import type { Env } from "./host.ts";

/** `color` null: neither was said. */
export function colorEnv(color: boolean | null, env: Env): Env {
  if (color === null) return env;
  return color ? { ...env, NO_COLOR: undefined, FORCE_COLOR: env["FORCE_COLOR"] ?? "1" } : { ...env, NO_COLOR: "1" };
}
