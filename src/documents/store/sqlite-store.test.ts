import { join } from "node:path";
import { describeDocumentStore } from "../../../test/contracts/document-store-suite.ts";
import { testFolder } from "../../../test/journeys/support/run-cli.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeDocumentStore("the store in SQLite", true, async () => {
  const file = join(testFolder(), "documents.sqlite");
  return () => openSqliteStore({ file });
});
