/** A client that knows nothing of this program: JSON over HTTP, connections kept open, every failure thrown as it comes. */
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

type Headers = Readonly<Record<string, string>>;

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

export class JsonClient {
  readonly #url: string;
  readonly #agent: Agent;

  /** `url` as `http://127.0.0.1:8894`. */
  constructor(url: string, connections = 16) {
    this.#url = url;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  post(path: string, body: unknown, headers: Headers = {}): Promise<JsonAnswer> {
    return this.#send("POST", path, JSON.stringify(body), { "content-type": "application/json", ...headers });
  }

  get(path: string): Promise<JsonAnswer> {
    return this.#send("GET", path, "", {});
  }

  close(): void {
    this.#agent.destroy();
  }

  async #send(method: string, path: string, body: string, headers: Headers): Promise<JsonAnswer> {
    const sent = request(`${this.#url}${path}`, {
      method,
      agent: this.#agent,
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
    });
    const answered = once(sent, "response") as Promise<[IncomingMessage]>;
    // What comes later fails the reading of the answer.
    sent.on("error", () => {});
    sent.end(body);
    const [answer] = await answered;
    const content = await text(answer);
    return { status: answer.statusCode ?? 0, body: content === "" ? null : JSON.parse(content) };
  }
}
