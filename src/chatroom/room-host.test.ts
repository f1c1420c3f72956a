import { afterEach, describe, expect, it, vi } from "vitest";
import { DeferredJournal } from "../../test/fakes/deferred-journal.ts";
import { ManualClock, settle } from "../../test/fakes/manual-clock.ts";
import { MemoryJournal } from "./journal/memory-journal.ts";
import { LocalSession } from "./local-session.ts";
import { type FloorPolicy, isMessage, LIMITS, type RoomEvent } from "./protocol.ts";
import { RoomHost } from "./room-host.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** A room with a slow journal; `meet` lets people in at once. */
async function open(policy: FloorPolicy = "open") {
  const clock = new ManualClock();
  const journal = new DeferredJournal();
  const host = await RoomHost.open({ clock, policy, journal });
  let pushes = 0;
  const push = (participant: string, expected_seq: number | null, signal?: AbortSignal) => {
    const { holder, epoch } = host.stick;
    const command = { type: "push", participant, content: `${participant} says`, expected_seq } as const;
    return host.push({ ...command, push_id: `push-${++pushes}`, epoch: holder === participant ? epoch : null }, signal);
  };
  const released = async <T>(result: Promise<T>): Promise<T> => {
    journal.release();
    return result;
  };
  const meet = async (...names: string[]) => {
    for (const name of names) await released(host.execute({ type: "join", name }));
    return host.lastSeq;
  };
  /** Three refusals in a row: the floor is lent to `name`. */
  const refuseThrice = async (name: string) => {
    for (let n = 0; n < LIMITS.refusalsBeforeFloor; n++) await released(push(name, 0));
    expect(host.floorHolder).toBe(name);
  };
  return { clock, journal, host, push, released, meet, refuseThrice };
}

/** What has come of a promise so far. */
async function stateOf(promise: Promise<unknown>): Promise<unknown> {
  const pending = Symbol("pending");
  await settle();
  const state = await Promise.race([promise, Promise.resolve(pending)]);
  return state === pending ? "pending" : state;
}

const REFUSED = (reason: string) => ({ type: "refused", reason });

describe("a slow journal", () => {
  it("[ROOM-8] events are told when they are safe, not before, and in order", async () => {
    const { journal, host, push, meet } = await open();
    const start = await meet("Ada", "Bob");
    const told: number[] = [];
    host.subscribe((event) => told.push(event.seq));
    const first = push("Ada", start);
    const second = push("Ada", start);
    const third = push("Ada", start);
    expect(await stateOf(first)).toBe("pending");
    expect(host.lastSeq).toBe(start);
    expect(host.eventsAfter(start)).toEqual([]);
    journal.release(2);
    expect(await stateOf(second)).toMatchObject({ type: "sent", sent: { seq: start + 2 } });
    expect(await stateOf(third)).toBe("pending");
    expect(told).toEqual([start + 1, start + 2]);
    journal.release();
    await third;
    expect(told).toEqual([start + 1, start + 2, start + 3]);
    expect(host.lastSeq).toBe(start + 3);
  });

  it("[PUSH-2] the compare-and-set is against what is decided, not only what is safe; a refusal waits until it can be shown", async () => {
    const { journal, host, push, meet } = await open();
    const start = await meet("Ada", "Bob");
    const accepted = push("Ada", start);
    const crossed = push("Bob", start);
    expect(await stateOf(crossed)).toBe("pending");
    journal.release();
    expect(await crossed).toEqual(REFUSED("unseen_messages"));
    expect(host.eventsAfter(start).filter(isMessage)).toHaveLength(1);
    await accepted;
  });

  it("[PUSH-6] a repeated push is answered when the first one is safe", async () => {
    const { journal, host, meet } = await open();
    const start = await meet("Ada");
    const command = {
      type: "push",
      participant: "Ada",
      content: "once",
      push_id: "x",
      expected_seq: start,
      epoch: null,
    } as const;
    const first = host.push(command);
    const again = host.push(command);
    expect(await stateOf(again)).toBe("pending");
    journal.release();
    const { sent } = (await first) as { sent: unknown };
    expect(await again).toMatchObject({ type: "sent", sent: { seq: start + 1 } });
    expect(sent).toMatchObject({ seq: start + 1 });
    expect(host.lastSeq).toBe(start + 1);
  });
});

