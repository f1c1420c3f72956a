/** One connection, as the hub sees it: what it hears of, and what it has been told already. */
import type { PageFrame } from "../wire.ts";
import { type ChunkHead, chunkOf } from "./chunk-head.ts";

export class Subscriber {
  /** Whether it has asked for a snapshot: it gets the frames of the page too. */
  isPage = false;
  readonly #send: (frame: string) => void;
  /** The texts that are being written and that it knows. */
  readonly #told = new Set<ChunkHead>();

  /** `send` must not throw; it gets JSON. */
  constructor(send: (frame: string) => void) {
    this.#send = send;
  }

  send(frame: string): void {
    this.#send(frame);
  }

  tell(frame: PageFrame): void {
    this.#send(JSON.stringify(frame));
  }

  knows(head: ChunkHead): boolean {
    return this.#told.has(head);
  }

  learns(head: ChunkHead, isOver: boolean): void {
    if (isOver) this.#told.delete(head);
    else this.#told.add(head);
  }

  /** What was said so far of a text that it comes to in the middle. */
  catchUp(head: ChunkHead, text: string): void {
    if (this.#told.has(head)) return;
    this.#told.add(head);
    this.#send(JSON.stringify(chunkOf({ ...head, newDoc: false }, "opening", text, false)));
  }

  forget(): void {
    this.#told.clear();
  }
}
