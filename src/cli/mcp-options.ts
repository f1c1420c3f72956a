/** What `llm-chat mcp` was asked for, checked: these words also go into the files of hosts. */
import * as z from "zod";
import { ChatError, parseName } from "../chatroom/index.ts";
import type { Env } from "./host.ts";
import type { RawOptions } from "./options.ts";
import { UsageError } from "./usage-error.ts";

export interface McpOptions {
  readonly url: string | null;
  readonly room: string | null;
  /** The name to enter under without being asked. */
  readonly as: string | null;
  readonly token: string | null;
  readonly printConfig: string | null;
  readonly debug: boolean;
}

const word = z.string().trim().min(1).nullable().default(null);

const schema = z.object({
  url: word,
  room: word,
  as: word,
  token: word,
  printConfig: word,
  debug: z.boolean().default(false),
});

const FLAGS: Readonly<Record<string, string>> = { printConfig: "--print-config" };

export function mcpOptions(raw: RawOptions): McpOptions {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]);
    throw new UsageError(`${FLAGS[name] ?? `--${name}`} is empty; give it a value or leave it out`);
  }
  const options = parsed.data;
  if (options.token !== null && !/^[\x21-\x7e]+$/.test(options.token)) {
    throw new UsageError("--token has a character that no token has; give printable ASCII without spaces");
  }
  return { ...options, as: options.as === null ? null : checkedName(options.as) };
}

/** The token of a served room, wherever it was given. */
export function tokenOf({ token }: McpOptions, env: Env): string | undefined {
  return token ?? (env["LLM_CHAT_TOKEN"]?.trim() || undefined);
}

function checkedName(name: string): string {
  try {
    return parseName(name);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    throw new UsageError(`--as: ${error.message}`);
  }
}
