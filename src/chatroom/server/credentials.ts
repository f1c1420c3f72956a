/** What a request says of its caller, read out of its headers; nothing is believed here. */
import { isUtf8 } from "node:buffer";
import { isIPv6 } from "node:net";
import { normalName } from "../core/names.ts";
import { USER_HEADER } from "../http-api.ts";
import type { ServerContext } from "./context.ts";

/** Beside the server's token at /register: the session token of the seat that is to be taken again. */
export const SESSION_HEADER = "X-LLM-Chat-Session";
/** Of a name that comes in a header; longer ones are no names. */
const NAME_UNITS = 1_000;

export function bearerOf(c: ServerContext): string | null {
  const header = c.req.header("authorization");
  if (header === undefined) return null;
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? null;
}

export function sessionOf(c: ServerContext): string | null {
  return c.req.header(SESSION_HEADER) ?? null;
}

/**
 * A header is ASCII: other names come percent-encoded, as UTF-8. (Some clients send the UTF-8 as it is, which arrives as
 * Latin-1.) A lone `%` stands for itself.
 */
export function userOf(c: ServerContext): string | null {
  const header = c.req.header(USER_HEADER);
  if (header === undefined || header === "") return null;
  const bytes = Buffer.from(header.slice(0, NAME_UNITS), "latin1");
  const text = isUtf8(bytes) ? bytes.toString() : header.slice(0, NAME_UNITS);
  try {
    return normalName(decodeURIComponent(text));
  } catch {
    return normalName(text);
  }
}

/** From where it came. One customer has a whole /64 of IPv6, so the rest of such an address says nothing. */
export function remoteAddress(c: ServerContext): string {
  // Without a port, in a test, there is none.
  const incoming = (c.env as Partial<ServerContext["env"]> | undefined)?.incoming;
  const address = incoming?.socket?.remoteAddress ?? "nowhere";
  return isIPv6(address) && !address.startsWith("::") ? networkOf(address) : address;
}

function networkOf(address: string): string {
  const [head = "", tail] = address.split("::");
  const groups = head.split(":");
  const zeros = tail === undefined ? 0 : 8 - groups.length - tail.split(":").length;
  return [...groups, ...Array<string>(zeros).fill("0"), ...(tail?.split(":") ?? [])].slice(0, 4).join(":");
}
