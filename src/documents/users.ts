/** Who has chats and documents: people with a token, of which only a hash is kept, and the one local user, who has none. */
import { createHash, randomBytes } from "node:crypto";
import { randomId } from "./ids.ts";
import type { User } from "./model.ts";
import type { DocumentStore } from "./store/document-store.ts";
import { StoreError } from "./store/store-error.ts";

export type UserStore = Pick<DocumentStore, "user" | "userByName" | "userByToken" | "write">;

const TOKEN_BYTES = 24;
const LOCAL_ID = "local";
const LONGEST_NAME = 64;

export interface NewUser {
  readonly user: User;
  /** Nobody can say it again. */
  readonly token: string;
}

/** `now`: epoch ms. Rejects with `StoreError("taken")` where somebody has the name. */
export async function addUser(store: UserStore, name: string, now: number): Promise<NewUser> {
  const user: User = { id: randomId("user"), name, created_at: now };
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  await store.write([{ type: "user_put", user, token_hash: hashOf(token) }]);
  return { user, token };
}

/** Whose token it is; null: nobody's. (By its hash: how long a comparison takes says nothing of it.) */
export function authenticate(store: UserStore, token: string): Promise<User | null> {
  return store.userByToken(hashOf(token));
}

/** Who works without a token: made when first needed, with the name that the system knows. `now`: epoch ms. */
export async function localUser(
  store: UserStore,
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): Promise<User> {
  const name = nameIn(env);
  for (const candidate of [name, `${name} (local)`, `${name} (${randomId("user")})`]) {
    const there = await store.user(LOCAL_ID);
    if (there) return there;
    const user: User = { id: LOCAL_ID, name: candidate, created_at: now };
    try {
      await store.write([{ type: "user_put", user, token_hash: null }]);
    } catch (error) {
      // Somebody else was given that name, with a token.
      if (error instanceof StoreError && error.code === "taken") continue;
      throw error;
    }
  }
  const made = await store.user(LOCAL_ID);
  if (!made) throw new StoreError("taken", `no name is left for the user of this machine: rename ${name}`);
  return made;
}

function nameIn(env: Readonly<Record<string, string | undefined>>): string {
  const name = (env["USER"] ?? env["USERNAME"] ?? "").trim().slice(0, LONGEST_NAME);
  return name === "" ? "you" : name;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
