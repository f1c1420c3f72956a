/** Why a server does not let the page watch: a browser tells nothing of a refused socket, so it is asked by HTTP. */
import { fieldsOf } from "../../src/logging/fields.ts";
import { pathOf, type Target } from "./address.ts";

const ACCESS_PATH = "/access";
const WORDS = new Map([
  ["unauthorized", "the server wants its token: add ?token=TOKEN to the address"],
  ["unknown_room", "the server has no such room"],
  ["forbidden_host", "the server does not answer to this name: start it with --allow-host"],
]);

/** Null: it cannot be asked, or it knows of no reason. Never rejects. */
export async function refusalReason(target: Target, fetch: typeof globalThis.fetch): Promise<string | null> {
  const address = URL.parse(pathOf(target, ACCESS_PATH) ?? "");
  if (address === null) return null;
  if (target.room !== null) address.searchParams.set("room", target.room);
  try {
    const response = await fetch(address.href, { cache: "no-store" });
    if (response.ok) return null;
    const { code } = fieldsOf(fieldsOf(await response.json()).error);
    return (typeof code === "string" && WORDS.get(code)) || null;
  } catch {
    return null;
  }
}
