/** A bare WebSocket server that sends back what it is sent. */
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { answerParent } from "../support/child.ts";
import { usage } from "./token.ts";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
await new Promise((resolve) => server.once("listening", resolve));
server.on("connection", (socket) => socket.on("message", (data) => socket.send(data, { binary: false })));
answerParent(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, usage);