describe("a journal that fails", () => {
  it("[ROOM-9] makes the room read-only: pushes are refused, what was safe can be read, nothing unsafe is told", async () => {
    const { journal, host, push, meet } = await open();
    const start = await meet("Ada", "Bob");
    const told: RoomEvent[] = [];
    const safe = push("Ada", start);
    journal.release();
    await safe;
    host.subscribe((event) => told.push(event));
    const lost = push("Ada", start + 1);
    const behind = push("Ada", start + 1);
    journal.break();
    expect(await lost).toEqual(REFUSED("room_read_only"));
    expect(await behind).toEqual(REFUSED("room_read_only"));
    expect(await push("Bob", start + 1)).toEqual(REFUSED("room_read_only"));
    expect(told).toEqual([]);
    expect(host.eventsAfter(start).filter(isMessage)).toHaveLength(1);
    await expect(host.execute({ type: "join", name: "Cyd" })).rejects.toMatchObject({ code: "journal_failed" });
  });

  it("[ROOM-9] what was safe before the failure is told before it", async () => {
    const { host, push, meet, journal } = await open();
    const start = await meet("Ada");
    const first = push("Ada", start);
    const second = push("Ada", start);
    journal.release(1);
    journal.break();
    expect(await first).toMatchObject({ type: "sent" });
    expect(await second).toEqual(REFUSED("room_read_only"));
    expect(host.lastSeq).toBe(start + 1);
  });

  it("[ROOM-9] ends the wait of a push for the floor", async () => {
    const { journal, host, push, meet, refuseThrice, released } = await open();
    const start = await meet("Ada", "Bob", "Cyd");
    await released(push("Cyd", start));
    await refuseThrice("Ada");
    const waiting = push("Bob", null);
    const other = push("Cyd", null);
    expect(await stateOf(waiting)).toBe("pending");
    const lost = host.execute({ type: "nudge", participant: "Ada" });
    journal.break();
    await expect(lost).rejects.toMatchObject({ code: "journal_failed" });
    expect(await waiting).toEqual(REFUSED("room_read_only"));
    expect(await other).toEqual(REFUSED("room_read_only"));
  });

  it("[ROOM-9] leaves a session its draft, its ears and the door", async () => {
    const { clock, journal, host, meet, released } = await open("stick");
    await meet("Eve");
    const session = new LocalSession(host, { clock });
    await released(session.join("Ada"));
    await released(session.talkingStick());
    await session.append("never stored");
    const lost = session.push();
    await settle();
    journal.break();
    expect(await lost).toMatchObject({ status: 0, reason: "room_read_only" });
    expect(await session.preview()).toMatchObject({ draft: "never stored" });
    expect(await session.check({ timeout: 0 })).toMatchObject({ status: 1 });
    expect(await session.talkingStick()).toMatchObject({ status: 0, reason: "room_read_only", granted: false });
    expect(await session.reset()).toMatchObject({ status: 1 });
    await session.leave();
    expect(session.username).toBeNull();
  });

  it("[ROOM-4] a journal that another room writes to as well is noticed, and nothing is overwritten", async () => {
    const clock = new ManualClock();
    const journal = new MemoryJournal();
    const one = await RoomHost.open({ clock, journal });
    const other = await RoomHost.open({ clock, journal });
    await one.execute({ type: "join", name: "Ada" });
    await expect(other.execute({ type: "join", name: "Bob" })).rejects.toMatchObject({ code: "journal_failed" });
    expect((await RoomHost.open({ clock, journal })).participants).toEqual(["Ada"]);
  });
});

describe("a room opened again", () => {
  it("[ROOM-1] goes on where its journal ends, and gives the holder of the stick a whole lease", async () => {
    const { clock, journal, host, released, meet } = await open("stick");
    await meet("Ada", "Bob");
    await released(host.execute({ type: "claim", participant: "Ada" }));
    await released(host.execute({ type: "claim", participant: "Bob" }));
    const again = await RoomHost.open({ clock, policy: "stick", journal: journal.kept });
    expect(again.lastSeq).toBe(host.lastSeq);
    expect(again.participants).toEqual(["Ada", "Bob"]);
    expect(again.stick).toEqual(host.stick);
    await clock.advance(LIMITS.stickLeaseMs - 1);
    expect(again.stick.holder).toBe("Ada");
    await clock.advance(1);
    expect(again.stick.holder).toBe("Bob");
  });
});

