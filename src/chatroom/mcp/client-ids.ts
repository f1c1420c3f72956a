/**
 * What the seats of MCP sessions are known by. A session lives as long as its server: an id of an earlier life, left by a
 * crash, is of a host that cannot come back to it.
 */
const MARK = "mcp";

export class ClientIds {
  readonly #life = crypto.randomUUID();

  next(): string {
    return `${MARK}:${this.#life}:${crypto.randomUUID()}`;
  }

  isOfEarlierLife(clientId: string): boolean {
    const [mark, life] = clientId.split(":");
    return mark === MARK && life !== this.#life;
  }
}
