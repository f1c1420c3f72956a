/** What to paste into an MCP host so that it joins the room by itself, written as that host reads it. */
import type { McpOptions } from "./mcp-options.ts";
import { UsageError } from "./usage-error.ts";

/** The name of the server in the host, and so the beginning of its tools' names there. */
const SERVER = "llm-chat";
/** `npx` may have to fetch the package first. */
const STARTUP_SECONDS = 60;
/** More than the longest call takes. */
const CALL_SECONDS = 60;

const WRITERS = { claude, gemini, codex, opencode } as const;

export function printedConfig(host: string, options: McpOptions): string {
  if (!Object.hasOwn(WRITERS, host)) {
    const known = Object.keys(WRITERS).join(", ");
    throw new UsageError(`--print-config "${host}": there is none for that host; choose one of ${known}`);
  }
  const env = options.token === null ? null : { LLM_CHAT_TOKEN: options.token };
  return WRITERS[host as keyof typeof WRITERS](commandOf(options), env);
}

/** A token is not among the words: everybody on a machine can read the words of a process, but not its environment. */
function commandOf({ url, room, as }: McpOptions): readonly string[] {
  const values = { "--url": url, "--room": room, "--as": as };
  // In one word, so that a value cannot be taken for an option.
  const given = Object.entries(values).flatMap(([flag, value]) => (value === null ? [] : [`${flag}=${value}`]));
  return ["npx", "-y", SERVER, "mcp", ...given];
}

type Env = Readonly<Record<string, string>> | null;

function claude(command: readonly string[], env: Env): string {
  const variables = Object.entries(env ?? {}).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
  const line = ["claude", "mcp", "add", SERVER, ...variables, "--", ...command].map(shellWord).join(" ");
  return [
    "Claude Code, once, in a terminal:\n",
    `${line}\n`,
    "or in .mcp.json of a project; Claude Desktop, in claude_desktop_config.json:\n",
    json({ mcpServers: { [SERVER]: started(command, env) } }),
  ].join("\n");
}

function gemini(command: readonly string[], env: Env): string {
  const server = { ...started(command, env), timeout: CALL_SECONDS * 1_000 };
  return `Gemini CLI, in ~/.gemini/settings.json:\n\n${json({ mcpServers: { [SERVER]: server } })}`;
}

function codex([program, ...args]: readonly string[], env: Env): string {
  const variables = Object.entries(env ?? {}).map(([name, value]) => `${name} = ${quoted(value)}`);
  return [
    "Codex, in ~/.codex/config.toml:\n",
    `[mcp_servers.${SERVER}]`,
    `command = ${quoted(program ?? "")}`,
    `args = [${args.map(quoted).join(", ")}]`,
    `startup_timeout_sec = ${STARTUP_SECONDS}`,
    `tool_timeout_sec = ${CALL_SECONDS}`,
    ...(env ? ["", `[mcp_servers.${SERVER}.env]`, ...variables] : []),
    "",
  ].join("\n");
}

function opencode(command: readonly string[], env: Env): string {
  const server = {
    type: "local",
    command,
    ...(env ? { environment: env } : {}),
    enabled: true,
    timeout: CALL_SECONDS * 1_000,
  };
  return `opencode, in opencode.json:\n\n${json({ mcp: { [SERVER]: server } })}`;
}

function started([command, ...args]: readonly string[], env: Env) {
  return { command, args, ...(env ? { env } : {}) };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A basic string of TOML: JSON's escapes are all TOML's too. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
