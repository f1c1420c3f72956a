import { inject } from "vitest";
import { describeDocumentStore } from "../../../test/contracts/document-store-suite.ts";
import { freshDatabase } from "../../../test/fakes/postgres.ts";
import { openPostgresStore } from "./postgres-store.ts";

const runs = inject("postgres") !== "";

describeDocumentStore("the store in PostgreSQL", runs, async () => {
  const url = await freshDatabase();
  return () => openPostgresStore(url);
});
