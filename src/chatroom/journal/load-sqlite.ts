/** The SQLite that comes with Node, loaded when it is first needed: most commands need none. */
import type * as sqlite from "node:sqlite";

/** Node 22 warns once that SQLite is experimental: true, and nothing a user of this program can do anything about. */
export function loadSqlite(): typeof sqlite {
  const emitWarning = Object.getOwnPropertyDescriptor(process, "emitWarning") ?? {};
  process.emitWarning = () => {};
  try {
    // At once, so that no other warning falls into it.
    return process.getBuiltinModule("node:sqlite");
  } finally {
    Object.defineProperty(process, "emitWarning", emitWarning);
  }
}
