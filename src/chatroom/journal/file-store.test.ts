import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runChild } from "../../../test/fakes/child-program.ts";
import { messages, readAll, scratchFolder } from "../../../test/fakes/journal-stage.ts";
import { FileStore } from "./file-store.ts";

async function openStore(dir: string): Promise<FileStore> {
  const store = await FileStore.open(dir, { now: () => 0, onWarning: (sentence) => expect.unreachable(sentence) });
  onTestFinished(() => store.close());
  return store;
}

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("a data directory", () => {
  it("[JOURNAL-8] is made, its folders too, for its owner only", async () => {
    const dir = join(scratchFolder(), "some/where");
    const store = await openStore(dir);
    expect(await store.list()).toEqual([]);
    expect(modeOf(dir)).toBe(0o700);
    expect(modeOf(join(dir, "rooms"))).toBe(0o700);
  });

  it("[JOURNAL-8] keeps its rooms, each with the floor policy it was made with", async () => {
    const dir = scratchFolder();
    const first = await openStore(dir);
    const { journal } = await first.open("lobby", "open");
    await journal.append(messages(1, 2), 0);
    expect(await first.open("attic-2", "stick")).toMatchObject({ floor: "stick" });
    writeFileSync(join(dir, "rooms", "lobby.jsonl.bak"), "");
    writeFileSync(join(dir, "rooms", "Not A Room.jsonl"), "");
    await journal.close();
    await first.close();

    const again = await openStore(dir);
    expect(await again.list()).toEqual(["attic-2", "lobby"]);
    expect(await again.open("attic-2", "open")).toMatchObject({ floor: "stick" });
    expect(await readAll((await again.open("lobby", "stick")).journal)).toEqual(messages(1, 2));
  });

  it("[JOURNAL-8] has one journal of a room at a time", async () => {
    const store = await openStore(scratchFolder());
    const [first, second] = await Promise.allSettled([store.open("lobby", "open"), store.open("lobby", "open")]);
    expect(second).toMatchObject({ status: "rejected", reason: { code: "journal_failed" } });
    if (first?.status !== "fulfilled") throw new Error("the first was refused");
    await expect(store.open("lobby", "open")).rejects.toMatchObject({ code: "journal_failed" });
    await first.value.journal.close();
    await store.open("lobby", "open");
  });

  it.each(["../lobby", "a/b", "", ".", "Lobby", "lobby\n", "x".repeat(65), "con.jsonl"])(
    "[JOURNAL-8] has no room %j: a name becomes a path",
    async (name) => {
      const store = await openStore(scratchFolder());
      await expect(store.open(name, "open")).rejects.toMatchObject({ code: "invalid_argument" });
    },
  );

  it("[JOURNAL-9] has a secret of its own, the same each time, that only its owner can read", async () => {
    const dir = scratchFolder();
    const first = await openStore(dir);
    await first.close();
    const again = await openStore(dir);
    expect(first.secret).toHaveLength(32);
    expect(again.secret).toEqual(first.secret);
    expect(modeOf(join(dir, "secret"))).toBe(0o600);
    expect((await openStore(scratchFolder())).secret).not.toEqual(first.secret);
  });

  it("[JOURNAL-9] whose secret is damaged is refused, and free again", async () => {
    const dir = scratchFolder();
    writeFileSync(join(dir, "secret"), "short");
    const refusal = { code: "journal_corrupt", message: expect.stringContaining(join(dir, "secret")) };
    await expect(openStore(dir)).rejects.toMatchObject(refusal);
    await expect(openStore(dir)).rejects.toMatchObject(refusal);
  });

  it("[JOURNAL-9] keeps a server token, for its owner only", async () => {
    const dir = scratchFolder();
    const first = await openStore(dir);
    expect(await first.readToken()).toBeNull();
    await first.keepToken("one");
    await first.keepToken("another");
    await first.close();
    const again = await openStore(dir);
    expect(await again.readToken()).toBe("another");
    expect(modeOf(again.tokenFile)).toBe(0o600);
  });
});

