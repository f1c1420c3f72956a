/** What a server says when it has started: what it serves, who may come in, and the lines one needs next. */
import { sanitizeLine } from "../logging/sanitize.ts";
import type { TokenSource } from "./serve-store.ts";

export interface ServedSummary {
  readonly version: string;
  /** Where it listens. */
  readonly url: string;
  /** Where clients reach it. */
  readonly clientUrl: string;
  /** Where documents are written. */
  readonly workspaceUrl: string;
  /** Where browsers watch; null: nowhere. */
  readonly viewUrl: string | null;
  readonly rooms: readonly RoomFigures[];
  /** Null: nothing is kept. */
  readonly dir: string | null;
  /** What named the database of the documents; null: they are in `dir`. */
  readonly database: "--database" | "LLM_CHAT_DATABASE" | null;
  readonly loopback: boolean;
  readonly token: string | null;
  readonly tokenFrom: TokenSource | null;
}

export interface RoomFigures {
  readonly name: string;
  readonly messages: number;
  /** There were more, which are no longer in memory. */
  readonly more: boolean;
}

const MOST_ROOMS = 8;

export function serveBanner(summary: ServedSummary): string {
  const { clientUrl, dir, rooms } = summary;
  const facts = [
    ["rooms", roomsLine(rooms)],
    ["data", dir ?? "nowhere: with --memory rooms and documents end with the server"],
    ...(summary.database === null ? [] : [["documents", `in PostgreSQL, by ${summary.database}`]]),
    ["access", accessLine(summary)],
    ["workspace", workspaceLine(summary)],
    ...(summary.viewUrl === null ? [] : [["live view", viewLine(summary.viewUrl, summary.token)]]),
    // Only once: later it is in its file, or with who gave it.
    ...(summary.tokenFrom?.type === "made" && summary.token !== null ? [["token", summary.token]] : []),
  ];
  const commands = [
    ["a person", `llm-chat join ${clientUrl} --as Grace`],
    ["agents", `llm-chat --room-url ${clientUrl} "What shall they talk about?"`],
    ["MCP hosts", `llm-chat mcp --url ${clientUrl} --print-config claude`],
  ];
  return [
    `llm-chat ${summary.version} serves ${summary.url}`,
    "",
    ...facts.map(([label, text]) => `  ${label?.padEnd(10)} ${sanitizeLine(text ?? "")}`),
    "",
    ...commands.map(([label, text]) => `  ${label?.padEnd(10)} ${text}`),
    "",
    "Ctrl-C ends it.",
    "",
  ].join("\n");
}

function workspaceLine({ workspaceUrl, tokenFrom }: ServedSummary): string {
  return tokenFrom === null ? workspaceUrl : `${workspaceUrl} (each user has a token: llm-chat user add NAME)`;
}

function viewLine(url: string, token: string | null): string {
  return token === null ? url : `${url}/?token=TOKEN`;
}

function roomsLine(rooms: readonly RoomFigures[]): string {
  const named = rooms.slice(0, MOST_ROOMS).map(({ name, messages, more }) => {
    return `${name} (${more ? "more than " : ""}${messages} ${messages === 1 ? "message" : "messages"})`;
  });
  const others = rooms.length - named.length;
  return [...named, ...(others > 0 ? [`${others} more`] : [])].join(", ");
}

function accessLine({ tokenFrom, loopback }: ServedSummary): string {
  const reach = loopback ? "; only this machine reaches it" : "";
  if (tokenFrom === null) return `open: a username is enough${reach}`;
  const how = "clients send it with --token or LLM_CHAT_TOKEN";
  switch (tokenFrom.type) {
    case "given":
      return `by token, the one of ${tokenFrom.by}; ${how}${reach}`;
    case "kept":
      return `by token, the one in ${tokenFrom.file}; ${how}${reach}`;
    case "made":
      return `by token, a new one, ${tokenFrom.file === null ? "until the server ends" : `kept in ${tokenFrom.file}`}; ${how}${reach}`;
  }
}
