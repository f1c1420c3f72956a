import { describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../test/fakes/manual-clock.ts";
import { sleep } from "./clock.ts";
import { PacedClock } from "./paced-clock.ts";

const EPOCH = Date.UTC(2026, 0, 1);

/** Drives the real clock by `steps` of `ms`, letting the virtual one follow. */
async function drive(real: ManualClock, ms: number, steps = 1): Promise<void> {
  for (let step = 0; step < steps; step++) {
    await real.advance(ms);
    for (let turn = 0; turn < 50; turn++) await settle();
  }
}

describe("PacedClock", () => {
  it("follows real time at its speed", async () => {
    const real = new ManualClock();
    const clock = new PacedClock({ epoch: EPOCH, speed: 10, real });
    let at = 0;
    clock.schedule(1_000, () => {
      at = clock.monotonic();
    });
    await settle();
    await drive(real, 98);
    expect(at).toBe(0);
    await drive(real, 2);
    expect(at).toBe(1_000);
    expect(clock.now()).toBe(EPOCH + 1_000);
  });

  it("fires in the order things fall due, each after all that the former set off has settled, however late it is", async () => {
    const order = async (late: number) => {
      const real = new ManualClock();
      const clock = new PacedClock({ epoch: EPOCH, speed: 1, real });
      const seen: string[] = [];
      const worker = async (name: string, pause: number) => {
        for (let n = 1; n <= 4; n++) {
          await sleep(clock, pause);
          for (let hop = 0; hop < 20; hop++) await Promise.resolve();
          seen.push(`${name}${n} ${clock.monotonic()}`);
        }
      };
      void worker("a", 30);
      void worker("b", 20);
      await drive(real, late, Math.ceil(200 / late));
      return seen;
    };
    const calm = await order(1);
    expect(calm).toEqual(["b1 20", "a1 30", "b2 40", "a2 60", "b3 60", "b4 80", "a3 90", "a4 120"]);
    expect(await order(200)).toEqual(calm);
    expect(await order(37)).toEqual(calm);
  });

  it("goes on by itself while nothing is due, and not past what is", async () => {
    const real = new ManualClock();
    const clock = new PacedClock({ epoch: EPOCH, speed: 2, real });
    await real.advance(100);
    expect(clock.monotonic()).toBe(0);
    clock.schedule(10, () => {});
    await drive(real, 100);
    expect(clock.monotonic()).toBe(200);
    clock.schedule(50, () => {});
    await settle();
    await real.advance(20);
    expect(clock.monotonic()).toBe(240);
    await drive(real, 20);
    expect(clock.monotonic()).toBe(280);
  });

  it("forgets a timer that is cancelled", async () => {
    const real = new ManualClock();
    const clock = new PacedClock({ epoch: EPOCH, speed: 1, real });
    let fired = false;
    clock.schedule(10, () => {
      fired = true;
    })();
    await settle();
    await drive(real, 20);
    expect(fired).toBe(false);
    expect(real.pending).toBe(0);
  });

  it("fires nothing early when the timer before it is cancelled", async () => {
    const real = new ManualClock();
    const clock = new PacedClock({ epoch: EPOCH, speed: 1, real });
    let fired = false;
    const cancel = clock.schedule(10, () => {});
    clock.schedule(100, () => {
      fired = true;
    });
    await settle();
    cancel();
    await drive(real, 50);
    expect(fired).toBe(false);
    await drive(real, 50);
    expect(fired).toBe(true);
  });
});
