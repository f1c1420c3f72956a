import { expect, it } from "vitest";
import { type ServedSummary, serveBanner } from "./serve-banner.ts";

const served: ServedSummary = {
  version: "1",
  url: "http://127.0.0.1:8894",
  clientUrl: "http://127.0.0.1:8894",
  workspaceUrl: "http://127.0.0.1:8894/workspace",
  viewUrl: null,
  rooms: [],
  dir: "/data",
  database: null,
  loopback: true,
  token: null,
  tokenFrom: null,
};

it("says where the documents are: with the rooms, in a database, or nowhere", () => {
  expect(serveBanner(served)).toMatch(/\n {2}data {7}\/data\n {2}access/);
  expect(serveBanner({ ...served, database: "--database" })).toMatch(
    /\/data\n {2}documents {2}in PostgreSQL, by --database\n/,
  );
  expect(serveBanner({ ...served, dir: null })).toContain("nowhere: with --memory rooms and documents end");
});
