import { join } from "node:path";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { fakeHost, type FakeHostOptions } from "../../../test/fakes/cli-host.ts";
import { aChat, aDocument } from "../../../test/fakes/document-samples.ts";
import { freshDatabase } from "../../../test/fakes/postgres.ts";
import { testFolder } from "../../../test/journeys/support/run-cli.ts";
import { openDocumentStore } from "../../documents/store/open-document-store.ts";
import { authenticate } from "../../documents/users.ts";
import { EXIT_USAGE } from "../exit-codes.ts";
import { main } from "../main.ts";

async function call(args: readonly string[], options: FakeHostOptions = {}) {
  const host = fakeHost(options);
  const code = await main(["user", ...args], host);
  return { code, out: host.out(), err: host.err() };
}

/** A data directory that somebody else, a server, has open all the time. */
async function served(database: string | null = null) {
  const dataDir = join(testFolder(), "data");
  const store = await openDocumentStore({ database, dir: dataDir });
  onTestFinished(() => store.close());
  return { store, dataDir };
}

describe("llm-chat user", () => {
  it("[DOCSTORE-20] makes users, shows each token once, lists and removes them, while a server runs", async () => {
    const { store, dataDir } = await served();
    expect((await call(["list"], { dataDir })).out).toBe("Nobody yet. One is made with:  llm-chat user add NAME\n");
    const added = await call(["add", "Ann"], { dataDir });
    expect([added.code, added.err]).toEqual([0, ""]);
    const [, token = ""] = /^ {2}([\w-]{32})$/m.exec(added.out) ?? [];
    const ann = await authenticate(store, token);
    expect(ann).toMatchObject({ name: "Ann" });
    await store.write([
      ...aDocument("d1", ann?.id ?? ""),
      ...aChat("c1", ann?.id ?? "", "d1"),
      ...aChat("c2", ann?.id ?? "", null),
    ]);
    const listed = await call(["list"], { dataDir });
    expect(listed.out).toMatch(/^NAME +CHATS +DOCUMENTS +SINCE +ID\nAnn +2 +1 +2026-01-15 +u[\w-]{12}\n$/);
    expect(listed.out).not.toContain(token);

    const asked = await call(["remove", "ANN"], { dataDir });
    expect([asked.code, asked.out]).toEqual([EXIT_USAGE, ""]);
    expect(asked.err).toMatch(/Ann has 2 chats and 1 document, which would be gone for good: add --yes/);
    expect(await store.users()).toHaveLength(1);
    const removed = await call(["remove", "ANN", "--yes"], { dataDir });
    expect(removed).toEqual({ code: 0, out: "Ann is removed, with 2 chats and 1 document.\n", err: "" });
    expect([await authenticate(store, token), await store.document("d1"), await store.chat("c2")]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("[DOCSTORE-20] says the same as JSON", async () => {
    const dataDir = testFolder();
    const { user, token } = JSON.parse((await call(["add", "Ann", "--json", "--data-dir", dataDir])).out);
    expect(user).toEqual({ id: expect.any(String) as string, name: "Ann", created_at: Date.UTC(2026, 0, 15, 10, 30) });
    expect(token).toMatch(/^[\w-]{32}$/);
    const list = JSON.parse((await call(["list", "--json"], { dataDir })).out);
    expect(list).toEqual([{ ...user, chats: 0, documents: 0 }]);
    const removed = JSON.parse((await call(["remove", "Ann", "--json"], { dataDir })).out);
    expect(removed).toEqual({ user, chats: 0, documents: 0 });
    expect((await call(["list", "--json"], { dataDir })).out).toBe("[]\n");
  });

  it("[DOCSTORE-20] refuses a name that is taken, looks like another, or can be nobody's, with the fix", async () => {
    const dataDir = testFolder();
    await call(["add", "Alice"], { dataDir });
    for (const name of ["Alice", "ALICE", "Аlice", "A1ice"]) {
      const { code, out, err } = await call(["add", name], { dataDir });
      expect([name, code, out]).toEqual([name, EXIT_USAGE, ""]);
      expect(err).toBe(
        "llm-chat: there is a user Alice already: take another name, or remove that one (llm-chat user remove Alice)\n",
      );
    }
    for (const name of ["", " ", "a:b", "System", "x".repeat(65), "a\u0007b"]) {
      expect(await call(["add", name], { dataDir })).toMatchObject({
        code: EXIT_USAGE,
        err: expect.stringMatching(/cannot be a name/) as string,
      });
    }
    expect((await call(["remove", "Alise"], { dataDir })).err).toBe(
      'llm-chat: there is no user "Alise"; did you mean "Alice"?\n',
    );
    expect((await call(["remove", "Zoe"], { dataDir })).err).toMatch(/llm-chat user list shows them all/);
  });

  it("[DOCSTORE-20] says in one line where there can be no database", async () => {
    const { code, err } = await call(["list", "--data-dir", "/proc/nowhere"]);
    expect([code, err]).toEqual([
      EXIT_USAGE,
      expect.stringMatching(/^llm-chat: cannot use the data directory .*--data-dir\n$/),
    ]);
    const refused = await call(["list"], { env: { LLM_CHAT_DATABASE: "postgresql://ann:s3cret@127.0.0.1:1/db" } });
    expect([refused.code, refused.err]).toEqual([
      EXIT_USAGE,
      expect.stringMatching(/nobody answers there; start PostgreSQL/),
    ]);
    expect(refused.err).not.toContain("s3cret");
    expect((await call([])).code).toBe(EXIT_USAGE);
    expect((await call(["add"])).err).toBe(
      "llm-chat: missing required argument 'name' (llm-chat user add --help lists everything)\n",
    );
  });

  it.skipIf(inject("postgres") === "")("[DOCSTORE-20] keeps them in PostgreSQL where that is said", async () => {
    const url = await freshDatabase();
    const { store } = await served(url);
    expect((await call(["add", "Ann", "--database", url])).code).toBe(0);
    expect((await call(["add", "Bob"], { env: { LLM_CHAT_DATABASE: url } })).code).toBe(0);
    expect((await store.users()).map(({ name }) => name)).toEqual(["Ann", "Bob"]);
  });
});
