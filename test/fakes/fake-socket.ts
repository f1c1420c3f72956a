/** A WebSocket whose other end is the test. */
import type { Socket, SocketEnd } from "../../web/connect/connection.ts";

export class FakeSocket implements Socket {
  readonly sent: string[] = [];
  closed = false;
  #open = () => {};
  #message: (event: { data: unknown }) => void = () => {};
  #close: (end: SocketEnd) => void = () => {};

  addEventListener(type: "open" | "message" | "close", listener: unknown): void {
    if (type === "open") this.#open = listener as () => void;
    else if (type === "message") this.#message = listener as (event: { data: unknown }) => void;
    else this.#close = listener as (end: SocketEnd) => void;
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }

  /** The server takes the connection. */
  opens(): void {
    this.#open();
  }

  says(...messages: readonly object[]): void {
    for (const message of messages) this.#message({ data: JSON.stringify(message) });
  }

  ends(code = 1006, reason = ""): void {
    this.#close({ code, reason });
  }
}
