/** What a processor does with a message: the seam between who listens (events, pauses, timeouts) and who answers (models, tools). */
import type { ModelProvider } from "../../agents/types.ts";
import type { Price } from "../../agents/pricing.ts";
import type { OpenText, Pen } from "../document-host.ts";
import type { Author, Block, Chat, Document, User } from "../model.ts";
import type { Mode, PenHolders } from "../wire.ts";

export interface Task {
  readonly user: User;
  readonly chat: Chat;
  /** What it may write into; null: nothing but the chat. */
  readonly document: Document | null;
  /** What the person wrote; it is in the chat already. */
  readonly prompt: string;
  /** The document's block that the prompt is about; null: none. */
  readonly about: Block | null;
  /** What that block said last, proposed or not, before the answer began; null: none. */
  readonly aboutText: string | null;
  readonly mode: Mode;
  /** As the client wrote them, at least one. */
  readonly models: readonly string[];
  readonly penHolders: PenHolders;
  /** The answer, begun and told already; the processor ends it. In mode `chat` with `about`, the new text of that block. */
  readonly answer: OpenText;
  /** A pen of its own for each author. */
  readonly penOf: (author: Author) => Pen;
  /** What the person wrote while this runs, since it was asked last; in the chat already. */
  readonly takeMessages: () => readonly string[];
  /** Why nothing comes just now, in a sentence for the person; null: it goes on. */
  readonly onWaiting: (why: string | null) => void;
  /** A pause, a stop, the end of the server. */
  readonly signal: AbortSignal;
}

export type AnswerEnd =
  | { readonly reason: "done" }
  /** By the signal. */
  | { readonly reason: "stopped" }
  /** One sentence, with the fix; it is sent as an `error` chunk. */
  | { readonly reason: "failed"; readonly message: string };

/** Lives as long as its processor, and remembers; never rejects. */
export interface Answerer {
  answer(task: Task): Promise<AnswerEnd>;
}

export interface AnswererContext {
  readonly chat: Chat;
}

export type CreateAnswerer = (context: AnswererContext) => Answerer;

export interface ModelChoice {
  /** What an event's `model` says: `anthropic/claude-opus-5-5`. */
  readonly id: string;
  /** What it is good for, or why it cannot be used; "" where there is nothing to say. */
  readonly note: string;
  readonly ready: boolean;
}

export interface OpenModel {
  readonly id: string;
  readonly provider: ModelProvider;
  /** null: unknown. */
  readonly price: Price | null;
  /** Tokens; null: unknown. */
  readonly contextWindow: number | null;
}

/** The models of this machine. */
export interface Models {
  /** Of a message that names none. */
  readonly usual: string;
  list(): Promise<readonly ModelChoice[]>;
  /** Rejects with an `Error` whose message says what is wrong with `spec`, and the fix. */
  open(spec: string): Promise<OpenModel>;
}
