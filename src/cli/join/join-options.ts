/** What `join` is told, checked: where to, who, and how it is shown. Every error names the option and the fix. */
import * as z from "zod";
import { ChatError, parseName } from "../../chatroom/index.ts";
import { colorEnv } from "../color-env.ts";
import type { Env } from "../host.ts";
import type { RawOptions } from "../options.ts";
import { UsageError } from "../usage-error.ts";

export interface JoinOptions {
  /** Of the server or of a room of it, as it was given; with a scheme. */
  readonly url: string;
  /** null: the one of the URL. */
  readonly room: string | null;
  readonly name: string;
  readonly token: string | null;
  readonly plain: boolean;
  /** With `--color` and `--no-color` taken in. */
  readonly env: Env;
}

const schema = z.object({
  as: z.string().optional(),
  room: z.string().optional(),
  token: z.string().optional(),
  plain: z.boolean().default(false),
  color: z.boolean().optional(),
});

export function joinOptions(url: string, raw: RawOptions, env: Env): JoinOptions {
  const { as, room, token, plain, color } = schema.parse(raw);
  return {
    url: checkedUrl(url),
    room: room ?? null,
    name: checkedName(as, env),
    token: token ?? env["LLM_CHAT_TOKEN"] ?? null,
    plain,
    env: colorEnv(color ?? null, env),
  };
}

function checkedUrl(text: string): string {
  const given = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "") {
    throw new UsageError(`"${text}" is no address of a server; write it like http://127.0.0.1:8894`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(
      "the address has a user name or password in it; leave it out, and give the token with --token",
    );
  }
  return given.replace(/\/+$/, "");
}

function checkedName(as: string | undefined, env: Env): string {
  const name = as ?? env["USER"] ?? env["USERNAME"] ?? "";
  if (as === undefined && name === "") {
    throw new UsageError("your name in the room is missing; give it with --as, like --as Ada");
  }
  try {
    return parseName(name);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    throw new UsageError(as === undefined ? `${error.message}; give a name with --as` : `--as: ${error.message}`);
  }
}
