/**
 * 16 clients push against the same last message: exactly one of them is sent, and every other is shown what it said.
 * `LLM_CHAT_RACE_ROUNDS` says how many rounds are run over each wire.
 */
import { describe, expect, it, onTestFinished } from "vitest";
import { LIMITS } from "../src/chatroom/protocol.ts";
import { localTrack } from "./races/local-track.ts";
import { insist, race } from "./races/race.ts";
import { NAMES, type Track } from "./races/racer.ts";
import { newestMcpTrack, olderMcpTrack, remoteTrack, restTrack, rpcTrack } from "./races/served-track.ts";

const WIRES: readonly (readonly [wire: string, open: () => Promise<Track>, rounds: number])[] = [
  ["in process", localTrack, 1_000],
  ["over HTTP", restTrack, 500],
  ["over JSON-RPC", rpcTrack, 100],
  ["over MCP", newestMcpTrack, 25],
  ["over an older MCP", olderMcpTrack, 25],
  ["with sessions over HTTP", remoteTrack, 30],
];
const ROUNDS = Number(process.env["LLM_CHAT_RACE_ROUNDS"] ?? 0);

async function opened(open: () => Promise<Track>): Promise<Track> {
  const track = await open();
  onTestFinished(() => track.close());
  return track;
}

describe.each(WIRES)("16 clients push at once, %s", (_wire, open, usual) => {
  const rounds = ROUNDS || usual;

  it(`[RACE-1] one is sent, and shown to all others: ${rounds} rounds`, { timeout: 1_200_000 }, async () => {
    const wins = await race(await opened(open), rounds);
    // A race that always the same one wins shows little.
    expect(wins.size).toBeGreaterThan(1);
  });

  it("[RACE-2] who keeps pushing is sent at the latest at its fourth try, and all are sent once", async () => {
    const track = await opened(open);
    const tries = await insist(track);
    expect(Math.max(...tries)).toBeLessThanOrEqual(LIMITS.refusalsBeforeFloor + 1);
    expect(track.messages().toSorted()).toEqual(NAMES.map((name) => `${name}: ${name} at last`).toSorted());
    // Fewer refusals than that, and the floor was never lent.
    expect(Math.max(...tries)).toBe(LIMITS.refusalsBeforeFloor + 1);
  });
});
