/** Why something on the network did not work, in one line for people. */

const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection reset",
  UND_ERR_SOCKET: "connection closed",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the host name cannot be looked up",
  ETIMEDOUT: "no answer",
  UND_ERR_CONNECT_TIMEOUT: "no answer",
  UND_ERR_HEADERS_TIMEOUT: "no answer",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed",
  CERT_HAS_EXPIRED: "the certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is another host's",
  ERR_SSL_WRONG_VERSION_NUMBER: "it speaks no https; try http://",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it speaks no https; try http://",
};

/** Longer is no line any more, whoever wrote it. */
const LONGEST = 300;

/** `fetch` says "fetch failed", and the cause of that says why. */
export function reasonOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const words = wordsOf(cause);
    if (words !== undefined) return words;
    // Several addresses were tried, each with a failure of its own.
    if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
    if (!(cause.cause instanceof Error)) return oneLine(cause.message);
  }
  return "connection lost";
}

function wordsOf(cause: Error): string | undefined {
  if (cause.name === "HTTPParserError") return "it speaks no HTTP";
  return "code" in cause && typeof cause.code === "string" ? IN_WORDS[cause.code] : undefined;
}

/** What a server says is shown on one line, without control or invisible characters. */
export function oneLine(text: string): string {
  const line = text
    .slice(0, 2 * LONGEST)
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}
