/** Where a server keeps its rooms, and the secrets that outlive it. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { ChatError } from "../chatroom/index.ts";
import { FileStore, MemoryStore, type RoomStore } from "../chatroom/server/index.ts";
import type { CliHost } from "./host.ts";
import type { ServeCommandOptions } from "./serve-options.ts";
import { UsageError } from "./usage-error.ts";

const TOKEN_BYTES = 24;

export interface ServeStore {
  readonly store: RoomStore;
  /** Null: nothing is kept. */
  readonly dir: string | null;
  /** Session tokens are made with it. */
  readonly secret: Buffer;
  /** Null: none is asked for. */
  readonly token: string | null;
  readonly tokenFrom: TokenSource | null;
}

export type TokenSource =
  | { readonly type: "given"; readonly by: "--token" | "LLM_CHAT_TOKEN" }
  | { readonly type: "kept"; readonly file: string }
  /** `file` null: only until the server ends. */
  | { readonly type: "made"; readonly file: string | null };

/** Throws `UsageError` where the data directory cannot be had. */
export async function openServeStore(
  options: ServeCommandOptions,
  host: Pick<CliHost, "cwd" | "clock" | "dataDir">,
  warn: (sentence: string) => void,
): Promise<ServeStore> {
  const { access } = options;
  if (options.memory) {
    const own = access.auth === "open" ? noToken : (given(access) ?? { token: newToken(), tokenFrom: made(null) });
    return { store: new MemoryStore(), dir: null, secret: randomBytes(32), ...own };
  }
  const dir = path.resolve(host.cwd, options.dataDir ?? (await host.dataDir()));
  const kept = await explained(FileStore.open(dir, { now: () => host.clock.now(), onWarning: warn }));
  try {
    const own = access.auth === "open" ? noToken : (given(access) ?? (await explained(keptToken(kept))));
    return { store: kept, dir, secret: kept.secret, ...own };
  } catch (error) {
    await kept.close();
    throw error;
  }
}

/** The store says in one sentence what is wrong, and the fix. */
async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ChatError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

type OwnToken = Pick<ServeStore, "token" | "tokenFrom">;

const noToken: OwnToken = { token: null, tokenFrom: null };

function given(access: Extract<ServeCommandOptions["access"], { auth: "token" }>): OwnToken | null {
  if (access.token === null || access.from === null) return null;
  return { token: access.token, tokenFrom: { type: "given", by: access.from } };
}

async function keptToken(store: FileStore): Promise<OwnToken> {
  const kept = await store.readToken();
  if (kept !== null) return { token: kept, tokenFrom: { type: "kept", file: store.tokenFile } };
  const token = newToken();
  await store.keepToken(token);
  return { token, tokenFrom: made(store.tokenFile) };
}

function made(file: string | null): TokenSource {
  return { type: "made", file };
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}
