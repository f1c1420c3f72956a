/** Where a room of a server is, out of what a person types: the server's own address, or that of a room of it. */
import { ChatError } from "../errors.ts";
import { DEFAULT_PORT, DEFAULT_ROOM, ROOM_NAME } from "../http-api.ts";

export interface ServerAddress {
  /** Without a slash at the end, as `http://127.0.0.1:8894`. */
  readonly server: string;
  readonly room: string;
}

const EXAMPLE = `http://127.0.0.1:${DEFAULT_PORT} or http://127.0.0.1:${DEFAULT_PORT}/rooms/${DEFAULT_ROOM}`;

/** `room` goes before the room of the URL. Throws `ChatError("invalid_argument")` naming the fix. */
export function parseAddress(input: string, room?: string): ServerAddress {
  const url = parseUrl(input.trim());
  if (url.username !== "" || url.password !== "") {
    throw problem(input, "it has a user or a password in it; leave that out, and give the server's token as an option");
  }
  if (url.search !== "" || url.hash !== "") {
    throw problem(input, "leave out what follows ? or #; a token is given as an option");
  }
  const path = url.pathname.replace(/\/+$/u, "");
  const inPath = /^(?<before>.*?)\/rooms(?:\/(?<room>[^/]*))?$/u.exec(path)?.groups;
  const server = `${url.origin}${inPath?.["before"] ?? path}`;
  const name = room ?? (inPath ? (inPath["room"] ?? "") : DEFAULT_ROOM);
  if (!ROOM_NAME.test(name)) {
    const shown = JSON.stringify(name.slice(0, 80));
    throw new ChatError(
      "invalid_argument",
      `${shown} cannot be a room's name: give 1 to 64 of a-z, 0-9, _ and -, beginning with a letter or digit`,
    );
  }
  return { server, room: name };
}

/** null: none. Throws `ChatError("invalid_argument")` for what cannot be sent; the message does not show it. */
export function parseToken(input: string | undefined): string | null {
  const token = input?.trim() ?? "";
  if (token === "") return null;
  if (/^[\x21-\x7e]+$/u.test(token)) return token;
  throw new ChatError(
    "invalid_argument",
    "the token has a space or another character that no token has: copy it again, whole and alone",
  );
}

/** The URL of something in the room. */
export function roomUrl({ server, room }: ServerAddress, path: string): string {
  return `${server}/rooms/${room}${path}`;
}

function parseUrl(input: string): URL {
  if (input === "") throw problem(input, "it is empty");
  const schemed = /^[a-z][a-z0-9+.-]*:\/\//iu.test(input);
  let url: URL;
  try {
    url = new URL(schemed ? input : `http://${input}`);
  } catch {
    throw problem(input, "it is no URL");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw problem(input, `${url.protocol}// is not spoken; begin with http:// or https://`);
  }
  // A bare host name is not a web site: the server's own port is meant.
  if (!schemed && url.port === "" && !/:\d+(?:\/|$)/u.test(input)) url.port = String(DEFAULT_PORT);
  return url;
}

function problem(input: string, why: string): ChatError {
  const shown = JSON.stringify(withoutSecrets(input).slice(0, 200));
  return new ChatError("invalid_argument", `${shown} is not a server's address: ${why} (as ${EXAMPLE})`);
}

/** A password or a token that was put into the URL is not to be seen in an error. */
function withoutSecrets(input: string): string {
  return input.replace(/\/\/[^/@]*@/u, "//…@").replace(/[?#].*$/su, "?…");
}
