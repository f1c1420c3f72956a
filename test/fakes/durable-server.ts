/**
 * A served room on disk as a process of its own, to be killed: `node durable-server.ts DIRECTORY PORT`. It says `ready` on
 * stdout when it takes requests, and everything that is no good on stderr. A signal it can hear ends it in good order.
 */
import { systemClock } from "../../src/chatroom/clock.ts";
import { FileStore } from "../../src/chatroom/journal/file-store.ts";
import { serveRooms } from "../../src/chatroom/server/index.ts";

const [directory = "", port = ""] = process.argv.slice(2);
const complain = (sentence: string) => process.stderr.write(`${sentence}\n`);
const store = await FileStore.open(directory, { now: Date.now, onWarning: complain });
const server = await serveRooms({
  host: "127.0.0.1",
  port: Number(port),
  auth: "open",
  token: null,
  secret: store.secret,
  store,
  clock: systemClock,
  floor: "open",
  rate: 0,
  allowOrigins: [],
  allowHosts: [],
  version: "0.0.0",
  log: complain,
});
process.once("SIGTERM", () => void server.close());
process.stdout.write("ready\n");
