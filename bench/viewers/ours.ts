/**
 * Hub and port of the program, without the conversation. With `each` its clock runs so fast that no message waits for
 * another.
 */
import { type Clock, systemClock } from "../../src/chatroom/clock.ts";
import { oneRoom } from "../../src/logging/viewer/one-room.ts";
import { ViewerHub } from "../../src/logging/viewer/viewer-hub.ts";
import { ViewerServer } from "../../src/logging/viewer/viewer-server.ts";
import { answerParent } from "../support/child.ts";
import { type Order, obey, RECORD } from "./order.ts";

const ALL = { records: 100_000, characters: 1e9 };

let looks = 0;
const hasty: Clock = { ...systemClock, monotonic: () => ++looks * 1_000 };
const clock = process.argv[2] === "each" ? hasty : systemClock;

// Nobody may miss any here, however far behind.
const hub = new ViewerHub({ clock, mode: "live", version: "bench", queue: ALL.records, keep: ALL });
const server = await ViewerServer.open({ host: "127.0.0.1", port: 0, clock: systemClock, rooms: oneRoom(hub) });

answerParent({ url: server.url }, (order: Order) => obey(order, () => hub.publishRecord(RECORD)));
