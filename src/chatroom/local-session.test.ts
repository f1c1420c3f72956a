import { describe, expect, it } from "vitest";
import { describeSession } from "../../test/contracts/session-suite.ts";
import { DeferredJournal } from "../../test/fakes/deferred-journal.ts";
import { ManualClock, settle } from "../../test/fakes/manual-clock.ts";
import { LocalSession } from "./local-session.ts";
import { isMessage } from "./protocol.ts";
import { RoomHost } from "./room-host.ts";

describeSession("LocalSession", async ({ policy = "open" } = {}) => {
  const clock = new ManualClock();
  const host = await RoomHost.open({ clock, policy });
  let pushes = 0;
  return {
    clock,
    session: (options = {}) => new LocalSession(host, { clock, newId: () => `push-${++pushes}`, ...options }),
    close: () => host.close(),
  };
});

describe("LocalSession, several calls at once", () => {
  async function open() {
    const clock = new ManualClock();
    const journal = new DeferredJournal();
    const host = await RoomHost.open({ clock, journal });
    const enter = async (name: string) => {
      const session = new LocalSession(host, { clock });
      const joined = session.join(name);
      journal.release();
      await joined;
      return session;
    };
    const said = () =>
      host
        .eventsAfter(0)
        .filter(isMessage)
        .map(({ content }) => content);
    return { clock, journal, host, enter, said };
  }

  it("[PUSH-7] what is appended while a push is under way begins the next message", async () => {
    const { journal, enter, said } = await open();
    const ada = await enter("Ada");
    await ada.append("one");
    const first = ada.push();
    await settle();
    await ada.append("two");
    journal.release();
    expect(await first).toMatchObject({ status: 1 });
    expect(await ada.preview()).toMatchObject({ draft: "two" });
    const second = ada.push();
    await settle();
    journal.release();
    expect(await second).toMatchObject({ status: 1 });
    expect(said()).toEqual(["one", "two"]);
  });

  it("[PUSH-7] of two pushes at once the second sends what the first has left", async () => {
    const { journal, enter, said } = await open();
    const ada = await enter("Ada");
    await ada.append("one");
    const first = ada.push();
    const second = ada.push();
    await settle();
    await ada.append("two");
    const third = ada.push();
    for (let writes = 0; writes < 3; writes++) {
      journal.release();
      await settle();
    }
    const results = await Promise.all([first, second, third]);
    expect(results.map(({ status }) => status)).toEqual([1, 1, 0]);
    expect(said()).toEqual(["one", "two"]);
  });

  it("[PUSH-4] a push counts as read what was returned when it was called, whatever it has to wait for", async () => {
    const { journal, enter } = await open();
    const ada = await enter("Ada");
    const bob = await enter("Bob");
    await ada.append("one");
    await bob.append("news");
    const news = bob.push();
    await settle();
    const blind = ada.push();
    journal.release();
    await news;
    expect(await blind).toMatchObject({ status: 0, reason: "unseen_messages" });
  });

  it("[CHECK-5] what woke an earlier stay does not end a check of the next", async () => {
    const { clock, journal, host, enter } = await open();
    const bob = await enter("Bob");
    const step = async (action: Promise<unknown>) => {
      await settle();
      journal.release();
      await action;
    };
    await bob.append("anyone here?");
    await step(bob.push());
    await step(host.execute({ type: "nudge", participant: "Bob" }));
    await step(bob.leave());
    await step(bob.join("Bob"));
    const ended: string[] = [];
    const waiting = bob.check({ timeout: 1_000 }).finally(() => ended.push("check"));
    await settle();
    expect(ended).toEqual([]);
    await clock.advance(1_000);
    expect(await waiting).toMatchObject({ timed_out: true, messages: [] });
  });

  it("[CHECK-6] a check of somebody who leaves ends", async () => {
    const { journal, enter } = await open();
    const ada = await enter("Ada");
    const waiting = ada.check();
    const left = ada.leave();
    journal.release();
    await left;
    expect(await waiting).toMatchObject({ messages: [] });
  });
});
