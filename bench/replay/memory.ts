/**
 * A whole replay in a process of its own, as fast as it goes: prints by how many MB its resident memory grew at most, and how
 * many are in use when all that is garbage is gone. Arguments: the log; `screen` where a view is kept. Needs --expose-gc.
 */
import { setInterval } from "node:timers";
import { systemClock } from "../../src/chatroom/clock.ts";
import { decodeUtf8 } from "../../src/logging/reader.ts";
import { openFileBytes } from "../../src/logging/replay/file-bytes.ts";
import { openLogRecording } from "../../src/logging/replay/log-recording.ts";
import { Player } from "../../src/logging/replay/player.ts";

const [path = "", mode] = process.argv.slice(2);
const before = process.memoryUsage().rss;
let most = before;
const look = () => (most = Math.max(most, process.memoryUsage().rss));
const timer = setInterval(look, 20);
const recording = await openLogRecording(await openFileBytes(path), { decode: decodeUtf8 });
/** On it everything is due at once. */
let now = 0;
const clock = { monotonic: () => (now += 1e9), schedule: systemClock.schedule };
const player = new Player({ recording, clock, speed: 64, keepView: mode === "screen" });
await new Promise<void>((resolve) => {
  let items = 0;
  player.subscribe(({ type }) => {
    if (type === "item" && ++items % 10_000 === 0) look();
    if (player.state.status === "ended") resolve();
  });
  player.play();
});
clearInterval(timer);
look();
const resident = (most - before) / 1_000_000;
globalThis.gc?.();
process.stdout.write(JSON.stringify({ resident, used: process.memoryUsage().heapUsed / 1_000_000 }));
process.exit(0);
