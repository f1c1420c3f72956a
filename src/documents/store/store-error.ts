/** What is wrong with a database, told as people can mend it: the one error of the store. */

export type StoreErrorCode =
  /** There is no such database, or nobody answers there. */
  | "unreachable"
  /** It is no database, or a broken one. */
  | "corrupt"
  /** It is a database of something else. */
  | "foreign"
  /** A newer llm-chat has made it. */
  | "newer"
  /** What must be there once only is there already: a name, a token, an id. */
  | "taken"
  /** What something belongs to is not there. */
  | "missing"
  /** It cannot be read or written: permissions, space, another process that does not let go. */
  | "failed";

export interface StoreErrorOptions extends ErrorOptions {
  readonly reason?: string;
}

/** Thrown where a database is opened or used. `message` is one sentence that names the fix, and never a password. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  /** `message` without where the database is, for people who only use it. */
  readonly reason: string;

  constructor(code: StoreErrorCode, message: string, { reason = message, cause }: StoreErrorOptions = {}) {
    super(message, { cause });
    this.code = code;
    this.reason = reason;
  }
}

/** A database, as messages call it. */
export interface Place {
  /** `the database /data/documents.sqlite` */
  readonly name: string;
  /** How to have another one. */
  readonly another: string;
}

type Explanation = readonly [code: StoreErrorCode, reason: string];
/** By code: a number of SQLite, its low byte (https://sqlite.org/rescode.html); else an SQLSTATE or an error of the system. */
type Explanations = (place: Place) => Readonly<Record<string, Explanation>>;

const SQLITE: Explanations = ({ another }) => ({
  5: ["failed", "another process does not let go of it; end that one"],
  8: ["failed", "it may not be written; give this user the right to"],
  10: ["failed", "the disk reports an error; look after the disk, then start again"],
  11: ["corrupt", `it is damaged; put back a copy, or ${another}`],
  13: ["failed", "the disk is full; free some space"],
  14: [
    "failed",
    "it cannot be opened; see that it is a file, and that this user may read and write it and its directory",
  ],
  26: ["corrupt", `it is no SQLite database; move it away, or ${another}`],
  275: ["failed", "the database refused it as impossible (a check of its own)"],
  787: ["missing", "what this belongs to is not there any more; read it again"],
  1555: ["taken", "there is one with this id already; take another"],
  2067: ["taken", "there is one of this name already; take another"],
});

const UNTRUSTED: Explanation = ["unreachable", "its certificate is of nobody known; add sslrootcert=FILE to the URL"];

const POSTGRES: Explanations = ({ another }) => ({
  ECONNREFUSED: ["unreachable", "nobody answers there; start PostgreSQL, or check host and port"],
  ENOENT: ["unreachable", "there is no such socket; start PostgreSQL, or check host"],
  ENOTFOUND: ["unreachable", "there is no such host; check its name"],
  EAI_AGAIN: ["unreachable", "its name cannot be looked up just now; check the name and the network"],
  ETIMEDOUT: ["unreachable", "nobody answers there in time; check host, port and firewall"],
  ECONNRESET: ["failed", "the connection was lost; see whether PostgreSQL runs, then try again"],
  EPIPE: ["failed", "the connection was lost; see whether PostgreSQL runs, then try again"],
  NO_TLS: ["unreachable", "it does not speak TLS; leave sslmode out of the URL"],
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: ["unreachable", "its certificate is for another host; check host"],
  "28P01": ["unreachable", "it does not take this password; check user and password"],
  "28000": ["unreachable", "it does not let this user in; check the user, and pg_hba.conf of the server"],
  "3D000": ["unreachable", "there is no database of this name; make it with createdb"],
  "42501": ["failed", "this user may not write its tables; make it their owner"],
  "53100": ["failed", "the disk of the server is full; free some space"],
  "53300": ["failed", "it has too many connections; raise max_connections, or close some"],
  "55P03": ["failed", "another process does not let go of it; end that one"],
  "57P01": ["failed", "the connection was ended by the server; try again"],
  "57P03": ["unreachable", "it is just starting or stopping; try again"],
  "25006": ["failed", `it is read-only, a standby perhaps; ${another}`],
  "23503": ["missing", "what this belongs to is not there any more; read it again"],
  "23505": ["taken", "there is one of this name or id already; take another"],
  "23514": ["failed", "the database refused it as impossible (a check of its own)"],
});

/** `error` in words: whose it is, why, and what to do. */
export function storeError(place: Place, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { errcode } = error as { readonly errcode?: number };
  const known =
    errcode === undefined ? POSTGRES(place)[codeOf(error)] : (SQLITE(place)[errcode] ?? SQLITE(place)[errcode % 256]);
  const [kind, reason] = known ?? ["failed", error instanceof Error ? error.message : String(error)];
  return new StoreError(kind, `${place.name}: ${reason}`, { cause: error, reason });
}

/** pg has no code for what it finds by itself. */
function codeOf(error: unknown): string {
  const { code, message = "" } = error as { readonly code?: unknown; readonly message?: string };
  if (typeof code === "string") return code;
  if (/connection timeout|timeout exceeded when trying to connect/i.test(message)) return "ETIMEDOUT";
  if (/does not support SSL/i.test(message)) return "NO_TLS";
  return /connection terminated|connection ended/i.test(message) ? "ECONNRESET" : "";
}
