/** Subscribers, many in one process: they look for the last message of a burst, and understand nothing else. */
import { connect } from "node:net";
import { answerParent } from "../support/child.ts";
import { LAST } from "./order.ts";

const [, , url = "", path = "", count = "1"] = process.argv;
const { hostname, port, host } = new URL(url);
const marker = Buffer.from(LAST);
let bytes = 0;
let waiting = 0;
let done: () => void = () => {};

await Promise.all(
  Array.from({ length: Number(count) }, async () => {
    const socket = connect(Number(port), hostname);
    let tail = Buffer.alloc(0);
    await new Promise<void>((resolve) => {
      socket.once("data", () => resolve());
      socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    });
    socket.on("data", (chunk) => {
      bytes += chunk.length;
      // The marker may lie across two chunks.
      const seam = tail.length > 0 && Buffer.concat([tail, chunk.subarray(0, marker.length)]).includes(marker);
      tail = Buffer.from(chunk.subarray(-marker.length + 1));
      if ((seam || chunk.includes(marker)) && --waiting === 0) done();
    });
  }),
);

/** "burst": resolves when all have had the last message. "bytes": how many have come until now. */
answerParent({}, async (question: "burst" | "bytes") => {
  if (question === "bytes") return { bytes };
  waiting = Number(count);
  await new Promise<void>((resolve) => (done = resolve));
  return { bytes };
});
