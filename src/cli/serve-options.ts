/** What `llm-chat serve` was asked for, checked, and what follows from it: who may come in. */
import * as z from "zod";
import { DEFAULT_PORT } from "../chatroom/server/index.ts";
import { isLoopback } from "../http/host-check.ts";
import { FLOOR_POLICIES } from "../agents/scenario.ts";
import type { Env } from "./host.ts";
import { checked, choice, DEFAULT_WEBSOCKET_PORT, number, type RawOptions, wholeNumber, words } from "./options.ts";
import { origin } from "./origin-option.ts";
import { UsageError } from "./usage-error.ts";

const token = z
  .string()
  .regex(/^[\x21-\x7e]{8,200}$/, { error: "give 8 to 200 characters of printable ASCII, without a space" });
const hostName = z.string().regex(/^(\[[\da-f:.]+\]|[^\s:/?#@[\]\\,]+)(:\d{1,5})?$/i, {
  error: ({ input }) => `"${String(input)}" is no name of a host; write it like chat.example.org`,
});

const schema = z.object({
  host: words.default("127.0.0.1").transform((text) => text.replace(/^\[(.*)\]$/, "$1")),
  port: wholeNumber(0, 65_535).default(DEFAULT_PORT),
  auth: choice(["open", "token"]).optional(),
  token: token.optional(),
  dataDir: words.optional(),
  memory: z.boolean().default(false),
  floor: choice(FLOOR_POLICIES).default("open"),
  rate: wholeNumber(0, 1_000_000).default(1_000),
  allowOrigin: z.array(origin).default([]),
  allowHost: z.array(hostName).default([]),
  websocket: z.boolean().default(true),
  websocketPort: wholeNumber(0, 65_535).optional(),
  database: words.optional(),
  model: words.optional(),
  logDir: words.optional(),
  baseUrl: words.optional(),
  envFile: words.optional(),
  config: words.optional(),
  speed: number.refine((value) => value > 0, { error: "must be more than 0" }).optional(),
  seed: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
});

export type ServeCommandOptions = Omit<z.output<typeof schema>, "auth" | "token" | "websocket" | "websocketPort"> & {
  readonly access: ServerAccess;
  /** Of the live view; null: there is none. */
  readonly websocketPort: number | null;
};

export type ServerAccess =
  /** A username is enough. */
  | { readonly auth: "open" }
  /** `token` null: the one that is kept, or a new one. */
  | { readonly auth: "token"; readonly token: string | null; readonly from: "--token" | "LLM_CHAT_TOKEN" | null };

export function serveOptions(raw: RawOptions, env: Env): ServeCommandOptions {
  const { auth, token: given, websocket, websocketPort: viewPort, ...rest } = checked(schema, raw);
  if (!websocket && viewPort !== undefined) {
    throw new UsageError("--no-websocket and --websocket-port exclude each other; leave one out");
  }
  const options = { ...rest, websocketPort: websocket ? (viewPort ?? DEFAULT_WEBSOCKET_PORT) : null };
  if (options.memory && options.dataDir !== undefined) {
    throw new UsageError("--memory and --data-dir exclude each other; leave one out");
  }
  if (options.memory && options.database !== undefined) {
    throw new UsageError("--memory and --database exclude each other; leave one out");
  }
  if (auth === "open" && given !== undefined) {
    throw new UsageError("--token and --auth open exclude each other: an open server asks for none; leave one out");
  }
  if (auth === "open" && !isLoopback(options.host)) {
    throw new UsageError(
      `--auth open on ${options.host}: whoever reaches this machine could read all and speak in any name; leave --auth out (clients then need a token), or --host (then only this machine reaches it)`,
    );
  }
  // Who names a token wants it asked for.
  const open = auth === "open" || (auth === undefined && given === undefined && isLoopback(options.host));
  return { ...options, access: open ? { auth: "open" } : tokenAccess(given, env) };
}

function tokenAccess(given: string | undefined, env: Env): ServerAccess {
  if (given !== undefined) return { auth: "token", token: given, from: "--token" };
  const found = env["LLM_CHAT_TOKEN"]?.trim();
  if (!found) return { auth: "token", token: null, from: null };
  const parsed = token.safeParse(found);
  if (!parsed.success) throw new UsageError(`LLM_CHAT_TOKEN: ${parsed.error.issues[0]?.message}`);
  return { auth: "token", token: found, from: "LLM_CHAT_TOKEN" };
}