describe("leases", () => {
  it("[STICK-2] a claim of another does not stop the holder's lease", async () => {
    const { clock, host, released, meet } = await open("stick");
    await meet("Ada", "Bob");
    await released(host.execute({ type: "claim", participant: "Ada" }));
    await clock.advance(10_000);
    await released(host.execute({ type: "claim", participant: "Bob" }));
    await clock.advance(LIMITS.stickLeaseMs - 10_001);
    expect(host.stick.holder).toBe("Ada");
    await clock.advance(1);
    expect(host.stick).toMatchObject({ holder: "Bob", epoch: 2, queue: [] });
  });

  it("[STICK-2] a lease that was granted by another's end is a whole one", async () => {
    const { clock, host, released, meet } = await open("stick");
    await meet("Ada", "Bob");
    await released(host.execute({ type: "claim", participant: "Ada" }));
    await released(host.execute({ type: "claim", participant: "Bob" }));
    await clock.advance(LIMITS.stickLeaseMs);
    await clock.advance(LIMITS.stickLeaseMs - 1);
    expect(host.stick.holder).toBe("Bob");
    await clock.advance(1);
    expect(host.stick.holder).toBeNull();
  });

  it("[STICK-6] who comes after the end of its lease has lost it, though no timer has fired", async () => {
    const { clock, host, push, released, meet } = await open("stick");
    const start = await meet("Ada", "Bob");
    await released(host.execute({ type: "claim", participant: "Ada" }));
    const late = vi.spyOn(clock, "monotonic").mockReturnValue(LIMITS.stickLeaseMs);
    expect(await released(push("Ada", start))).toEqual(REFUSED("stick_needed"));
    expect(host.stick.holder).toBeNull();
    late.mockRestore();
  });

  it("[STICK-7] who claims after the end of another's lease has the stick, though no timer has fired", async () => {
    const { clock, host, released, meet } = await open("stick");
    await meet("Ada", "Bob");
    await released(host.execute({ type: "claim", participant: "Ada" }));
    vi.spyOn(clock, "monotonic").mockReturnValue(LIMITS.stickLeaseMs);
    await released(host.execute({ type: "claim", participant: "Bob" }));
    expect(host.stick).toMatchObject({ holder: "Bob", queue: [] });
  });

  it("[FLOOR-2] a lent floor that nobody uses passes on after 20 s, and its holder begins anew", async () => {
    const { clock, host, push, released, meet, refuseThrice } = await open();
    const start = await meet("Ada", "Bob");
    await released(push("Bob", start));
    await refuseThrice("Ada");
    const waiting = push("Bob", null);
    await clock.advance(LIMITS.lentFloorMs - 1);
    expect(await stateOf(waiting)).toBe("pending");
    await clock.advance(1);
    expect(await released(waiting)).toMatchObject({ type: "sent" });
    expect(host.floorHolder).toBeNull();
    await released(push("Ada", 0));
    await released(push("Ada", 0));
    expect(host.floorHolder).toBeNull();
    await released(push("Ada", 0));
    expect(host.floorHolder).toBe("Ada");
  });

  it("[ROOM-10] a closed room leaves no timer and no push behind", async () => {
    const { clock, host, push, released, meet, refuseThrice } = await open("open");
    const start = await meet("Ada", "Bob");
    await released(push("Bob", start));
    await refuseThrice("Ada");
    const waiting = push("Bob", null);
    expect(clock.pending).toBe(1);
    await host.close();
    expect(await waiting).toEqual(REFUSED("room_read_only"));
    host.signOfLife("Ada");
    expect(clock.pending).toBe(0);
    await expect(host.execute({ type: "join", name: "Cyd" })).rejects.toMatchObject({ code: "room_closed" });
  });

  it("[ROOM-10] what was decided before the end is safe after it", async () => {
    const { journal, host, push, meet } = await open();
    const start = await meet("Ada");
    const last = push("Ada", start);
    const closed = host.close();
    expect(await stateOf(closed)).toBe("pending");
    journal.release();
    await closed;
    expect(await last).toMatchObject({ type: "sent" });
    expect(host.lastSeq).toBe(start + 1);
  });
});

