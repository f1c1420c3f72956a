/** Turns whatever an SDK, a socket or an event in a stream reports into one `ModelError` that names the fix. */
import type { ModelError, ModelErrorKind } from "../types.ts";
import { type FailureFacts, kindOf, type Problem, problemOf } from "./error-kinds.ts";
import { isLocal } from "./local-url.ts";
import { oneLine, redactKeys } from "./redact-keys.ts";
import { retryAfterMs } from "./retry-after.ts";

/** Where calls go, as far as an error message must name it. */
export interface Endpoint {
  /** As shown to people: `openai/gpt-6-sol`. */
  readonly id: string;
  readonly model: string;
  readonly baseUrl: string;
  /** The environment variable a person sets to mend a refused key; absent where the server needs none. */
  readonly keyVariable?: string;
  /** Never to be seen in a message. */
  readonly secrets: readonly string[];
  /** A call without a key is not even made. */
  readonly keyNeeded: boolean;
}

const DETAIL_LIMIT = 240;

/** `now`: epoch ms, for a `Retry-After` that is a date. */
export function modelErrorOf(failure: unknown, endpoint: Endpoint, now: number): ModelError {
  if (failure instanceof SyntaxError)
    return brokenOff(endpoint, "cut", "the answer broke off in the middle of an event");
  const facts = factsOf(failure);
  const headers = field(failure, "headers");
  const wait = headers instanceof Headers ? retryAfterMs(headers, now) : undefined;
  return describe(facts, endpoint, wait);
}

/** For an error that came as data inside a stream: `{type, code, message}` in any of the vendors' shapes. */
export function streamErrorOf(body: unknown, endpoint: Endpoint): ModelError {
  return describe(factsOf({ error: body }), endpoint, undefined);
}

/** For what no server reports: a stall, an answer without an end. */
export function brokenOff(endpoint: Endpoint, kind: ModelErrorKind & ("cut" | "stalled"), what: string): ModelError {
  return { kind, message: message(endpoint, `${what}.`), retryable: true };
}

/** For a call that was never made because there is no key to make it with. */
export function missingKey(endpoint: Endpoint): ModelError {
  return {
    kind: "auth",
    message: message(endpoint, `there is no API key. Set ${keyName(endpoint)}.`),
    retryable: false,
  };
}

function describe(facts: FailureFacts, endpoint: Endpoint, wait: number | undefined): ModelError {
  const problem = problemOf(facts);
  const detail = oneLine(redactKeys(facts.text, endpoint.secrets), DETAIL_LIMIT);
  const told = [facts.network ?? facts.status, detail].filter((part) => part !== undefined && part !== "").join(": ");
  return {
    ...kindOf(problem),
    message: message(endpoint, sentence(problem, told === "" ? "" : ` (${told})`, facts, endpoint)),
    ...(wait === undefined ? {} : { retry_after_ms: wait }),
    ...(facts.status === undefined ? {} : { status: facts.status }),
  };
}

function message(endpoint: Endpoint, text: string): string {
  return oneLine(redactKeys(`${endpoint.id}: ${text}`, endpoint.secrets), 600);
}

function sentence(problem: Problem, told: string, facts: FailureFacts, endpoint: Endpoint): string {
  switch (problem) {
    case "key_refused":
      return `the API key was refused${told}. Set ${keyName(endpoint)} to a valid key.`;
    case "access_denied":
      return `access was denied${told}. Check that ${keyName(endpoint)} may use the model "${endpoint.model}".`;
    case "no_credit":
      return `the account has no credit${told}. Add credit there, or use another model.`;
    case "rate_limit":
      return `the rate limit is reached${told}.`;
    case "overloaded":
      return `the provider is overloaded${told}.`;
    case "server":
      return `the provider failed${told}.`;
    case "not_found":
      return `not found${told}. Check the model name "${endpoint.model}" and the base URL ${endpoint.baseUrl}.`;
    case "context_full":
      return `the conversation does not fit the model's context window${told}.`;
    case "bad_request":
      return `the request was refused${told}.`;
    case "network":
      if (isLocal(endpoint.baseUrl) && facts.network === "ECONNREFUSED")
        return `nothing answers at ${endpoint.baseUrl}${told}. Is the server running there?`;
      return `the connection to ${endpoint.baseUrl} failed${told}. Check the network and the URL.`;
    case "certificate":
      return `the certificate of ${endpoint.baseUrl} is not trusted${told}. Set NODE_EXTRA_CA_CERTS, or check the URL.`;
    case "unknown":
      return `the call failed${told}.`;
  }
}

function keyName(endpoint: Endpoint): string {
  return endpoint.keyVariable ?? "the API key of this server";
}

/** The SDKs' error classes are read by shape: a bundler may rename them, and each SDK has its own. */
function factsOf(failure: unknown): FailureFacts {
  const network = networkCode(failure);
  const outer = field(failure, "error");
  const inner = field(outer, "error") ?? outer;
  const labels: string[] = [];
  let status = numberOf(field(failure, "status"));
  for (const name of ["code", "type"]) {
    for (const value of [field(inner, name), field(failure, name)]) {
      // OpenRouter puts the HTTP status of the model behind it into `code`.
      if (typeof value === "number" && value >= 400 && value < 600) status ??= value;
      else if (typeof value === "string" && value !== "error") labels.push(value.toLowerCase());
    }
  }
  const text = textOf(failure, inner);
  return {
    ...(status === undefined ? {} : { status }),
    // An error without any name is still the server's word, where it came as an error body.
    labels: labels.length === 0 && inner !== undefined ? ["error"] : labels,
    text,
    ...(network === undefined || status !== undefined ? {} : { network }),
  };
}

function textOf(failure: unknown, inner: unknown): string {
  const own = typeof inner === "string" ? inner : stringOf(field(inner, "message"));
  const behind = stringOf(field(field(inner, "metadata"), "raw"));
  const text = own ?? stringOf(field(failure, "message"))?.replace(/^\d{3} /, "") ?? "";
  if (/^\s*<(!doctype|html)/i.test(text) || /status code \(no body\)/.test(text)) return behind ?? "";
  return behind === undefined || text.includes(behind) ? text : `${text} ${behind}`;
}

/** The first code of a socket, resolver or TLS failure down the chain of causes. */
function networkCode(failure: unknown, depth = 0): string | undefined {
  if (!(failure instanceof Error) || depth > 5) return undefined;
  const code = field(failure, "code");
  if (typeof code === "string" && /^(E[A-Z]{3,}$|UND_ERR|ERR_(TLS|SSL))|CERT|UNABLE_TO/.test(code)) return code;
  const first: unknown = failure instanceof AggregateError ? failure.errors[0] : undefined;
  const below = networkCode(failure.cause, depth + 1) ?? networkCode(first, depth + 1);
  if (below !== undefined) return below;
  return /^(fetch failed|terminated|Connection error\.|Request timed out\.)$/.test(failure.message)
    ? "connection broken"
    : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
