/**
 * kill -9 of the server, at random moments, while eight clients write. `LLM_CHAT_KILLS` says how often, `LLM_CHAT_SEED`
 * which moments.
 */
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { FileStore } from "../../src/chatroom/journal/file-store.ts";
import { isMessage, type RoomEvent } from "../../src/chatroom/protocol.ts";
import { JsonClient } from "../fakes/json-client.ts";
import { Random } from "../interleavings/random.ts";
import { KillableServer } from "./support/killable-server.ts";
import { PushLedger } from "./support/push-ledger.ts";
import { testFolder } from "./support/run-cli.ts";
import { SessionWriter } from "./support/session-writer.ts";
import { StubbornWriter, type Writer } from "./support/stubborn-writer.ts";

const KILLS = Number(process.env["LLM_CHAT_KILLS"] ?? 25);
const SEED = Number(process.env["LLM_CHAT_SEED"] ?? 1);
/** Eight writers: some by plain HTTP, some with a session of this program. */
const WRITERS = 5;
const SESSIONS = 3;
/** A server lives for at most so many acknowledged messages before it is killed. */
const LIFE = 100;
/** ms. A start takes about that long. */
const START = 400;

const names = (kind: string, count: number) => Array.from({ length: count }, (_, number) => `${kind} ${number + 1}`);

async function eventsIn(directory: string): Promise<readonly RoomEvent[]> {
  const warnings: string[] = [];
  const store = await FileStore.open(directory, { now: Date.now, onWarning: (sentence) => warnings.push(sentence) });
  const { journal } = await store.open("lobby", "open");
  const events: RoomEvent[] = [];
  for await (const event of journal.read()) events.push(event);
  await journal.close();
  await store.close();
  expect(warnings).toEqual([]);
  return events;
}

describe("kill -9 of the server", () => {
  const title = `[RACE-3] loses and doubles no message that was acknowledged, and clients go on by themselves: ${KILLS} times`;
  it(title, { timeout: 120_000 + KILLS * 10_000 }, async () => {
    const random = new Random(SEED);
    const server = await KillableServer.prepare(testFolder());
    onTestFinished(() => server.kill());
    const ledger = new PushLedger();
    const client = new JsonClient(server.url, WRITERS);
    onTestFinished(() => client.close());
    const sessions = names("Session", SESSIONS).map((name) => new SessionWriter(name, server.url, ledger));
    const plain = names("Writer", WRITERS).map((name, number) => {
      const own = new Random(random.below(2 ** 31));
      return new StubbornWriter({ name, client, ledger, random: own, careful: number % 2 === 0 });
    });
    const writers: readonly Writer[] = [...plain, ...sessions];
    const written = Promise.all(writers.map((writer) => writer.run()));
    // Where a writer or the server has failed, nothing would be acknowledged any more.
    const unlessFailed = (step: Promise<unknown>) => Promise.race([step, written, server.failure]);

    for (let kill = 1; kill <= KILLS; kill++) {
      const ready = server.start();
      // A kill comes at any moment of real time, in the middle of a start too; nothing is expected of how long anything takes.
      if (random.chance(0.1)) {
        await pause(random.below(START));
      } else {
        await unlessFailed(ready);
        // Sessions come back later than who just tries again and again.
        const [writers, most] = random.chance(0.3) ? [/^Session/, LIFE / 5] : [/^/, LIFE];
        await unlessFailed(ledger.acknowledgements(1 + random.below(most), writers));
        // What is under way just now are the next messages, somewhere between their socket and the disk.
        if (random.chance(0.5)) await pause(random.below(5));
      }
      await server.kill();
      await ready;
    }
    for (const writer of writers) writer.stop();
    await unlessFailed(server.start());
    await unlessFailed(written);
    for (const session of sessions) await session.close();
    await server.kill();

    const messages = (await eventsIn(server.directory)).filter(isMessage);
    expect(ledger.problems(messages)).toEqual([]);
    expect(sessions.flatMap(({ problems }) => problems)).toEqual([]);
    const acknowledged = ledger.pushes.filter((push) => push.acknowledged);
    // Without these, the kills came at no bad moment: but for very few, they always do.
    if (KILLS < 10) return;
    expect(acknowledged.length).toBeGreaterThan(KILLS * 10);
    expect(new Set(acknowledged.map(({ writer }) => writer)).size).toBe(writers.length);
    expect(acknowledged.some(({ unanswered }) => unanswered > 0)).toBe(true);
    expect(ledger.pushes.length).toBeGreaterThan(acknowledged.length);
  });
});
