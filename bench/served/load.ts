/** The load on a contestant: messages over kept-alive connections, and a subscriber that says when they arrive. */
import { connect, type Socket } from "node:net";
import { answerParent } from "../support/child.ts";
import { median } from "../support/rounds.ts";
import { MESSAGE } from "./order.ts";

export type LoadOrder =
  /** One message after the other, each as soon as the last has arrived at the subscriber. */
  | { readonly type: "delivery"; readonly seconds: number }
  /** Each connection sends the next as soon as the last is answered. */
  | { readonly type: "send"; readonly seconds: number; readonly connections: number };

export interface LoadResult {
  readonly perSecond: number;
  /** ms */
  readonly p50: number;
  readonly p99: number;
}

const [, , url = "", events = "", send = ""] = process.argv;
const { hostname, port, host } = new URL(url);

answerParent({}, (order: LoadOrder) => (order.type === "send" ? sending(order) : delivering(order)));

async function sending({ seconds, connections }: Extract<LoadOrder, { type: "send" }>): Promise<LoadResult> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1_000;
  const loops = Array.from({ length: connections }, async () => {
    const sender = await Sender.open();
    while (performance.now() < end) {
      const start = performance.now();
      await sender.send(MESSAGE);
      times.push(performance.now() - start);
    }
    sender.close();
  });
  await Promise.all(loops);
  return resultOf(times, seconds);
}

async function delivering({ seconds }: Extract<LoadOrder, { type: "delivery" }>): Promise<LoadResult> {
  const sender = await Sender.open();
  let arrived: () => void = () => {};
  let mark = "";
  let text = "";
  const stream = connect(Number(port), hostname);
  await new Promise<void>((resolve) => {
    stream.once("data", () => resolve());
    stream.write(`GET ${events} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  });
  stream.setEncoding("latin1").on("data", (more: string) => {
    text = text.slice(-mark.length) + more;
    if (mark !== "" && text.includes(mark)) arrived();
  });
  const times: number[] = [];
  const end = performance.now() + seconds * 1_000;
  for (let count = 0; performance.now() < end; count++) {
    mark = `<${count}>`;
    const delivered = new Promise<void>((resolve) => (arrived = resolve));
    const start = performance.now();
    const answered = sender.send(`${MESSAGE} ${mark}`);
    await delivered;
    times.push(performance.now() - start);
    await answered;
  }
  sender.close();
  stream.destroy();
  return resultOf(times, seconds);
}

function resultOf(times: number[], seconds: number): LoadResult {
  times.sort((left, right) => left - right);
  const p99 = times[Math.floor(times.length * 0.99)] ?? Number.NaN;
  return { perSecond: times.length / seconds, p50: median(times), p99 };
}

/** One kept-alive connection; answers come with their length. */
class Sender {
  readonly #socket: Socket;
  #answered: () => void = () => {};
  #text = "";

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding("latin1").on("data", (more: string) => {
      this.#text += more;
      const head = this.#text.indexOf("\r\n\r\n");
      if (head === -1) return;
      const [, length] = /^content-length: (\d+)/im.exec(this.#text.slice(0, head)) ?? [];
      if (!this.#text.startsWith("HTTP/1.1 200") || length === undefined) throw new Error(`answered: ${this.#text}`);
      if (this.#text.length < head + 4 + Number(length)) return;
      this.#text = "";
      this.#answered();
    });
  }

  static open(): Promise<Sender> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new Sender(socket)));
      socket.once("error", reject);
    });
  }

  send(message: string): Promise<void> {
    const body = JSON.stringify({ username: "Ada", message });
    const head = [`POST ${send} HTTP/1.1`, `host: ${host}`, "content-type: application/json"];
    this.#socket.write(`${head.join("\r\n")}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    return new Promise((resolve) => (this.#answered = resolve));
  }

  close(): void {
    this.#socket.destroy();
  }
}
