/**
 * Secrets out of everything that is written or shown: the values of secret environment variables, and the shapes
 * keys are known to have. One combined regular expression; a record without a secret is returned as it is.
 */
export interface Redactor {
  text(text: string): string;
  /** Deep, over all strings and keys of plain data. Never changes `value`, nor copies what holds no secret. */
  value<T>(value: T): T;
}

export interface RedactorOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Secrets that come from elsewhere (a config file, a flag). */
  readonly extraKeys?: readonly string[];
}

/** Stands where a secret was. */
export const REDACTED = "[redacted]";
const SECRET_NAME = /(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL)S?(?:_|\d|$)/i;
const SYNTAX = /[\\^$.*+?()[\]{}|/-]/g;
const MINIMUM_LENGTH = 8;
/** Deeper data comes from a hostile model only; no sink could write it anyway. */
const MAXIMUM_DEPTH = 200;

/**
 * A known prefix counts only at the beginning of a word: signatures and encrypted reasoning are long base64url, where
 * "sk-" turns up by chance, and a changed signature makes the history unusable. `\n`, `\u000a` of JSON end a word too.
 */
const PREFIXES: readonly (readonly [prefix: string, rest: string])[] = [
  ["sk-", "[\\w-]{16,}"],
  ["xai-", "[\\w-]{16,}"],
  ["gsk_", "\\w{16,}"],
  ["AIza", "[\\w-]{30,}"],
  ["gh[opsur]_", "\\w{20,}"],
  ["github_pat_", "\\w{20,}"],
];
const SHAPES = [
  ...PREFIXES.map(([prefix, rest]) => `${prefix}(?<=(?:^|[^\\w-]|\\\\[bfnrt]|\\\\u[0-9a-fA-F]{4})${prefix})${rest}`),
  // With a digit, so that "the bearer certificate" stays.
  "(?<=\\b[Bb]earer\\s)(?=[\\w.~+/=-]*\\d)[\\w.~+/=-]{8,}",
];

export function createRedactor({ env, extraKeys = [] }: RedactorOptions): Redactor {
  const secrets = Object.entries(env)
    .filter(([name]) => SECRET_NAME.test(name))
    .map(([, value]) => value ?? "");
  const literals = new Set([...secrets, ...extraKeys].map((secret) => secret.trim()).flatMap(spellings));
  const longestFirst = [...literals]
    .sort((a, b) => b.length - a.length)
    .map((literal) => literal.replace(SYNTAX, "\\$&"));
  const pattern = new RegExp([...longestFirst, ...SHAPES].join("|"), "g");

  // Nothing shorter is a secret, and most strings of a record are: field names, types, actions.
  const text = (original: string) =>
    original.length < MINIMUM_LENGTH ? original : original.replace(pattern, REDACTED);

  const deep = (value: unknown, depth: number): unknown => {
    if (typeof value === "string") return text(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth > MAXIMUM_DEPTH) return "[nested too deep]";
    if (Array.isArray(value)) return redactArray(value, depth);
    return redactObject(value, depth);
  };

  const redactArray = (array: readonly unknown[], depth: number): readonly unknown[] => {
    let changed = false;
    const copy = array.map((item) => {
      const redacted = deep(item, depth + 1);
      changed ||= redacted !== item;
      return redacted;
    });
    return changed ? copy : array;
  };

  const redactObject = (object: object, depth: number): object => {
    const entries: [string, unknown][] = Object.entries(object);
    let changed = false;
    for (const entry of entries) {
      const [key, item] = entry;
      entry[0] = text(key);
      entry[1] = deep(item, depth + 1);
      changed ||= entry[0] !== key || entry[1] !== item;
    }
    // fromEntries defines own properties: a key `__proto__` stays data.
    return changed ? Object.fromEntries(entries) : object;
  };

  return { text, value: <T>(value: T) => deep(value, 0) as T };
}

/** As it is, inside JSON, inside JSON inside JSON (arguments in a logged body), and in a URL. */
function spellings(secret: string): string[] {
  if (secret.length < MINIMUM_LENGTH) return [];
  const inJson = escapeJson(secret);
  return [secret, inJson, escapeJson(inJson), encodeURIComponent(secret.toWellFormed())];
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
