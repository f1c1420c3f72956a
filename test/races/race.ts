/** The rounds of a race, and what must hold of each: one is sent, and everybody else is shown exactly that. */
import { LIMITS } from "../../src/chatroom/protocol.ts";
import type { Attempt, Racer, Track } from "./racer.ts";

/** A third refusal in a row would lend the floor and make others wait; before it, everybody is heard once. */
const ROUNDS_IN_A_ROW = LIMITS.refusalsBeforeFloor - 1;

type Finish = readonly [racer: Racer, attempt: Attempt];

/** Throws what is wrong with the first round that is not as it must be. Returns how often each one won. */
export async function race(track: Track, rounds: number): Promise<ReadonlyMap<string, number>> {
  const wins = new Map<string, number>();
  for (let round = 1; round <= rounds; round++) {
    const before = track.head();
    // Another one starts first each time.
    const racers = rotated(track.racers, round);
    await Promise.all(racers.map((racer) => racer.prepare(before, contentOf(round))));
    const finishes = await Promise.all(racers.map(async (racer): Promise<Finish> => [racer, await racer.push()]));
    const problem = problemOf(finishes, contentOf(round), before);
    if (problem !== null) throw new Error(`round ${round}: ${problem}`);
    if (track.head() !== before + 1) throw new Error(`round ${round}: from ${before} to ${track.head()}`);
    for (const [{ name }, { sent }] of finishes) if (sent) wins.set(name, (wins.get(name) ?? 0) + 1);
    if (round % ROUNDS_IN_A_ROW === 0) await Promise.all(racers.map((racer) => racer.broadcast("go on")));
  }
  const raced = track.messages().filter((message) => !message.endsWith(": go on"));
  raced.forEach((message, place) => {
    if (!message.endsWith(`: ${contentOf(place + 1)}`)) throw new Error(`“${message}” is in place ${place + 1}`);
  });
  if (raced.length !== rounds) throw new Error(`the room has ${raced.length} messages of ${rounds} rounds`);
  return wins;
}

/** Everybody pushes what it has until it is sent, and reads only what its refusals bring. Returns how often each tried. */
export async function insist(track: Track): Promise<readonly number[]> {
  const before = track.head();
  await Promise.all(track.racers.map((racer) => racer.prepare(before, `${racer.name} at last`)));
  return Promise.all(
    track.racers.map(async (racer) => {
      for (let tries = 1; ; tries++) {
        const attempt = await racer.push();
        if (attempt.sent) return tries;
        if (attempt.reason !== "unseen_messages" && attempt.reason !== "floor_lent") throw new Error(attempt.reason);
      }
    }),
  );
}

function problemOf(finishes: readonly Finish[], content: string, before: number): string | null {
  const [winner, ...more] = finishes.filter(([, { sent }]) => sent);
  if (!winner || more.length > 0) return `${finishes.filter(([, { sent }]) => sent).length} of them were sent`;
  const said = `${winner[0].name}: ${content}`;
  for (const [{ name }, attempt] of finishes) {
    if (attempt.sent) {
      if (attempt.seq !== before + 1) return `${name} got ${attempt.seq} after ${before}`;
      continue;
    }
    const heard = attempt.heard.join(" | ");
    if (attempt.reason !== "unseen_messages" || heard !== said) {
      return `${name} was told “${attempt.reason}” and “${heard}”, not “${said}”`;
    }
  }
  return null;
}

const contentOf = (round: number) => `round ${round}`;

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
