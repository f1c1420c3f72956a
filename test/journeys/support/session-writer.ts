/** A client of this program that writes: its session does by itself what has to be done when the server goes and comes back. */
import { RemoteSession } from "../../../src/chatroom/client/index.ts";
import type { PushLedger } from "./push-ledger.ts";
import type { Writer } from "./stubborn-writer.ts";

export class SessionWriter implements Writer {
  readonly #name: string;
  readonly #ledger: PushLedger;
  readonly #session: RemoteSession;
  readonly #heard: number[] = [];
  #stopping = false;

  constructor(name: string, url: string, ledger: PushLedger) {
    this.#name = name;
    this.#ledger = ledger;
    this.#session = new RemoteSession({ url });
    this.#session.subscribe(({ seq }) => this.#heard.push(seq));
  }

  async run(): Promise<void> {
    await this.#session.join(this.#name);
    for (let count = 1; !this.#stopping; count++) {
      const content = `${this.#name} says ${count}`;
      await this.#say(content);
    }
  }

  stop(): void {
    this.#stopping = true;
  }

  close(): Promise<void> {
    return this.#session.leave();
  }

  /** Sentences on what it has not heard, or heard twice, from its first event to its last. */
  get problems(): readonly string[] {
    return this.#heard.flatMap((seq, place) => {
      const before = this.#heard[place - 1] ?? seq - 1;
      return seq === before + 1 ? [] : [`${this.#name} heard ${seq} after ${before}`];
    });
  }

  async #say(content: string): Promise<void> {
    const push = this.#ledger.begin(this.#name, content);
    await this.#session.append(content);
    for (;;) {
      const { status, seq, message_id, reason } = await this.#session.push();
      if (status === 1 && seq !== undefined && message_id !== undefined) {
        return this.#ledger.acknowledge(push, { seq, message_id });
      }
      if (reason !== "unseen_messages" && reason !== "floor_lent") throw new Error(`${content}: ${reason}`);
    }
  }
}