describe("a data directory that cannot be had", () => {
  it.each([
    ["below a file", () => "/etc/hosts/data", "a file where a directory is needed"],
    ["where nothing can be made", () => "/proc/nowhere/data", "no such file or directory"],
    [
      "that is a file",
      () => {
        const path = join(scratchFolder(), "data");
        writeFileSync(path, "");
        return path;
      },
      "a file where a directory is needed",
    ],
    [
      "that is a link to nowhere",
      () => {
        const path = join(scratchFolder(), "data");
        symlinkSync("/nowhere/at/all", path);
        return path;
      },
      "no such file or directory",
    ],
    [
      "where a directory is in the place of the lock",
      () => {
        const dir = scratchFolder();
        mkdirSync(join(dir, "lock.db"));
        return dir;
      },
      "lock",
    ],
  ])("[JOURNAL-8] %s is refused with its path and what to do", async (_what, make, reason) => {
    const dir = make();
    const refused = await FileStore.open(dir, { now: () => 0, onWarning: () => {} }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "journal_failed", message: expect.stringContaining(dir) });
    expect(refused).toMatchObject({ message: expect.stringContaining(reason) });
  });

  it("[JOURNAL-8] whose lock is none is refused with its path and what to do", async () => {
    const dir = scratchFolder();
    writeFileSync(join(dir, "lock.db"), "not a lock");
    const message = expect.stringMatching(/lock\.db .+ remove it$/);
    await expect(FileStore.open(dir, { now: () => 0, onWarning: () => {} })).rejects.toMatchObject({
      code: "journal_failed",
      message,
    });
  });

  it("[JOURNAL-8] without permission is refused with its path and what to do", async () => {
    const dir = scratchFolder();
    chmodSync(dir, 0o555);
    // Root may do everything.
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65_534);
    const refused = await FileStore.open(join(dir, "data"), { now: () => 0, onWarning: () => {} }).catch(String);
    if (root) process.seteuid?.(0);
    expect(refused).toContain(`${join(dir, "data")}: no permission; give this user the right to write there`);
    expect(existsSync(join(dir, "data"))).toBe(false);
  });
});

describe("two processes", () => {
  const HOLDER = `
    import { FileStore } from ${JSON.stringify(new URL("./file-store.ts", import.meta.url).href)};
    await FileStore.open(process.argv[1], { now: () => 0, onWarning: console.error });
    console.log("open");
    setInterval(() => {}, 60_000);
  `;

  it("[JOURNAL-10] cannot have one directory: the second is told the first's number, until the first is killed", async () => {
    const dir = scratchFolder();
    const { child, printed, ended } = runChild(HOLDER, { args: [dir] });
    await printed(1);
    const refusal = { code: "journal_failed", message: expect.stringContaining(`the process ${child.pid}`) };
    await expect(openStore(dir)).rejects.toMatchObject(refusal);
    await expect(openStore(dir)).rejects.toMatchObject(refusal);
    child.kill("SIGKILL");
    // Nothing is on its stderr either, as a warning of Node about SQLite would be.
    expect(await ended).toEqual({ signal: "SIGKILL", stderr: "" });
    const store = await openStore(dir);
    expect(readFileSync(join(dir, "lock.pid"), "utf8")).toBe(`${process.pid}\n`);
    await store.close();
    await runChild(HOLDER, { args: [dir] }).printed(1);
  });

  it("[JOURNAL-10] nor can one process have it twice, and a refusal does not let it go", async () => {
    const dir = scratchFolder();
    const store = await openStore(dir);
    for (let time = 0; time < 3; time++) {
      await expect(openStore(dir)).rejects.toMatchObject({ message: expect.stringContaining("this process") });
    }
    await expect(runChild(HOLDER, { args: [dir] }).printed(1)).rejects.toThrow(`the process ${process.pid}`);
    await store.close();
    await runChild(HOLDER, { args: [dir] }).printed(1);
  });

  it("[JOURNAL-10] and the warnings of Node are let through when the lock is taken", async () => {
    const { emitWarning } = process;
    await openStore(scratchFolder());
    expect(process.emitWarning).toBe(emitWarning);
  });
});
