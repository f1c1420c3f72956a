import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { runChild } from "../../../test/fakes/child-program.ts";
import { aBlock, aDocument, aText, aUser, inDocument } from "../../../test/fakes/document-samples.ts";
import { failureOf } from "../../../test/fakes/failure-of.ts";
import { execute, freshDatabase } from "../../../test/fakes/postgres.ts";
import { testFolder } from "../../../test/journeys/support/run-cli.ts";
import { openDocumentStore } from "./open-document-store.ts";
import { storeError } from "./store-error.ts";

const modeOf = (path: string) => statSync(path).mode & 0o777;

async function open(dir: string | null, database: string | null = null) {
  const store = await openDocumentStore({ database, dir });
  onTestFinished(() => store.close());
  return store;
}

describe("documents in a data directory", () => {
  it("[DOCSTORE-13] are made in a file for its owner only, the directory too", async () => {
    const dir = join(testFolder(), "some/where");
    const store = await open(dir);
    await store.write(aUser("ann"));
    expect(modeOf(dir)).toBe(0o700);
    const files = readdirSync(dir);
    expect(files).toContain("documents.sqlite");
    for (const file of files) expect([file, modeOf(join(dir, file))]).toEqual([file, 0o600]);
    await store.close();
    expect(await (await open(dir)).users()).toHaveLength(1);
  });

  it("[DOCSTORE-13] without one nothing is kept", async () => {
    await (await open(null)).write(aUser("ann"));
    expect(await (await open(null)).users()).toEqual([]);
  });

  it("[DOCSTORE-13] cannot be where a file is, or where nothing can be", async () => {
    const folder = testFolder();
    writeFileSync(join(folder, "file"), "");
    mkdirSync(join(folder, "dir/documents.sqlite"), { recursive: true });
    await expect(openDocumentStore({ database: null, dir: join(folder, "file") })).rejects.toThrow(/--data-dir/);
    await expect(openDocumentStore({ database: null, dir: "/proc/nowhere" })).rejects.toThrow(/--data-dir/);
    await expect(openDocumentStore({ database: null, dir: join(folder, "dir") })).rejects.toThrow(
      /directory where a file/,
    );
  });

  it("[DOCSTORE-14] what is no database is left as it is, and named with the fix", async () => {
    const dir = testFolder();
    const file = join(dir, "documents.sqlite");
    const text = "These are my notes, and they are much longer than the header of a database. ".repeat(100);
    writeFileSync(file, text);
    await expect(openDocumentStore({ database: null, dir })).rejects.toMatchObject({
      code: "corrupt",
      message: `the database ${file}: it is no SQLite database; move it away, or choose another directory with --data-dir`,
    });
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("[DOCSTORE-14] something else in the place of its lock is named", async () => {
    const dir = testFolder();
    writeFileSync(join(dir, "documents.sqlite.open"), "My notes, which are no lock.\n");
    await expect(openDocumentStore({ database: null, dir })).rejects.toMatchObject({
      code: "corrupt",
      message: expect.stringMatching(/documents\.sqlite\.open: it is no SQLite database; move it away/) as string,
    });
  });

  it("[DOCSTORE-14] a database of another program is left as it is", async () => {
    const dir = testFolder();
    const other = new DatabaseSync(join(dir, "documents.sqlite"));
    other.exec("create table recipes (id integer primary key)");
    await expect(openDocumentStore({ database: null, dir })).rejects.toMatchObject({
      code: "foreign",
      message: expect.stringMatching(/it has a table recipes.*--data-dir/) as string,
    });
    expect(other.prepare("select name from sqlite_master").all()).toEqual([{ name: "recipes" }]);
    other.close();
  });

  it("[DOCSTORE-14] one that a newer llm-chat has made is not touched", async () => {
    const dir = testFolder();
    await (await openDocumentStore({ database: null, dir })).close();
    const database = new DatabaseSync(join(dir, "documents.sqlite"));
    database.exec("insert into llm_chat_migration values ('999-from-tomorrow', '2099-01-01T00:00:00.000Z')");
    database.close();
    await expect(openDocumentStore({ database: null, dir })).rejects.toMatchObject({
      code: "newer",
      message: expect.stringMatching(/999-from-tomorrow.*update llm-chat/) as string,
    });
  });

  it("[DOCSTORE-14] a damaged one says so when it is opened or read, with the fix", async () => {
    const dir = testFolder();
    const store = await openDocumentStore({ database: null, dir });
    await store.write([...aUser("ann"), ...aDocument("d1", "ann"), aBlock("b1", inDocument("d1"), "a1")]);
    await store.write([aText("p1", "b1"), { type: "append", proposal_id: "p1", text: "x".repeat(100_000) }]);
    await store.close();
    const file = join(dir, "documents.sqlite");
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xa5, 8_192));
    const read = async () => {
      const damaged = await openDocumentStore({ database: null, dir });
      try {
        return await damaged.blocks(inDocument("d1"));
      } finally {
        await damaged.close();
      }
    };
    await expect(read()).rejects.toMatchObject({
      code: "corrupt",
      message: expect.stringMatching(/put back a copy/) as string,
    });
  });

  it("[DOCSTORE-14] where no more can be written the batch is refused, what was there stays, and it goes on later", async () => {
    const dir = testFolder();
    const source = `
      import { openDocumentStore } from "${import.meta.dirname}/open-document-store.ts";
      const store = await openDocumentStore({ database: null, dir: ${JSON.stringify(dir)} });
      const put = (id, title) => store.write([{ type: "document_put", document: { id, user_id: "ann", title, created_at: 1, updated_at: 1 } }]);
      await store.write(${JSON.stringify(aUser("ann"))});
      await put("small", "small");
      const failure = await put("big", "x".repeat(2_000_000)).catch((error) => error);
      console.log(failure.code, failure.message);
      console.log((await store.documents("ann")).map(({ id }) => id).join());
      await put("later", "later");
      console.log((await store.documents("ann")).map(({ id }) => id).join());
    `;
    const { lines, ended } = runChild(source, { longestFile: 1_000 });
    const { stderr } = await ended;
    expect([stderr, ...lines]).toEqual([
      "",
      expect.stringMatching(/^failed the database .*(disk is full; free some space|look after the disk)/),
      "small",
      "later,small",
    ]);
  });
});

