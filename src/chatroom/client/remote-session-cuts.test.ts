import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { CuttingProxy, NONE, type Trouble } from "../../../test/fakes/cutting-proxy.ts";
import { NetworkClock } from "../../../test/fakes/network-clock.ts";
import { ServedRoom } from "../../../test/fakes/served-room.ts";
import { Random } from "../../../test/interleavings/random.ts";
import { FileStore } from "../journal/file-store.ts";
import { isMessage, type RoomEvent } from "../protocol.ts";
import type { RemoteSession } from "./remote-session.ts";

const NAMES = ["Ada", "Bob", "Cyd", "Dan"];
const MESSAGES_EACH = 12;

const said = (events: readonly RoomEvent[]) =>
  events.filter(isMessage).map(({ sender, content }) => `${sender}: ${content}`);

function troubleOf(random: Random, request: string): Trouble {
  if (request.includes("/events")) {
    return random.chance(0.8) ? { type: "cut_answer", after: random.below(6_000) } : NONE;
  }
  const kind = random.weighted({ none: 14, cut_answer: 3, cut_request: 2, unavailable: 1 });
  switch (kind) {
    case "cut_answer":
      return { type: kind, after: random.below(500) };
    case "cut_request":
      return { type: kind, after: random.below(400) };
    default:
      return { type: kind };
  }
}

/** Says everything it has to say, and returns all that it was shown. */
async function talk(session: RemoteSession, name: string): Promise<string[]> {
  const shown: RoomEvent[] = [];
  for (let n = 1; n <= MESSAGES_EACH; n++) {
    shown.push(...(await session.append(`message ${n} of ${name}`)).messages);
    for (let status = 0; status !== 1; ) {
      const result = await session.push();
      shown.push(...result.messages);
      ({ status } = result);
    }
  }
  return said(shown);
}

async function openStage(seed: number) {
  const directory = await mkdtemp(join(tmpdir(), "remote-cuts-"));
  const openStore = () => FileStore.open(directory, { now: Date.now, onWarning: () => {} });
  const random = new Random(seed);
  const room = await ServedRoom.open({ clock: new NetworkClock({ mostTurns: 2_000 }), openStore });
  const proxy = await CuttingProxy.open(room.port);
  onTestFinished(async () => {
    proxy.plan = () => NONE;
    await room.clock.advanceUntil(room.close());
    await proxy.close();
    await rm(directory, { recursive: true });
  });
  const members = NAMES.map((name) => {
    const session = room.session({ url: proxy.url, random: () => random.next(), giveUpAfterMs: Infinity });
    const heard: RoomEvent[] = [];
    session.subscribe((event) => heard.push(event));
    return { name, session, heard };
  });
  return { random, room, proxy, members };
}

describe("RemoteSession, under connections that are cut at any byte", () => {
  for (const { seed, restarts } of [1, 2, 3, 4, 5, 6].map((seed) => ({ seed, restarts: seed > 3 ? 3 : 0 }))) {
    const also = restarts === 0 ? "" : `, and the server begins anew ${restarts} times`;
    it(`[REMOTE-3] [REMOTE-5] four talk, nothing is lost, nothing comes twice, all see one order${also} (seed ${seed})`, async () => {
      const { random, room, proxy, members } = await openStage(seed);
      proxy.plan = (request) => troubleOf(random, request);
      await room.clock.advanceUntil(Promise.all(members.map(({ session, name }) => session.join(name))));
      const talks = Promise.all(members.map(({ session, name }) => talk(session, name)));
      for (let n = 0; n < restarts; n++) {
        for (let steps = 5 + random.below(20); steps > 0; steps--) await room.clock.advance(100);
        await room.clock.advanceUntil(room.stop());
        await room.clock.advanceUntil(room.start());
      }
      const shown = await room.clock.advanceUntil(talks);
      proxy.plan = () => NONE;
      const expected = room.said;
      expect(expected).toHaveLength(NAMES.length * MESSAGES_EACH);
      expect(new Set(expected).size).toBe(expected.length);
      for (const [index, { name, session, heard }] of members.entries()) {
        const rest = await room.clock.advanceUntil(session.check({ timeout: 0 }));
        const ofOthers = expected.filter((line) => !line.startsWith(`${name}: `));
        expect([...(shown[index] ?? []), ...said(rest.messages)]).toEqual(ofOthers);
        expect(said(heard)).toEqual(expected);
        expect(heard.every((event, place) => event.seq === (heard[0]?.seq ?? 0) + place)).toBe(true);
      }
    }, 60_000);
  }
});
