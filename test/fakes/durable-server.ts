/**
 * A served room on disk as a process of its own, to be killed: `node durable-server.ts DIRECTORY PORT`. It says `ready` on
 * stdout when it takes requests, and everything that is no good on stderr. A signal it can hear ends it in good order.
 */
import { serveOptions } from "./serve-options.ts";
import { FileStore } from "../../src/chatroom/journal/file-store.ts";
import { serveRooms } from "../../src/chatroom/server/index.ts";

const [directory = "", port = ""] = process.argv.slice(2);
const complain = (sentence: string) => process.stderr.write(`${sentence}\n`);
const store = await FileStore.open(directory, { now: Date.now, onWarning: complain });
const server = await serveRooms(serveOptions({ port: Number(port), secret: store.secret, store, log: complain }));
process.once("SIGTERM", () => void server.close());
process.stdout.write("ready\n");
