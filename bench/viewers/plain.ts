/**
 * `ws` and nothing else: one frame, built once in all, is written to the socket of each client for every message. It has no
 * bound on what waits for a client, and keeps nothing for those that come back.
 */
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { chatFrames } from "../../src/logging/viewer/frames.ts";
import { textFrame } from "../../src/logging/viewer/websocket-frame.ts";
import { answerParent } from "../support/child.ts";
import { type Order, obey, RECORD } from "./order.ts";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
const sockets = new Set<Duplex>();
server.on("connection", (ws, { socket }) => {
  ws.send('{"type":"welcome"}');
  sockets.add(socket);
  ws.once("close", () => sockets.delete(socket));
});
await new Promise((resolve) => server.once("listening", resolve));

const [text = ""] = chatFrames(RECORD, false, Date.now());
const frame = textFrame(text);
const say = () => {
  for (const socket of sockets) socket.write(frame);
};

const { port } = server.address() as AddressInfo;
answerParent({ url: `http://127.0.0.1:${port}` }, (order: Order) => obey(order, say));