describe("several processes", () => {
  /** All begin at the same moment, when a file is there. */
  const program = (database: string | null, dir: string, name: string) => `
    import { existsSync } from "node:fs";
    import { openDocumentStore } from "${import.meta.dirname}/open-document-store.ts";
    import "${import.meta.dirname}/${database === null ? "sqlite" : "postgres"}-store.ts";
    console.log("ready");
    while (!existsSync("${dir}/go"));
    const store = await openDocumentStore({ database: ${JSON.stringify(database)}, dir: "${dir}/data" });
    for (let index = 0; index < 20; index++) {
      const user = { id: "${name}" + index, name: "${name}" + index, created_at: 1 };
      await store.write([{ type: "user_put", user, token_hash: null }]);
    }
    await store.close();
    console.log("done");
  `;

  const together = async (database: string | null) => {
    const dir = testFolder();
    const programs = ["ann", "bob", "cy"].map((name) => runChild(program(database, dir, name)));
    await Promise.all(programs.map(({ printed }) => printed(1)));
    writeFileSync(join(dir, "go"), "");
    for (const { ended, lines } of programs) {
      expect((await ended).stderr).toBe("");
      expect(lines).toEqual(["ready", "done"]);
    }
    return join(dir, "data");
  };

  it("[DOCSTORE-12] start on an empty directory at the same moment, and write", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 3; round++) {
      const store = await open(await together(null));
      expect(await store.users()).toHaveLength(60);
    }
  });

  it.skipIf(inject("postgres") === "")("[DOCSTORE-12] start on an empty PostgreSQL at the same moment", async () => {
    const database = await freshDatabase();
    const data = await together(database);
    expect(await (await open(null, database)).users()).toHaveLength(60);
    expect(existsSync(data)).toBe(false);
  });
});

describe("an address of a database", () => {
  it.each(["mysql://ann:s3cret@host/db", "documents.db", "", "http://s3cret", "postgresql://ann:s3cret@host:port/db"])(
    "[DOCSTORE-15] that is none says how one is written, and no password: %s",
    async (database) => {
      const failure = await failureOf(openDocumentStore({ database, dir: null }));
      expect(failure).toMatchObject({
        code: "unreachable",
        message: expect.stringMatching(/postgresql:\/\/user:/) as string,
      });
      expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain("s3cret");
    },
  );

  it.each([
    ["postgresql://ann:s3cret@127.0.0.1:1/db", /at 127.0.0.1:1: nobody answers there; start PostgreSQL, or check host/],
    ["postgresql://ann:s3cret@nowhere.invalid/db", /no such host|cannot be looked up/],
    ["postgresql://ann:s3cret@localhost/db?host=/nowhere", /there is no such socket/],
  ])("[DOCSTORE-15] where nobody answers says what to check, and no password: %s", async (database, message) => {
    const failure = await failureOf(openDocumentStore({ database, dir: null }));
    expect(failure).toMatchObject({ code: "unreachable", message: expect.stringMatching(message) as string });
    expect((failure as Error).message).not.toContain("s3cret");
  });

  it("[DOCSTORE-15] what a server answers is told with the fix", () => {
    const place = { name: "the database db", another: "give it one of its own" };
    const words = (code: string) => storeError(place, Object.assign(new Error("no"), { code })).message;
    expect(words("28P01")).toBe("the database db: it does not take this password; check user and password");
    expect(words("42501")).toMatch(/make it their owner/);
    expect(words("SELF_SIGNED_CERT_IN_CHAIN")).toMatch(/sslrootcert/);
    expect(words("55P03")).toMatch(/another process does not let go/);
    expect(words("53300")).toMatch(/max_connections/);
    expect(storeError(place, new Error("something else")).message).toBe("the database db: something else");
    expect(storeError(place, new Error("timeout exceeded when trying to connect"))).toMatchObject({
      code: "unreachable",
    });
  });
});

