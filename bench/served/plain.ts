/**
 * The same in node:http and nothing else: events are JSON, the frames of one turn of the event loop are joined and written
 * once to each subscriber. No room, no order of refusals, no access, no limit, nothing kept.
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerParent } from "../support/child.ts";
import { type Order, MESSAGE, obey } from "./order.ts";

const subscribers = new Set<ServerResponse>();
let frames: string[] = [];
let seq = 0;

function say(content: string): object {
  const event = {
    message_id: `m-${++seq}`,
    seq,
    type: "message",
    sender_id: "p-1",
    sender: "Ada",
    content,
    timestamp: new Date().toISOString(),
  };
  if (frames.length === 0) setImmediate(flush);
  frames.push(`id: ${seq}\ndata: ${JSON.stringify([event])}\n\n`);
  return event;
}

function flush(): void {
  const bytes = Buffer.from(frames.join(""));
  frames = [];
  for (const subscriber of subscribers) subscriber.write(bytes);
}

const server = createServer((request, response) => {
  if (request.method === "GET") {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": open\n\n");
    subscribers.add(response);
    response.on("close", () => subscribers.delete(response));
    return;
  }
  let body = "";
  request.setEncoding("utf8").on("data", (text: string) => (body += text));
  request.on("end", () => {
    const { message } = JSON.parse(body) as { message: string };
    const answer = JSON.stringify({ success: true, ...say(message) });
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(answer) });
    response.end(answer);
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
setInterval(() => {
  for (const subscriber of subscribers) subscriber.write(": here\nevent: ping\ndata: []\n\n");
}, 15_000);

const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
answerParent({ url, events: "/events", send: "/send" }, (order: Order) =>
  obey(order, { say, streams: () => subscribers.size, message: MESSAGE }),
);
