/**
 * A network that fails: TCP between a client and a server, where a test says for each request what becomes of it and of
 * its answer, down to the byte. Knows HTTP only as far as to see where a request begins.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

export type Trouble =
  | { readonly type: "none" }
  /** So many bytes of the answer pass, then both sides are cut off. 0: the request arrives, its answer is lost. */
  | { readonly type: "cut_answer"; readonly after: number }
  /** So many bytes of the request pass. */
  | { readonly type: "cut_request"; readonly after: number }
  /** What a proxy answers whose server is away. */
  | { readonly type: "unavailable" };

export const NONE: Trouble = { type: "none" };

/** `request`: its first line, as `POST /rooms/lobby/send`. */
export type Plan = (request: string) => Trouble;

const UNAVAILABLE = "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html\r\ncontent-length: 4\r\n\r\nbusy";

export class CuttingProxy {
  plan: Plan = () => NONE;
  /** The first lines of all requests that came. */
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  /** Through which nothing passes any more, by the client's side. */
  readonly #stalled = new WeakSet<Socket>();
  readonly #current = new Map<Socket, string>();

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
    server.on("connection", (client) => this.#join(client));
  }

  /** On a free port, before the server at `target`. */
  static async open(target: number): Promise<CuttingProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    return new CuttingProxy(server, target);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Cuts every connection there is. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing passes any more through the connections whose last request was one for `path`; they stay. */
  stall(path: string): void {
    for (const [client, request] of this.#current) if (request.includes(path)) this.#stalled.add(client);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  #join(client: Socket): void {
    const server = connect(this.#target, "127.0.0.1");
    let trouble = NONE;
    /** Bytes that have passed of this request, and of its answer. */
    let asked = 0;
    let answered = 0;
    const cut = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", cut);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        this.#current.delete(socket);
        cut();
      });
    }
    client.on("data", (bytes) => {
      if (this.#stalled.has(client)) return;
      const begins = /^[A-Z]+ \S+/u.exec(bytes.toString("latin1", 0, 500))?.[0];
      if (begins !== undefined) {
        this.requests.push(begins);
        this.#current.set(client, begins);
        trouble = this.plan(begins);
        asked = 0;
        answered = 0;
      }
      if (trouble.type === "unavailable") {
        if (begins !== undefined) client.write(UNAVAILABLE);
        return;
      }
      const passes = trouble.type === "cut_request" ? Math.max(0, trouble.after - asked) : Infinity;
      asked += bytes.length;
      server.write(bytes.subarray(0, passes), () => passes < bytes.length && cut());
    });
    server.on("data", (bytes) => {
      if (this.#stalled.has(client)) return;
      const passes = trouble.type === "cut_answer" ? Math.max(0, trouble.after - answered) : Infinity;
      answered += bytes.length;
      const isCut = passes < bytes.length;
      if (passes > 0) client.write(bytes.subarray(0, passes), () => isCut && cut());
      else if (isCut) cut();
    });
    client.on("end", () => server.end());
    server.on("end", () => client.end());
  }
}
