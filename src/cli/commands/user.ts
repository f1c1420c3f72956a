/** `llm-chat user`: who may use the documents of a server with a token of their own. */
import * as z from "zod";
import { didYouMean } from "../../agents/nearest.ts";
import { parseName, sameName } from "../../chatroom/index.ts";
import type { User } from "../../documents/model.ts";
import type { DocumentStore } from "../../documents/store/document-store.ts";
import { addUser } from "../../documents/users.ts";
import { plural } from "../../logging/figures.ts";
import { sanitizeLine } from "../../logging/sanitize.ts";
import { EXIT_OK } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import { openDocuments, storeExplained } from "../open-documents.ts";
import { checked, type RawOptions, words } from "../options.ts";
import { shellWord } from "../shell-word.ts";
import { table } from "../table.ts";
import { UsageError } from "../usage-error.ts";

const schema = z.object({
  dataDir: words.optional(),
  database: words.optional(),
  json: z.boolean().optional(),
  yes: z.boolean().optional(),
  debug: z.boolean().optional(),
});

type UserOptions = z.output<typeof schema>;

export function userAdd(input: string, raw: RawOptions, host: CliHost): Promise<number> {
  return withStore(raw, host, async (store, { json }) => {
    // Throws where it can be nobody's name.
    const name = parseName(input);
    const taken = (await store.users()).find((each) => sameName(each.name, name));
    if (taken) {
      throw new UsageError(
        `there is a user ${taken.name} already: take another name, or remove that one (llm-chat user remove ${shellWord(taken.name)})`,
      );
    }
    const made = await addUser(store, name, host.clock.now());
    return json ? jsonOf(made) : welcome(made.user, made.token);
  });
}

export function userList(raw: RawOptions, host: CliHost): Promise<number> {
  return withStore(raw, host, async (store, { json }) => {
    const users = await store.users();
    const rows = await Promise.all(users.map(async (user) => ({ ...user, ...(await possessions(store, user)) })));
    if (json) return jsonOf(rows);
    if (rows.length === 0) return "Nobody yet. One is made with:  llm-chat user add NAME\n";
    const cells = rows.map(({ name, id, chats, documents, created_at }) => [
      ...[name, String(chats), String(documents), new Date(created_at).toISOString().slice(0, 10), id],
    ]);
    return table([["NAME", "CHATS", "DOCUMENTS", "SINCE", "ID"], ...cells]);
  });
}

export function userRemove(name: string, raw: RawOptions, host: CliHost): Promise<number> {
  return withStore(raw, host, async (store, { json, yes }) => {
    const user = await userNamed(store, name);
    const { chats, documents } = await possessions(store, user);
    const all = `${plural(chats, "chat")} and ${plural(documents, "document")}`;
    if (chats + documents > 0 && !yes) {
      throw new UsageError(`${user.name} has ${all}, which would be gone for good: add --yes to remove them too`);
    }
    await store.write([{ type: "user_drop", user_id: user.id }]);
    return json ? jsonOf({ user, chats, documents }) : `${sanitizeLine(user.name)} is removed, with ${all}.\n`;
  });
}

/** Prints what `work` says. */
async function withStore(
  raw: RawOptions,
  host: CliHost,
  work: (store: DocumentStore, options: UserOptions) => Promise<string>,
): Promise<number> {
  const options = checked(schema, raw);
  const store = await openDocuments(options, host);
  try {
    host.stdout.write(await storeExplained(work(store, options)));
    return EXIT_OK;
  } finally {
    await store.close();
  }
}

async function possessions(store: DocumentStore, { id }: User) {
  return { chats: (await store.chats(id)).length, documents: (await store.documents(id)).length };
}

async function userNamed(store: DocumentStore, name: string): Promise<User> {
  const user = await store.userByName(name);
  if (user) return user;
  const names = (await store.users()).map((each) => each.name);
  const hint = didYouMean(name, names) || "; llm-chat user list shows them all";
  throw new UsageError(`there is no user "${name}"${hint}`);
}

function welcome({ name }: User, token: string): string {
  return [
    `${sanitizeLine(name)} is made. The token is shown this once and can never be shown again:`,
    "",
    `  ${token}`,
    "",
    "With it, in a server that was started with  llm-chat serve --auth token :",
    "  a browser   /workspace asks for it",
    "  a program   Authorization: Bearer <token>, or the WebSocket /ws?token=<token>",
    "",
  ].join("\n");
}

function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
