/**
 * A client that knows nothing but `POST /send`: it says one thing after the other, and what brought no answer it says again
 * with the same push id, until it has one. Now and then it gives a message up instead, and never learns what became of it.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../../interleavings/random.ts";
import type { JsonAnswer, JsonClient } from "../../fakes/json-client.ts";
import type { Push, PushLedger } from "./push-ledger.ts";

const PAUSE_MS = 10;

export interface WriterOptions {
  readonly name: string;
  readonly client: JsonClient;
  readonly ledger: PushLedger;
  readonly random: Random;
  /** Whether it wants to have read everything before it speaks (`expected_seq`). */
  readonly careful: boolean;
}

export interface Writer {
  /** Writes until `stop`, and then until the last message is acknowledged. Throws for an answer that must not be. */
  run(): Promise<void>;
  stop(): void;
}

export class StubbornWriter implements Writer {
  readonly #options: WriterOptions;
  #stopping = false;
  #read = 0;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { name, ledger } = this.#options;
    await this.#register();
    for (let count = 1; !this.#stopping; count++) {
      await this.#say(ledger.begin(name, `${name} says ${count}`), `${name}-${count}`);
    }
  }

  stop(): void {
    this.#stopping = true;
  }

  async #say(push: Push, push_id: string): Promise<void> {
    const { ledger, random, careful } = this.#options;
    for (;;) {
      const { writer: username, content: message } = push;
      const expected = careful ? { expected_seq: this.#read } : {};
      const answer = await this.#post("/send", { username, message, push_id, ...expected });
      if (answer === null) {
        const first = push.unanswered++ === 0;
        if (first && !this.#stopping && random.chance(0.3)) return;
        await pause(PAUSE_MS);
        continue;
      }
      const body = answer.body as { seq: number; message_id: string; last_seq: number };
      switch (answer.status) {
        case 200:
          this.#read = Math.max(this.#read, body.last_seq);
          return ledger.acknowledge(push, body);
        case 404:
          await this.#register();
          break;
        case 409:
          this.#read = body.last_seq;
          break;
        default:
          throw new Error(`${username} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      }
    }
  }

  async #register(): Promise<void> {
    const { name: username } = this.#options;
    for (;;) {
      const answer = await this.#post("/register", { username });
      if (answer?.status === 200) return;
      if (answer) throw new Error(`${username} was not let in: ${JSON.stringify(answer.body)}`);
      await pause(PAUSE_MS);
    }
  }

  /** Null: there was no answer, or not all of one. */
  async #post(path: string, body: unknown): Promise<JsonAnswer | null> {
    try {
      return await this.#options.client.post(path, body);
    } catch {
      return null;
    }
  }
}
