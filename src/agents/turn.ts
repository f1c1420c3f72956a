/**
 * One model call: every event goes to the listeners, and one outcome comes out. Eager interruption cuts it, but only
 * while there is something left to cut. Never throws, and ends soon after an abort whatever the provider does.
 */
import type { Clock } from "../chatroom/clock.ts";
import { errorMessage } from "./error-message.ts";
import { PartialTurn } from "./partial-turn.ts";
import type {
  AgentActivity,
  AssistantMessage,
  FinishReason,
  ModelError,
  ModelEvent,
  ModelProvider,
  ModelRequest,
} from "./types.ts";

/** How long an aborted provider may take to say its last word. */
const ABORT_GRACE_MS = 1_000;
const COMPOSING_EVERY_MS = 5_000;

export interface TurnContext {
  readonly provider: ModelProvider;
  readonly clock: Clock;
  readonly onModelEvent: (event: ModelEvent) => void;
  readonly setActivity: (activity: AgentActivity) => void;
  /** A sign of life for the room. */
  readonly composing: () => void;
  /** Calls `interrupt` when this turn is to be cut; the returned function ends the watch. */
  readonly watch: (interrupt: () => void) => () => void;
}

export type TurnOutcome = { readonly partial: PartialTurn } & (
  | { readonly type: "done"; readonly message: AssistantMessage; readonly finish: FinishReason }
  | { readonly type: "interrupted" }
  | { readonly type: "failed"; readonly error: ModelError }
  /** By the signal. */
  | { readonly type: "stopped" }
);

type FinalEvent = Extract<ModelEvent, { type: "done" | "error" | "aborted" }>;

export async function runTurn(context: TurnContext, request: ModelRequest, signal: AbortSignal): Promise<TurnOutcome> {
  const partial = new PartialTurn();
  if (signal.aborted) return { type: "stopped", partial };
  const controller = new AbortController();
  const abort = () => controller.abort();
  let interrupted = false;
  signal.addEventListener("abort", abort, { once: true });
  const endWatch = context.watch(() => {
    interrupted = true;
    abort();
  });
  try {
    const final = await stream(context, request, controller.signal, partial);
    switch (final.type) {
      case "done":
        return { type: "done", message: final.message, finish: final.finish, partial };
      case "error":
      case "aborted":
        if (signal.aborted) return { type: "stopped", partial };
        if (interrupted) return { type: "interrupted", partial };
        return { type: "failed", error: final.type === "error" ? final.error : BROKEN_OFF, partial };
    }
  } finally {
    endWatch();
    signal.removeEventListener("abort", abort);
  }
}

const BROKEN_OFF: ModelError = { kind: "cut", message: "the answer broke off before its end", retryable: true };

/** Reads the stream to its final event; what the provider owes of it is put in its place. */
function stream(
  context: TurnContext,
  request: ModelRequest,
  signal: AbortSignal,
  partial: PartialTurn,
): Promise<FinalEvent> {
  const { provider, clock, onModelEvent, setActivity } = context;
  return new Promise((resolve, reject) => {
    let over = false;
    let cancelGrace = () => {};
    let cancelComposing = () => {};

    const take = (event: ModelEvent) => {
      partial.add(event);
      onModelEvent(event);
      switch (event.type) {
        case "thinking_start":
          return setActivity("thinking");
        case "text_start":
        case "tool_call_start":
          return setActivity("writing");
        default:
          return;
      }
    };
    /** While a generation runs it is a sign of life, also of a model that thinks without a token to show. */
    const compose = () => {
      context.composing();
      cancelComposing = clock.schedule(COMPOSING_EVERY_MS, compose);
    };
    const finish = (event: FinalEvent) => {
      if (over) return;
      over = true;
      cancelGrace();
      cancelComposing();
      signal.removeEventListener("abort", onAbort);
      take(event);
      resolve(event);
    };
    const onAbort = () => {
      cancelGrace = clock.schedule(ABORT_GRACE_MS, () => finish({ type: "aborted" }));
    };
    const read = async () => {
      try {
        for await (const event of provider.stream(request, signal)) {
          if (over) return;
          if (isFinal(event)) return finish(event);
          take(event);
        }
        finish(signal.aborted ? { type: "aborted" } : { type: "error", error: BROKEN_OFF });
      } catch (error) {
        finish({ type: "error", error: { kind: "unknown", message: errorMessage(error), retryable: false } });
      }
    };

    signal.addEventListener("abort", onAbort, { once: true });
    setActivity("thinking");
    compose();
    read().catch(reject);
  });
}

function isFinal(event: ModelEvent): event is FinalEvent {
  return event.type === "done" || event.type === "error" || event.type === "aborted";
}
