/** A failed model call in one sentence for the person, with what helps. */
import type { ModelError } from "../../agents/types.ts";
import type { AnswerEnd } from "../processor/answerer.ts";

type Failed = Extract<AnswerEnd, { reason: "failed" }>;

export function failedBecause(model: string, error: ModelError): Failed {
  return { reason: "failed", message: `${sentence(named(model, error))}${fixFor(error)}` };
}

/** `ms`: until it is tried again. */
export function waitingBecause(model: string, error: ModelError, ms: number): string {
  return `${sentence(named(model, error))} It is asked again in ${Math.max(1, Math.ceil(ms / 1_000))} s.`;
}

export function declined(model: string): Failed {
  return {
    reason: "failed",
    message: `${model} declined to answer this. Put it in other words, or choose another model.`,
  };
}

export function failed(message: string): Failed {
  return { reason: "failed", message: sentence(message) };
}

function named(model: string, { message }: ModelError): string {
  return message.startsWith(`${model}:`) ? message : `${model}: ${message}`;
}

function fixFor({ kind }: ModelError): string {
  switch (kind) {
    case "context_full":
      return " Begin a new chat, or choose a model that can read more at once.";
    case "rate_limit":
    case "overloaded":
    case "server":
    case "network":
    case "stalled":
    case "cut":
      return " What was written is kept; write “go on” to try again.";
    case "auth":
    case "bad_request":
    case "unknown":
      return "";
  }
}

export function sentence(text: string): string {
  return /[.!?]$/u.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
