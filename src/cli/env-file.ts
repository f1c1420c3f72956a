/** `--env-file FILE`: variables from a file. What is already set in the environment wins, as with Node's own option. */
import path from "node:path";
import { parseEnv } from "node:util";
import { readTextFile } from "./data-file.ts";
import type { Env } from "./host.ts";
import { UsageError } from "./usage-error.ts";

export async function withEnvFile(env: Env, file: string | undefined, cwd: string): Promise<Env> {
  if (file === undefined) return env;
  const text = await readTextFile(path.resolve(cwd, file));
  if (text === undefined) throw new UsageError(`--env-file: there is no file ${file}`);
  const set = Object.entries(env).filter(([, value]) => value !== undefined);
  return { ...parseEnv(text), ...Object.fromEntries(set) };
}