describe("the line for the floor", () => {
  /** Ada has the floor; Bob, Cyd and Dan wait for it with a push each. */
  async function line() {
    const room = await open();
    const start = await room.meet("Ada", "Bob", "Cyd", "Dan");
    await room.released(room.push("Dan", start));
    await room.refuseThrice("Ada");
    const told: string[] = [];
    room.host.subscribe((event) => {
      if (isMessage(event)) told.push(event.sender);
    });
    const abort = new AbortController();
    const waiting = {
      bob: room.push("Bob", null),
      cyd: room.push("Cyd", null, abort.signal),
      dan: room.push("Dan", null),
    };
    await settle();
    return { ...room, told, abort, waiting };
  }

  it("[FLOOR-4] those who wait go in the order they came", async () => {
    const { host, push, released, told, waiting } = await line();
    await released(push("Ada", host.lastSeq));
    await Promise.all([waiting.bob, waiting.cyd, waiting.dan]);
    expect(told).toEqual(["Ada", "Bob", "Cyd", "Dan"]);
    expect(host.floorHolder).toBeNull();
  });

  it("[FLOOR-4] who gives up or leaves loses its place, and nobody else does", async () => {
    const { host, push, released, told, abort, waiting } = await line();
    abort.abort();
    expect(await waiting.cyd).toEqual(REFUSED("floor_lent"));
    await released(host.execute({ type: "leave", participant: "Bob" }));
    expect(await waiting.bob).toEqual(REFUSED("floor_lent"));
    await released(push("Ada", host.lastSeq));
    expect(await waiting.dan).toMatchObject({ type: "sent" });
    expect(told).toEqual(["Ada", "Dan"]);
  });

  it("[FLOOR-5] reset gives the floor back to the next in line, before anything is stored", async () => {
    const { host, journal, told, waiting } = await line();
    const released = host.release("Ada");
    journal.release();
    await Promise.all([released, waiting.bob, waiting.cyd, waiting.dan]);
    expect(told).toEqual(["Bob", "Cyd", "Dan"]);
  });

  it("[FLOOR-5] reset ends the wait of one's own push", async () => {
    const { host, push, released, told, waiting } = await line();
    await released(host.release("Bob"));
    expect(await waiting.bob).toEqual(REFUSED("floor_lent"));
    await released(push("Ada", host.lastSeq));
    await Promise.all([waiting.cyd, waiting.dan]);
    expect(told).toEqual(["Ada", "Cyd", "Dan"]);
  });

  it("[FLOOR-5] who drops its draft after each refusal is lent the floor all the same", async () => {
    const { host, push, released, meet } = await open();
    const start = await meet("Ada", "Bob");
    await released(push("Bob", start));
    for (let n = 0; n < LIMITS.refusalsBeforeFloor; n++) {
      expect(host.floorHolder).toBeNull();
      await host.release("Ada");
      expect(await push("Ada", start)).toEqual(REFUSED("unseen_messages"));
    }
    expect(host.floorHolder).toBe("Ada");
  });

  it("[FLOOR-5] who gives the floor back and is refused again is lent it again at once", async () => {
    const { host, push, released, waiting } = await line();
    await released(host.release("Ada"));
    await Promise.all([waiting.bob, waiting.cyd, waiting.dan]);
    expect(host.floorHolder).toBeNull();
    expect(await released(push("Ada", 0))).toEqual(REFUSED("unseen_messages"));
    expect(host.floorHolder).toBe("Ada");
  });

  it("[FLOOR-4] the same push waiting twice is sent once, and holds nobody up", async () => {
    const { host, push, released, told, waiting } = await line();
    const command = {
      type: "push",
      participant: "Bob",
      content: "again",
      push_id: "push-5",
      expected_seq: null,
      epoch: null,
    } as const;
    const again = host.push(command);
    await released(push("Ada", host.lastSeq));
    const outcomes = await Promise.all([waiting.bob, again, waiting.cyd, waiting.dan]);
    expect(outcomes.map(({ type }) => type)).toEqual(["sent", "sent", "sent", "sent"]);
    expect(told).toEqual(["Ada", "Bob", "Cyd", "Dan"]);
  });

  it("[FLOOR-4] an aborted signal is not waited for at all", async () => {
    const { host, push, told } = await line();
    expect(await push("Bob", null, AbortSignal.abort())).toEqual(REFUSED("floor_lent"));
    expect(host.floorHolder).toBe("Ada");
    expect(told).toEqual([]);
  });
});

describe("listeners", () => {
  it("[ROOM-11] one that throws harms neither the room nor the others, and is heard of", async () => {
    const { host, push, released, meet } = await open();
    const start = await meet("Ada");
    const faults: (() => void)[] = [];
    vi.spyOn(globalThis, "queueMicrotask").mockImplementation((fault) => void faults.push(fault));
    const told: number[] = [];
    host.subscribe(() => {
      throw new Error("a broken screen");
    });
    host.subscribe((event) => told.push(event.seq));
    expect(await released(push("Ada", start))).toMatchObject({ type: "sent" });
    expect(await released(push("Ada", start))).toMatchObject({ type: "sent" });
    expect(told).toEqual([start + 1, start + 2]);
    expect(faults).toHaveLength(2);
    expect(faults[0]).toThrow("a broken screen");
  });

  it("[ROOM-11] one that came while an event was told hears from the next one; one that went hears no more", async () => {
    const { host, push, released, meet } = await open();
    const start = await meet("Ada");
    const told: string[] = [];
    const stopFirst = host.subscribe(() => {
      stopFirst();
      stopSecond();
      host.subscribe((event) => told.push(`late ${event.seq}`));
    });
    const stopSecond = host.subscribe((event) => told.push(`second ${event.seq}`));
    await released(push("Ada", start));
    await released(push("Ada", start));
    expect(told).toEqual([`late ${start + 2}`]);
  });
});
