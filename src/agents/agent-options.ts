/** What an agent is made of, and how it ends: the seam between the loop and the program around it. */
import type { Clock } from "../chatroom/clock.ts";
import type { RoomEvent } from "../chatroom/protocol.ts";
import type { ActionResult, ChatSession } from "../chatroom/session.ts";
import type { AgentTools } from "./agent-tools.ts";
import type { AgentEvent, ModelError, ModelProvider, TurnGate } from "./types.ts";

export interface AgentOptions {
  /** Its name in the room. */
  readonly name: string;
  readonly provider: ModelProvider;
  readonly session: ChatSession;
  /** Beside the room's actions; default: none. */
  readonly tools?: AgentTools | undefined;
  /** Never changes in a run. */
  readonly system: string;
  /** The first user message. */
  readonly instruction: string;
  /** Said again whenever the model stops without an action. */
  readonly constantMsg?: string | undefined;
  /** What becomes of plain text once the model has been told how to speak. */
  readonly plainText: "accept" | "ignore";
  /** Whether a message of somebody else waits for the next action's result, or cuts the running generation. */
  readonly interrupt: "boundary" | "eager";
  readonly maxOutputTokens: number;
  /** Tokens the model can read at once; where it is known, the history begins anew before it is full. */
  readonly contextWindow?: number | undefined;
  /** How long a `check` without a timeout of its own waits. */
  readonly checkTimeoutMs?: number | undefined;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly gate: TurnGate;
  readonly onEvent: (event: AgentEvent) => void;
  /** Every event of the room, as it happens. */
  readonly subscribe: (listener: (event: RoomEvent) => void) => () => void;
  /** An action's result in words for the model. */
  readonly renderResult: (action: string, result: ActionResult) => string;
}

export type AgentEnd =
  /** Asked to, by `stop` or the signal. */
  | { readonly reason: "stopped" }
  | { readonly reason: "failed"; readonly error: ModelError }
  /** The gate gave no leave for another call. */
  | { readonly reason: "gate" };