describe.skipIf(inject("postgres") === "")("a database of PostgreSQL", () => {
  it("[DOCSTORE-14] that has our names for something else is left as it is; with other things it is shared", async () => {
    const taken = await freshDatabase();
    await execute(taken, "create table users (id int)");
    await expect(openDocumentStore({ database: taken, dir: null })).rejects.toMatchObject({
      code: "foreign",
      message: expect.stringMatching(/has a table users.*createdb/) as string,
    });
    const shared = await freshDatabase();
    await execute(shared, "create table recipes (id int)");
    await (await open(null, shared)).write(aUser("ann"));
  });

  it("[DOCSTORE-14] that cannot hold every text, or is of a newer llm-chat, or is not there, is refused", async () => {
    const url = await freshDatabase();
    const latin = new URL(url);
    latin.pathname += "_latin";
    const name = latin.pathname.slice(1);
    await execute(url, `create database ${name} encoding 'LATIN1' locale 'C' template template0`);
    onTestFinished(() => execute(url, `drop database ${name}`));
    const opened = (database: string) => openDocumentStore({ database, dir: null });
    await expect(opened(latin.href)).rejects.toMatchObject({
      code: "foreign",
      message: expect.stringMatching(/LATIN1.*UTF8/) as string,
    });
    await (await opened(url)).close();
    await execute(url, "insert into llm_chat_migration values ('999-from-tomorrow', '2099-01-01T00:00:00.000Z')");
    await expect(opened(url)).rejects.toMatchObject({ code: "newer" });
    latin.pathname = "/not_there";
    await expect(opened(latin.href)).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringMatching(/createdb/) as string,
    });
  });

  it("[DOCSTORE-15] where a user may make no tables is told so, once they are made they will do", async () => {
    const url = await freshDatabase();
    const guest = new URL(url);
    guest.username = `guest_${guest.pathname.slice(-8)}`;
    await execute(url, `create role ${guest.username} login`);
    onTestFinished(() => execute(url, `drop owned by ${guest.username}; drop role ${guest.username}`));
    await execute(url, "revoke create on schema public from public");
    const message = expect.stringMatching(/may not make tables there; make it the owner/) as string;
    await expect(openDocumentStore({ database: guest.href, dir: null })).rejects.toMatchObject({
      code: "failed",
      message,
    });
    await open(null, url);
    await execute(url, `grant all on all tables in schema public to ${guest.username}`);
    const store = await open(null, guest.href);
    await store.write(aUser("ann"));
    await execute(url, `revoke insert on users from ${guest.username}`);
    await expect(store.write(aUser("bob"))).rejects.toMatchObject({ code: "failed" });
  });

  it("[DOCSTORE-16] goes on after its connections were lost, idle or in the middle of a batch", async () => {
    const url = await freshDatabase();
    const store = await open(null, url);
    await store.write(aUser("ann"));
    const cut = (mine: number) =>
      execute(
        url,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid not in (pg_backend_pid(), ${mine})`,
      );
    await cut(0);
    await expect.poll(() => store.users().catch((error: unknown) => error)).toHaveLength(1);

    const other = new pg.Client({ connectionString: url });
    await other.connect();
    onTestFinished(() => other.end());
    const { rows } = await other.query<{ pid: number }>("select pg_backend_pid() as pid");
    await other.query("begin; lock table users");
    const failure = failureOf(store.write([...aDocument("d1", "ann"), ...aUser("bob")]));
    const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await expect.poll(async () => (await other.query(waiting)).rowCount).toBe(1);
    await cut(rows[0]?.pid ?? 0);
    expect(await failure).toMatchObject({ code: "failed", message: expect.stringMatching(/try again/) as string });
    await other.query("commit");
    await expect.poll(() => store.documents("ann").catch((error: unknown) => error)).toEqual([]);
    await store.write(aUser("bob"));
    expect(await store.users()).toHaveLength(2);
  });
});
