/** What writers have tried to say and what they were told, against what a room holds in the end. */
import type { MessageEvent } from "../../../src/chatroom/protocol.ts";

export interface Push {
  readonly writer: string;
  readonly content: string;
  /** When its first attempt began, by the count of the ledger. */
  readonly begun: number;
  /** How many attempts brought no answer, as far as its writer knows of them. */
  unanswered: number;
  acknowledged: { readonly at: number; readonly seq: number; readonly message_id: string } | null;
}

export class PushLedger {
  readonly pushes: Push[] = [];
  #time = 0;
  #waiting: { left: number; readonly writers: RegExp; readonly resolve: () => void } | null = null;

  begin(writer: string, content: string): Push {
    const push: Push = { writer, content, begun: ++this.#time, unanswered: 0, acknowledged: null };
    this.pushes.push(push);
    return push;
  }

  acknowledge(push: Push, { seq, message_id }: { readonly seq: number; readonly message_id: string }): void {
    push.acknowledged = { at: ++this.#time, seq, message_id };
    if (!this.#waiting?.writers.test(push.writer) || --this.#waiting.left > 0) return;
    this.#waiting.resolve();
    this.#waiting = null;
  }

  /** Resolves in the step in which `count` more pushes of such `writers` have been acknowledged. */
  acknowledgements(count: number, writers: RegExp): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = { left: count, writers, resolve };
    });
  }

  /** Sentences on what is wrong with `messages`, all that the room holds. */
  problems(messages: readonly MessageEvent[]): string[] {
    return [...this.#lost(messages), ...this.#unknown(messages), ...this.#unordered()];
  }

  /** Every acknowledged push is there once, as it was acknowledged; every other at most once. */
  #lost(messages: readonly MessageEvent[]): string[] {
    const stored = Map.groupBy(messages, ({ content }) => content);
    return this.pushes.flatMap(({ content, writer, acknowledged }) => {
      const copies = stored.get(content) ?? [];
      const [copy] = copies;
      if (copies.length > 1) return [`${content} is there ${copies.length} times`];
      if (!acknowledged) return [];
      if (!copy) return [`${content} was acknowledged as ${acknowledged.seq} and is not there`];
      const same =
        copy.seq === acknowledged.seq && copy.message_id === acknowledged.message_id && copy.sender === writer;
      return same ? [] : [`${content} was acknowledged as ${acknowledged.seq} and is ${copy.seq} of ${copy.sender}`];
    });
  }

  #unknown(messages: readonly MessageEvent[]): string[] {
    const known = new Set(this.pushes.map(({ content }) => content));
    return messages.filter(({ content }) => !known.has(content)).map(({ content }) => `nobody pushed ${content}`);
  }

  /** A push that began when another had been acknowledged comes after it, whoever they are of. */
  #unordered(): string[] {
    const acknowledged = this.pushes.flatMap((push) => (push.acknowledged ? [{ push, ...push.acknowledged }] : []));
    const byEnd = acknowledged.toSorted((one, other) => one.at - other.at);
    const byBegin = acknowledged.toSorted((one, other) => one.push.begun - other.push.begun);
    const problems: string[] = [];
    let highest = 0;
    let place = 0;
    for (const { push, seq } of byBegin) {
      for (let before = byEnd[place]; before && before.at < push.begun; before = byEnd[++place]) {
        highest = Math.max(highest, before.seq);
      }
      if (seq < highest) problems.push(`${push.content} is ${seq}, after ${highest} had been acknowledged`);
    }
    return problems;
  }
}
