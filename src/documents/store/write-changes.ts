/** Changes as statements, in their order, inside the transaction of the only writer. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Change } from "../change.ts";
import { blockToRow, chatRow, documentRow, proposalToRow, revisionToRow, userToRow } from "./rows.ts";
import type { Written } from "./document-store.ts";
import type { Tables, UserRow } from "./schema.ts";

type Append = Extract<Change, { type: "append" }>;

/** Far below the parameters that either database takes in one statement. */
const MOST_ROWS = 500;

/** What is expected is looked at first: where it is not so, nothing is written. */
export async function writeChanges(transaction: Transaction<Tables>, changes: readonly Change[]): Promise<Written> {
  const expected = changes.filter((change) => change.type === "expect");
  for (let at = 0; at < expected.length; at += MOST_ROWS) {
    if (!(await isAsExpected(transaction, expected.slice(at, at + MOST_ROWS)))) return { gone: [], stale: true };
  }
  const gone = new Set<string>();
  for (const step of steps(changes)) {
    if ("appends" in step) await writeAppends(transaction, step.appends, gone);
    else await writeOne(transaction, step.change);
  }
  return { gone: [...gone] };
}

async function isAsExpected(
  transaction: Transaction<Tables>,
  expected: readonly Extract<Change, { type: "expect" }>[],
): Promise<boolean> {
  const ids = expected.map(({ block_id }) => block_id);
  const blocks = await transaction.selectFrom("blocks").select(["id", "version"]).where("id", "in", ids).execute();
  const proposals = await transaction
    .selectFrom("proposals")
    .select(["id", "block_id"])
    .where("block_id", "in", ids)
    .orderBy("n")
    .execute();
  const versions = new Map(blocks.map(({ id, version }) => [id, version]));
  const byBlock = Map.groupBy(proposals, ({ block_id }) => block_id);
  return expected.every((each) => {
    const found = byBlock.get(each.block_id)?.map(({ id }) => id) ?? [];
    return (versions.get(each.block_id) ?? null) === each.version && found.join(" ") === each.proposals.join(" ");
  });
}

/** `appends`: the text for each proposal. */
type Step = { readonly appends: Map<string, string> } | { readonly change: Exclude<Change, Append> };

/** Appends that follow each other are one statement, and those to one proposal one row. */
function steps(changes: readonly Change[]): readonly Step[] {
  const all: Step[] = [];
  for (const change of changes) {
    const last = all.at(-1);
    if (change.type !== "append") {
      all.push({ change });
    } else if (last && "appends" in last && last.appends.size < MOST_ROWS) {
      last.appends.set(change.proposal_id, (last.appends.get(change.proposal_id) ?? "") + change.text);
    } else {
      all.push({ appends: new Map([[change.proposal_id, change.text]]) });
    }
  }
  return all;
}

async function writeAppends(
  transaction: Transaction<Tables>,
  appends: ReadonlyMap<string, string>,
  gone: Set<string>,
): Promise<void> {
  const numbers = await numbersOf(transaction, [...appends.keys()]);
  const rows = [...appends].flatMap(([id, content]) => {
    const proposal_n = numbers.get(id);
    if (proposal_n === undefined) gone.add(id);
    return proposal_n === undefined || content === "" ? [] : [{ proposal_n, content }];
  });
  if (rows.length > 0) await transaction.insertInto("chunks").values(rows).execute();
}

/** The numbers of the texts that are there. */
async function numbersOf(
  transaction: Transaction<Tables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction
    .selectFrom("proposals")
    .select(["n", "id"])
    .where("id", "in", ids)
    .where("kind", "=", "text")
    .execute();
  return new Map(rows.map(({ id, n }) => [id, n]));
}

async function writeOne(transaction: Transaction<Tables>, change: Exclude<Change, Append>): Promise<void> {
  switch (change.type) {
    case "user_put":
      return put(transaction, "users", userToRow(change.user, change.token_hash));
    case "user_drop":
      return drop(transaction, "users", change.user_id);
    case "chat_put":
      return put(transaction, "chats", chatRow(change.chat));
    case "chat_drop":
      return drop(transaction, "chats", change.chat_id);
    case "document_put":
      return put(transaction, "documents", documentRow(change.document));
    case "document_drop":
      return drop(transaction, "documents", change.document_id);
    case "block_put":
      return put(transaction, "blocks", blockToRow(change.block));
    case "block_drop":
      return drop(transaction, "blocks", change.block_id);
    case "proposal_add":
      await transaction.insertInto("proposals").values(proposalToRow(change.proposal)).execute();
      return;
    case "proposal_status": {
      const n = (await numbersOf(transaction, [change.proposal_id])).get(change.proposal_id);
      if (n === undefined) return;
      await transaction
        .updateTable("proposals")
        .set({
          status: change.status,
          content: fullText(transaction),
          ...(change.author && { author: JSON.stringify(change.author) }),
        })
        .where("n", "=", n)
        .execute();
      await transaction.deleteFrom("chunks").where("proposal_n", "=", n).execute();
      return;
    }
    case "proposal_drop":
      return drop(transaction, "proposals", change.proposal_id);
    case "expect":
      return;
    case "revision_add":
      await transaction.insertInto("revisions").values(revisionToRow(change.revision)).execute();
  }
}

/** What a proposal says with all that was appended to it. */
export function fullText(db: Kysely<Tables>) {
  const appended = db
    .selectFrom("chunks")
    .select(sql<string>`string_agg(chunks.content, '' order by chunks.n)`.as("text"))
    .where("chunks.proposal_n", "=", sql.ref<number>("proposals.n"));
  return sql<string | null>`proposals.content || coalesce((${appended}), '')`;
}

type Puttable = "users" | "chats" | "documents" | "blocks";

async function put<T extends Puttable>(transaction: Transaction<Tables>, table: T, row: Tables[T]): Promise<void> {
  // kysely does not follow a choice of tables; to it, each of them is the first.
  const values = row as UserRow;
  await transaction
    .insertInto(table as "users")
    .values(values)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
    .execute();
}

async function drop(transaction: Transaction<Tables>, table: Puttable | "proposals", id: string): Promise<void> {
  await transaction.deleteFrom(table).where("id", "=", id).execute();
}
