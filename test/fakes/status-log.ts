/** What a connection said that it is doing, in order; a test can wait for the next word. */
import type { ConnectionStatus } from "../../src/chatroom/client/index.ts";

export class StatusLog {
  readonly all: ConnectionStatus[] = [];
  readonly #watchers = new Set<() => void>();
  /** What `next` has looked at. */
  #read = 0;

  readonly hear = (status: ConnectionStatus): void => {
    this.all.push(status);
    for (const look of [...this.#watchers]) look();
  };

  get types(): string[] {
    return this.all.map(({ type }) => type);
  }

  /** The first status of `type` after the last that was waited for; resolves as soon as it is there. */
  next<T extends ConnectionStatus["type"]>(type: T): Promise<Extract<ConnectionStatus, { readonly type: T }>> {
    return new Promise((resolve) => {
      const look = () => {
        const index = this.all.findIndex((status, place) => place >= this.#read && status.type === type);
        if (index < 0) return;
        this.#read = index + 1;
        this.#watchers.delete(look);
        resolve(this.all[index] as Extract<ConnectionStatus, { readonly type: T }>);
      };
      this.#watchers.add(look);
      look();
    });
  }
}
