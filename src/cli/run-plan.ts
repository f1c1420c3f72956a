/** All that a conversation needs to start, decided: what `run` hands to the composition root. */
import type { Wire } from "../agents/catalog.ts";
import type { ConversationLimits } from "../agents/conversation.ts";
import type { PriceOverride } from "../agents/pricing.ts";
import type { StopReason } from "../agents/types.ts";
import type { FloorPolicy } from "../chatroom/index.ts";
import type { CliHost } from "./host.ts";
import type { LiveViewPlan } from "./live-view.ts";
import type { ServedRoomPlan } from "./served-venue.ts";

export type ResolvedProvider =
  | { readonly wire: "demo"; readonly vendor: "demo"; readonly model: string }
  | {
      readonly wire: Wire;
      /** An id of the catalog, or "custom" for a server known only by its URL. */
      readonly vendor: string;
      readonly model: string;
      readonly baseUrl: string;
      /** A function, so that a plan that is printed or written as JSON shows no key. Null: the server needs none. */
      readonly apiKey: (() => string) | null;
      /** The variable the key is from, or is to be set in: for errors. */
      readonly keyEnv: string | null;
      readonly headers: Readonly<Record<string, string>>;
      readonly effort: string | null;
    };

export interface ResolvedAgent {
  readonly name: string;
  readonly provider: ResolvedProvider;
  /** As shown to people: `anthropic/claude-opus-5-5`. */
  readonly displayModel: string;
  readonly persona: string | null;
  /** What only this agent is told. */
  readonly knowledge: string | null;
  readonly goal: string | null;
  /** From --price or the config file; null: ask the price table (`priceOf(vendor, model, price, now)`). */
  readonly price: PriceOverride | null;
  /** Tokens, from the config file; null: not said. */
  readonly contextWindow: number | null;
}

export type OutputMode = "tui" | "plain" | "json" | "quiet";
export type InterruptMode = "boundary" | "eager";
/** What becomes of a model's plain text, once it has been told how to speak. */
export type PlainTextMode = "push" | "ignore";

export interface RunPlan {
  readonly topic: string;
  /** `--msg` */
  readonly instruction: string | null;
  /** `--constant-msg` */
  readonly constantMsg: string | null;
  readonly agents: readonly ResolvedAgent[];
  readonly floor: FloorPolicy;
  /** `--room-url`; null: a room of this process. */
  readonly served: ServedRoomPlan | null;
  readonly appendLimit: number;
  readonly interrupt: InterruptMode;
  readonly plainText: PlainTextMode;
  readonly maxOutputTokens: number;
  readonly limits: ConversationLimits;
  /** Absolute. */
  readonly logDir: string;
  /** Always set, so that any run can be had again. */
  readonly seed: number;
  /** Of the demo: 1 is a natural pace. */
  readonly speed: number;
  readonly output: OutputMode;
  /** `--color`, `--no-color`; null: as the terminal and NO_COLOR say. */
  readonly color: boolean | null;
  /** The live view in the browser; null: `--no-websocket`. */
  readonly websocket: LiveViewPlan | null;
  readonly debug: boolean;
  /** Sentences on how the models were chosen, to be shown before the first message. */
  readonly why: readonly string[];
  /** The agents' keys, whatever variable they came from: for the redactor. A function for the same reason as `apiKey`. */
  readonly secrets: () => readonly string[];
}

/** What `src/cli/wire.ts` exports as `runConversation`. */
export type RunConversation = (plan: RunPlan, host: CliHost) => Promise<StopReason>;
