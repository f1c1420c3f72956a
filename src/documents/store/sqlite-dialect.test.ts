import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { failureOf } from "../../../test/fakes/failure-of.ts";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { testFolder } from "../../../test/journeys/support/run-cli.ts";
import { BUSY_MS, sqliteDialect, whenFree } from "./sqlite-dialect.ts";

function memory(): Kysely<unknown> {
  const db = new Kysely<unknown>({ dialect: sqliteDialect(new DatabaseSync(":memory:"), new ManualClock()) });
  onTestFinished(() => db.destroy());
  return db;
}

describe("node:sqlite under kysely", () => {
  it.each([
    ["a text", "x", "x"],
    ["a number", 1.5, 1.5],
    ["a big integer", 7n, 7],
    ["null", null, null],
    ["true", true, 1],
    ["false", false, 0],
    ["bytes", new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  ])("[DOCSTORE-17] binds %s", async (_, value, read) => {
    const { rows } = await sql`select ${value} as value`.execute(memory());
    expect(rows).toEqual([{ value: read }]);
  });

  it.each([
    ["an object", { a: 1 }],
    ["a date", new Date(0)],
    ["an array", [1]],
    ["undefined", undefined],
    ["a symbol", Symbol("x")],
  ])("[DOCSTORE-17] refuses %s, which would silently become NULL", async (_, value) => {
    await expect(sql`select ${value} as value`.execute(memory())).rejects.toThrow(TypeError);
  });

  it("[DOCSTORE-17] waits for another without holding up the process, and not for ever", async () => {
    const file = `${testFolder()}/db`;
    const [one, other] = [new DatabaseSync(file), new DatabaseSync(file)];
    onTestFinished(() => [one, other].forEach((each) => each.close()));
    const clock = new ManualClock();
    one.exec("begin immediate");
    const work = whenFree(other, clock, () => other.exec("begin immediate; commit"));
    one.exec("commit");
    await clock.advance(10);
    await work;
    one.exec("begin immediate");
    const failure = failureOf(whenFree(other, clock, () => other.exec("begin immediate")));
    await clock.advance(BUSY_MS + 10);
    expect(await failure).toMatchObject({ message: "database is locked" });
  });
});
