/** A database of the tests' PostgreSQL, for one test. A file that uses it says `describe.skipIf(inject("postgres") === "")`. */
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import pg from "pg";
import { inject, onTestFinished } from "vitest";

/** The URL of an empty database that is gone after the test. */
export async function freshDatabase(): Promise<string> {
  const server = await text(connect(inject("postgres")));
  if (!server.startsWith("postgresql:")) throw new Error(server);
  const name = `test_${randomBytes(6).toString("hex")}`;
  await execute(server, `create database ${name}`);
  onTestFinished(() => execute(server, `drop database if exists ${name} with (force)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** A statement, outside of any store. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
