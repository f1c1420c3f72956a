/** A bare WebSocket server: every message is answered by the same stream, a frame for each token, and nothing is kept. */
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { answerParent } from "../support/child.ts";
import { stream, usage } from "./token.ts";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
await new Promise((resolve) => server.once("listening", resolve));
server.on("connection", (socket) => {
  const controller = new AbortController();
  socket.once("message", () => {
    void stream((token) => socket.send(`{"type":"md","block_ids":"b1","content":"${token}"}`), controller.signal);
  });
  socket.once("close", () => controller.abort());
});
answerParent(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, usage);
