/** Ids: 72 random bits, short because each chunk repeats them, and a letter that says of what. */
import { randomBytes } from "node:crypto";

export type IdKind = "user" | "chat" | "document" | "block" | "proposal" | "revision";
export type NewId = (kind: IdKind) => string;

export const randomId: NewId = (kind) => `${kind.charAt(0)}${randomBytes(9).toString("base64url")}`;
