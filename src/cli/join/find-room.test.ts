import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import type { RoomSummary } from "../../chatroom/client/index.ts";
import { ChatError } from "../../chatroom/index.ts";
import { findRoom } from "./find-room.ts";

const ROOM: RoomSummary = { room: "lobby", floor: "open", participants: [], last_seq: 0 };
const gone = () => Promise.reject(new ChatError("disconnected", "the server does not answer (ECONNREFUSED)"));

function finding(lookUp: (signal: AbortSignal) => Promise<RoomSummary>) {
  const clock = new ManualClock();
  const abort = new AbortController();
  let retries = 0;
  let attempts = 0;
  const found = findRoom({
    clock,
    signal: abort.signal,
    onRetry: () => {
      retries++;
    },
    lookUp(signal) {
      attempts++;
      return lookUp(signal);
    },
  }).catch((error: unknown) => error);
  return { clock, abort, found, retries: () => retries, attempts: () => attempts };
}

describe("[PERSON-13] the room", () => {
  it("is waited for while its server starts, and the person is told once", async () => {
    let up = false;
    const { clock, retries, found } = finding(() => (up ? Promise.resolve(ROOM) : gone()));
    await clock.advance(2_000);
    up = true;
    await clock.advance(1_000);
    expect(await found).toBe(ROOM);
    expect(retries()).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it("is given up after some seconds, with what was wrong", async () => {
    const { clock, found, attempts } = finding(gone);
    await clock.advance(5_000);
    expect(await found).toMatchObject({ code: "disconnected", message: "the server does not answer (ECONNREFUSED)" });
    expect(attempts()).toBeGreaterThan(5);
  });

  it("is given up too where the server takes the call and says nothing", async () => {
    const silent = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
    const { clock, found } = finding(silent);
    await clock.advance(5_000);
    expect(await found).toMatchObject({ code: "disconnected", message: "it does not answer" });
  });

  it("is not asked for again where the answer is no", async () => {
    const { clock, found, attempts } = finding(() => Promise.reject(new ChatError("unauthorized", "no")));
    await clock.advance(5_000);
    expect(await found).toMatchObject({ code: "unauthorized" });
    expect(attempts()).toBe(1);
  });

  it("is nobody's business any more once the person has ended it", async () => {
    const { clock, abort, found } = finding(gone);
    await clock.advance(700);
    abort.abort();
    await clock.advance(1);
    expect(await found).toBeNull();
    expect(clock.pending).toBe(0);
  });
});
