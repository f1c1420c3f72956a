import { afterEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { IDLE_LEASE_MS, STREAM_LEASE_MS } from "../http-api.ts";
import type { Journal } from "../journal/journal.ts";
import { MemoryJournal } from "../journal/memory-journal.ts";
import { RoomHost } from "../room-host.ts";
import { Seats } from "./seats.ts";

const open: { seats: Seats; host: RoomHost }[] = [];
afterEach(async () => {
  for (const { seats, host } of open.splice(0)) {
    seats.close();
    await host.close();
  }
});

interface Options {
  readonly isOpen?: boolean;
  readonly journal?: Journal;
}

async function served({ isOpen = true, journal = new MemoryJournal() }: Options = {}) {
  const clock = new ManualClock();
  const host = await RoomHost.open({ clock, journal });
  const seats = new Seats({ room: "lobby", host, clock, open: isOpen });
  open.push({ seats, host });
  return { seats, host, clock, journal };
}

describe("taking a seat", () => {
  it("[SEAT-1] a new name comes in; the same name again is the same seat on an open server", async () => {
    const { seats, host } = await served();
    const seat = await seats.register({ username: "Ada" });
    expect(seat).toEqual({ name: "Ada", joinedSeq: 1, unreadAfter: 0 });
    expect(await seats.register({ username: "Ada" })).toEqual(seat);
    expect(host.lastSeq).toBe(1);
  });

  it("[SEAT-1] two that come at once under one name share it, and it is said once", async () => {
    const { seats, host } = await served();
    const [one, other] = await Promise.all([seats.register({ username: "Ada" }), seats.register({ username: "Ada" })]);
    expect(one).toEqual(other);
    expect(host.lastSeq).toBe(1);
  });

  it("[SEAT-2] where a name alone is no proof, it is taken; its token proves it", async () => {
    const { seats } = await served({ isOpen: false });
    const seat = await seats.register({ username: "Ada" });
    await expect(seats.register({ username: "Ada" })).rejects.toMatchObject({ code: "name_taken" });
    expect(await seats.register({ username: "Ada", proven: true })).toEqual(seat);
  });

  it("[SEAT-3] a client that names its seat gets it again, and nobody else does, open or not", async () => {
    const { seats } = await served();
    const seat = await seats.register({ username: "Ada", clientId: "one" });
    expect(await seats.register({ username: "Ada", clientId: "one" })).toEqual(seat);
    await expect(seats.register({ username: "Ada", clientId: "two" })).rejects.toMatchObject({ code: "name_taken" });
    await expect(seats.register({ username: "ADA", clientId: "one" })).rejects.toMatchObject({ code: "name_taken" });
  });

  it("[SEAT-3] also after a restart, when the answer was lost in a crash", async () => {
    const before = await served();
    const seat = await before.seats.register({ username: "Ada", clientId: "one" });
    const after = await served({ journal: before.journal });
    expect(await after.seats.register({ username: "Ada", clientId: "one" })).toEqual(seat);
  });

  it("[SEAT-4] nobody is found under a name that merely looks like one", async () => {
    const { seats } = await served();
    await seats.register({ username: "Alice" });
    expect(seats.find("Alice").name).toBe("Alice");
    for (const other of ["Al", "alice", "Аlice", "", "__proto__"]) {
      expect(() => seats.find(other), other).toThrow(expect.objectContaining({ code: "not_logged_in" }));
    }
  });
});

describe("leases", () => {
  it("[SEAT-5] who never had a stream leaves after ten minutes without a sign of life", async () => {
    const { seats, host, clock } = await served();
    await seats.register({ username: "Ada" });
    await clock.advance(IDLE_LEASE_MS - 1);
    host.signOfLife("Ada");
    await clock.advance(IDLE_LEASE_MS - 1);
    expect(host.participants).toEqual(["Ada"]);
    await clock.advance(1);
    expect(host.participants).toEqual([]);
  });

  it("[SEAT-6] who has a stream stays; a minute after its last stream it leaves, unless it comes back", async () => {
    const { seats, host, clock } = await served();
    await seats.register({ username: "Ada" });
    const endFirst = seats.openStream("Ada");
    const endSecond = seats.openStream("Ada");
    await clock.advance(10 * IDLE_LEASE_MS);
    endFirst();
    await clock.advance(10 * STREAM_LEASE_MS);
    endSecond();
    await clock.advance(STREAM_LEASE_MS - 1);
    const endThird = seats.openStream("Ada");
    await clock.advance(10 * STREAM_LEASE_MS);
    expect(host.participants).toEqual(["Ada"]);
    endThird();
    await clock.advance(STREAM_LEASE_MS);
    expect(host.participants).toEqual([]);
  });

  it("[SEAT-7] after a restart everybody has a minute to come back", async () => {
    const before = await served();
    await before.seats.register({ username: "Ada" });
    await before.seats.register({ username: "Bob" });
    const { seats, host, clock } = await served({ journal: before.journal });
    const end = seats.openStream("Ada");
    await clock.advance(STREAM_LEASE_MS);
    expect(host.participants).toEqual(["Ada"]);
    end();
  });

  it("[SEAT-6] a stream that outlives its participant changes nothing for the next of that name", async () => {
    const { seats, host, clock } = await served();
    await seats.register({ username: "Ada" });
    const end = seats.openStream("Ada");
    await host.execute({ type: "leave", participant: "Ada" });
    await seats.register({ username: "Ada" });
    end();
    await clock.advance(STREAM_LEASE_MS);
    expect(host.participants).toEqual(["Ada"]);
    expect(clock.pending).toBeGreaterThan(0);
  });
});

describe("sessions that the server holds", () => {
  it("[SEAT-8] a participant has one, with its draft, until it leaves", async () => {
    const { seats, host } = await served();
    await seats.register({ username: "Ada" });
    await seats.session("Ada").append("draft");
    expect((await seats.session("Ada").preview()).draft).toBe("draft");
    await host.execute({ type: "leave", participant: "Ada" });
    expect(() => seats.session("Ada")).toThrow(expect.objectContaining({ code: "not_logged_in" }));
    await seats.register({ username: "Ada" });
    expect((await seats.session("Ada").preview()).draft).toBe("");
  });

  it("[SEAT-9] after a restart it is not shown again what it had seen when it last spoke", async () => {
    const before = await served();
    for (const username of ["Ada", "Bob"]) await before.seats.register({ username });
    const bob = before.seats.session("Bob");
    await before.seats.session("Ada").append("one");
    await before.seats.session("Ada").push();
    await bob.check({ timeout: 0 });
    await bob.append("two");
    await bob.push();
    const { seats } = await served({ journal: before.journal });
    const { messages } = await seats.session("Bob").check({ timeout: 0 });
    expect(messages.filter(({ type }) => type === "message")).toEqual([]);
  });
});
