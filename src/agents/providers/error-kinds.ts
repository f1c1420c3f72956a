/** What went wrong with a model call, told from status, labels and text alone: pure, and the same for every vendor. */
import type { ModelErrorKind } from "../types.ts";

/** What is known of a failure, however it came: an HTTP status, an event inside a stream, a broken socket. */
export interface FailureFacts {
  readonly status?: number;
  /** The server's own names for it (`code`, then `type`), lower case, most telling first. */
  readonly labels: readonly string[];
  readonly text: string;
  /** Of the socket or the resolver: `ECONNREFUSED`. */
  readonly network?: string;
}

/** Finer than the kind where the fix differs. */
export type Problem =
  | "key_refused"
  | "access_denied"
  | "no_credit"
  | "rate_limit"
  | "overloaded"
  | "server"
  | "not_found"
  | "context_full"
  | "bad_request"
  | "network"
  | "certificate"
  | "unknown";

const KINDS: Readonly<Record<Problem, { kind: ModelErrorKind; retryable: boolean }>> = {
  key_refused: { kind: "auth", retryable: false },
  access_denied: { kind: "auth", retryable: false },
  no_credit: { kind: "auth", retryable: false },
  rate_limit: { kind: "rate_limit", retryable: true },
  overloaded: { kind: "overloaded", retryable: true },
  server: { kind: "server", retryable: true },
  not_found: { kind: "bad_request", retryable: false },
  context_full: { kind: "context_full", retryable: false },
  bad_request: { kind: "bad_request", retryable: false },
  network: { kind: "network", retryable: true },
  certificate: { kind: "network", retryable: false },
  unknown: { kind: "unknown", retryable: false },
};

export function kindOf(problem: Problem): { readonly kind: ModelErrorKind; readonly retryable: boolean } {
  return KINDS[problem];
}

const CONTEXT_FULL =
  /context[ _-]?(length|window|size)|maximum context|prompt is too long|(input|prompt)[^.]{0,40} too long|context overflow/i;
const NO_CREDIT = /insufficient_quota|billing|insufficient_(credit|balance|funds)|credit balance is too low/i;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ERR_TLS|ERR_SSL|EPROTO/;

/** Labels outrank nothing but silence: vendors put `invalid_request_error` on 401, 404 and 429 alike. */
export function problemOf(facts: FailureFacts): Problem {
  const { status, labels, text, network } = facts;
  if (network !== undefined) return CERTIFICATE.test(network) ? "certificate" : "network";
  const told = `${labels.join(" ")} ${text}`;
  if (status !== 429 && CONTEXT_FULL.test(told)) return "context_full";
  if (status === 402 || NO_CREDIT.test(told)) return "no_credit";
  if (status !== undefined) return problemOfStatus(status);
  for (const label of labels) {
    const problem = problemOfLabel(label);
    if (problem) return problem;
  }
  return labels.length > 0 ? "server" : "unknown";
}

function problemOfStatus(status: number): Problem {
  switch (status) {
    case 401:
      return "key_refused";
    case 403:
      return "access_denied";
    case 404:
      return "not_found";
    case 413:
      return "context_full";
    case 408:
    case 409:
    case 425:
      return "server";
    case 429:
      return "rate_limit";
    case 503:
    case 529:
      return "overloaded";
    default:
      if (status >= 500) return "server";
      return status >= 400 ? "bad_request" : "unknown";
  }
}

function problemOfLabel(label: string): Problem | undefined {
  if (/overloaded|unavailable|slow_down|system_resource/.test(label)) return "overloaded";
  if (/rate_limit|too_many_requests/.test(label)) return "rate_limit";
  if (/authentication|api_key|unauthorized/.test(label)) return "key_refused";
  if (/permission|forbidden/.test(label)) return "access_denied";
  if (/not_found/.test(label)) return "not_found";
  if (/too_large/.test(label)) return "context_full";
  if (/invalid|bad_request|unsupported/.test(label)) return "bad_request";
  if (/server|api_error|internal|timeout/.test(label)) return "server";
  return undefined;
}
