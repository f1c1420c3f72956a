/** The server of the program, as `llm-chat serve` opens it. */
import { systemClock } from "../../src/chatroom/clock.ts";
import { FileStore } from "../../src/chatroom/journal/file-store.ts";
import { MemoryStore } from "../../src/chatroom/journal/room-store.ts";
import { serveRooms } from "../../src/chatroom/server/serve.ts";
import { answerParent } from "../support/child.ts";
import { type Order, MESSAGE, obey } from "./order.ts";

const [, , dir] = process.argv;
const log = (line: string) => void process.stderr.write(`${line}\n`);
const server = await serveRooms({
  host: "127.0.0.1",
  port: 0,
  auth: "open",
  token: null,
  secret: Buffer.alloc(32, 1),
  store: dir === undefined ? new MemoryStore() : await FileStore.open(dir, { now: Date.now, onWarning: log }),
  clock: systemClock,
  floor: "open",
  rate: 0,
  allowOrigins: [],
  allowHosts: [],
  version: "bench",
  log,
});
const { host, hub } = server.rooms.find("lobby");
await host.execute({ type: "join", name: "Ada" });
let pushes = 0;
const say = (content: string) =>
  void host.push({
    type: "push",
    participant: "Ada",
    content,
    push_id: `${++pushes}`,
    expected_seq: null,
    epoch: null,
  });

const paths = { events: "/events?username=Ada&after=0", send: "/send" };
answerParent({ url: server.url, ...paths }, (order: Order) =>
  obey(order, { say, streams: () => hub.streams, message: MESSAGE }),
);
