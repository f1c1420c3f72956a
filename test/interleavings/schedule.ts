/**
 * One interleaving: 2 to 8 participants in a room, and a scheduler that chooses by its seed what happens next: who acts,
 * how far promises get, when a write becomes safe, how time goes by.
 */
import type { Clock } from "../../src/chatroom/clock.ts";
import type { RoomEvent } from "../../src/chatroom/protocol.ts";
import { RoomHost } from "../../src/chatroom/room-host.ts";
import { DeferredJournal } from "../fakes/deferred-journal.ts";
import { ManualClock, settle } from "../fakes/manual-clock.ts";
import { Participant } from "./participant.ts";
import { Random } from "./random.ts";

export interface Interleaving {
  readonly policy: "open" | "stick";
  readonly events: readonly RoomEvent[];
  /** What the journal holds. */
  readonly kept: readonly RoomEvent[];
  readonly broken: boolean;
  readonly participants: readonly Participant[];
  /** How often the floor was seen lent. */
  readonly lent: number;
}

const NAMES = ["Ada", "Bob", "Cyd", "Dan", "Eve", "Fay", "Gus", "Hal"];

/** A clock whose timers can be late: `fallBehind` moves time without firing what falls due. */
class LateClock implements Clock {
  readonly inner = new ManualClock();
  #late = 0;

  fallBehind(ms: number): void {
    this.#late += ms;
  }
  now(): number {
    return this.inner.now() + this.#late;
  }
  monotonic(): number {
    return this.inner.monotonic() + this.#late;
  }
  schedule(ms: number, callback: () => void): () => void {
    return this.inner.schedule(ms, callback);
  }
}

export async function interleave(seed: number): Promise<Interleaving> {
  const random = new Random(seed);
  const policy = random.chance(0.35) ? "stick" : "open";
  const clock = new LateClock();
  const journal = new DeferredJournal();
  const host = await RoomHost.open({ clock, policy, journal });
  const participants = NAMES.slice(0, 2 + random.below(7)).map((name) => new Participant(name, host, clock, random));
  const budget = 4 + random.below(9);
  const breaks = random.chance(0.05);
  const busy = new Set<Participant>();
  const faults: unknown[] = [];
  let lent = 0;

  const begin = (one: Participant, action: Promise<void>) => {
    busy.add(one);
    action.catch((error: unknown) => faults.push(error)).finally(() => busy.delete(one));
  };
  const act = () => {
    const idle = participants.filter((one) => !busy.has(one) && one.actions < budget);
    const one = idle[random.below(idle.length)];
    if (one) begin(one, one.act());
  };
  const somebody = () => random.pick(participants as [Participant, ...Participant[]]);
  const steps = {
    act,
    write: () => journal.release(1 + random.below(3)),
    writeAll: () => journal.release(),
    composing: () => somebody().composing(),
    losePatience: () => somebody().losePatience(),
    walkOut: () =>
      void somebody()
        .leave()
        .catch((error: unknown) => faults.push(error)),
    time: () => clock.inner.advance(random.pick([100, 1_000, 4_000, 11_000])),
    longTime: () => clock.inner.advance(random.pick([20_000, 31_000, 60_000])),
    lateness: () => clock.fallBehind(random.pick([1_000, 20_000, 60_000])),
    fail: () => journal.break(),
  };
  const weights = {
    act: 60,
    write: 10 + random.below(40),
    writeAll: random.below(15),
    composing: 2,
    losePatience: 2,
    walkOut: 0.2,
    time: 1 + random.below(7),
    longTime: random.below(2),
    lateness: random.chance(0.3) ? 1 : 0,
    fail: breaks ? 0.5 : 0,
  };

  while (faults.length === 0 && participants.some((one) => one.actions < budget)) {
    await steps[random.weighted(weights)]();
    if (random.chance(0.5)) await settle();
    else for (let hops = random.below(4); hops > 0; hops--) await Promise.resolve();
    if (host.floorHolder !== null) lent++;
  }

  // Everything is released, and time goes by: whoever still waits then, waits for ever.
  for (let rounds = 0; rounds < 40 && busy.size > 0; rounds++) {
    journal.release();
    await clock.inner.advance(journal.held > 0 ? 0 : 10_000);
  }
  if (faults.length > 0) throw faults[0];
  if (busy.size > 0) throw new Error(`${[...busy].map(({ name }) => name).join(", ")} wait for ever`);
  journal.release();
  await settle();
  for (const one of participants) await one.catchUp();
  const kept: RoomEvent[] = [];
  for await (const event of journal.read()) kept.push(event);
  return { policy, events: host.eventsAfter(0), kept, broken: journal.broken, participants, lent };
}
