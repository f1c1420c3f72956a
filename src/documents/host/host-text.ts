/** One text that is being written: what of it is stored, what waits for that, and how it was lost where it was. */
import type { OpenText } from "../document-host.ts";
import type { Owner } from "../model.ts";
import { LIMITS } from "../wire.ts";
import type { ChunkHead } from "./chunk-head.ts";

export type LossReason =
  /** Somebody has taken it away. */
  | "gone"
  /** The database has failed. */
  | "not_stored"
  | "too_large";

export interface TextLoss {
  readonly reason: LossReason;
  /** One sentence, with the fix. */
  readonly message: string;
}

export interface HostTextOptions {
  readonly head: ChunkHead;
  readonly proposal_id: string;
  /** What it says already. */
  readonly stored: string;
  /** There is something to store. */
  readonly onText: (text: HostText) => void;
  readonly onEnd: (text: HostText, status: "cut" | "done") => Promise<void>;
  /** Nothing more is written to it; told once. */
  readonly onLost: (loss: TextLoss) => void;
}

export class HostText implements OpenText {
  readonly head: ChunkHead;
  readonly proposal_id: string;
  readonly #options: HostTextOptions;
  #stored: string;
  #storing = "";
  #waiting = "";
  #loss: TextLoss | null = null;
  #ended: Promise<void> | null = null;

  constructor(options: HostTextOptions) {
    this.#options = options;
    this.head = options.head;
    this.proposal_id = options.proposal_id;
    this.#stored = options.stored;
  }

  get block_id(): string {
    return this.head.block_id;
  }

  get owner(): Owner {
    return this.head.owner;
  }

  get text(): string {
    return this.#stored + this.#storing + this.#waiting;
  }

  /** What is stored and has been told. */
  get stored(): string {
    return this.#stored;
  }

  get loss(): TextLoss | null {
    return this.#loss;
  }

  get lost(): string | null {
    return this.#loss?.message ?? null;
  }

  write(text: string): void {
    if (this.#ended || this.#loss || text === "") return;
    const room = LIMITS.block - this.#stored.length - this.#storing.length - this.#waiting.length;
    this.#waiting += text.slice(0, room);
    this.#options.onText(this);
    if (text.length > room) {
      this.lose({
        reason: "too_large",
        message: `A block holds at most ${LIMITS.block} characters; begin another one.`,
      });
    }
  }

  end(status: "cut" | "done"): Promise<void> {
    return (this.#ended ??= this.#options.onEnd(this, status));
  }

  /** What is to be stored now. */
  take(): string {
    const part = this.#waiting;
    this.#storing += part;
    this.#waiting = "";
    return part;
  }

  /** What was taken is stored. */
  keep(): void {
    this.#stored += this.#storing;
    this.#storing = "";
  }

  lose(loss: TextLoss): void {
    if (loss.reason !== "too_large") this.#storing = this.#waiting = "";
    if (this.#loss) return;
    this.#loss = loss;
    this.#options.onLost(loss);
  }
}
