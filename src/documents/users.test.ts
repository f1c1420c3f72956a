import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { testFolder } from "../../test/journeys/support/run-cli.ts";
import { openSqliteStore } from "./store/sqlite-store.ts";
import { addUser, authenticate, localUser } from "./users.ts";

async function open(file = ":memory:") {
  const store = await openSqliteStore({ file });
  onTestFinished(() => store.close());
  return store;
}

describe("users", () => {
  it("[DOCSTORE-19] are known by a token of 24 random bytes, of which only the SHA-256 is kept", async () => {
    const store = await open();
    const ann = await addUser(store, "Ann", 7);
    const bob = await addUser(store, "Bob", 8);
    expect(ann.user).toEqual({ id: expect.stringMatching(/^u[\w-]{12}$/) as string, name: "Ann", created_at: 7 });
    expect(Buffer.from(ann.token, "base64url")).toHaveLength(24);
    expect(ann.token).not.toBe(bob.token);
    expect(await store.userByToken(createHash("sha256").update(ann.token).digest("hex"))).toEqual(ann.user);
    expect(await authenticate(store, ann.token)).toEqual(ann.user);
    expect(await authenticate(store, bob.token)).toEqual(bob.user);
    for (const wrong of ["", ann.token.slice(1), `${ann.token} `, ann.token.toUpperCase(), "\ud800\0"]) {
      expect(await authenticate(store, wrong)).toBeNull();
    }
    await expect(addUser(store, "ANN", 9)).rejects.toMatchObject({ code: "taken" });
  });

  it.each([
    [{ USER: "sam", USERNAME: "other" }, "sam"],
    [{ USERNAME: "sam" }, "sam"],
    [{ USER: "  " }, "you"],
    [{}, "you"],
  ])("[DOCSTORE-19] the local one is called as the system knows, and is made once: %j", async (env, name) => {
    const store = await open();
    const local = await localUser(store, env, 5);
    expect(local).toEqual({ id: "local", name, created_at: 5 });
    expect(await localUser(store, { USER: "else" }, 6)).toEqual(local);
    expect(await store.users()).toEqual([local]);
  });

  it("[DOCSTORE-19] the local one has another name where somebody has that one", async () => {
    const store = await open();
    await addUser(store, "Sam", 1);
    expect(await localUser(store, { USER: "sam" }, 5)).toMatchObject({ id: "local", name: "sam (local)" });
    await addUser(store, "you", 1);
    expect((await store.users()).map(({ name }) => name)).toEqual(["Sam", "sam (local)", "you"]);
  });

  it("[DOCSTORE-19] the local one is made once by several at the same moment", async () => {
    const file = join(testFolder(), "documents.sqlite");
    const stores = await Promise.all([open(file), open(file), open(file)]);
    const made = await Promise.all(stores.map((store) => localUser(store, { USER: "sam" }, 1)));
    expect(made).toEqual(made.map(() => ({ id: "local", name: "sam", created_at: 1 })));
  });
});
