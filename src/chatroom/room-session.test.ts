import { describe, expect, it } from "vitest";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { renderResult } from "./core/transcript.ts";
import { LocalSession } from "./local-session.ts";
import { isMessage } from "./protocol.ts";
import { RoomHost, type RoomOptions } from "./room-host.ts";

async function meet(options: Partial<RoomOptions> = {}) {
  const clock = new ManualClock();
  const host = await RoomHost.open({ clock, ...options });
  const [ada, bob] = [new LocalSession(host, { clock }), new LocalSession(host, { clock })];
  await ada.join("Ada");
  await bob.join("Bob");
  return { clock, host, ada, bob };
}

describe("a session that was away for longer than the room keeps", () => {
  it("[ROOM-13] is told how much it missed, and goes on from what is kept", async () => {
    const { ada, bob } = await meet({ keep: { events: 3, characters: Infinity } });
    for (let n = 1; n <= 10; n++) {
      await ada.append(`message ${n}`);
      await ada.push();
    }
    const late = await bob.append("my answer");
    expect(late.messages.filter(isMessage).map(({ content }) => content)).toEqual([
      "message 8",
      "message 9",
      "message 10",
    ]);
    expect(late.missed).toBe(8);
    expect(renderResult("append", late, { notices: "none", confirm: false })).toMatch(
      /^\[system\] 8 older events are no longer kept\.\nAda: message 8\n/,
    );
    expect(await bob.push()).toMatchObject({ status: 1 });
    expect(await bob.check({ timeout: 0 })).not.toHaveProperty("missed");
  });
});

describe("a room that checks what is said", () => {
  it("[PUSH-8] refuses what it does not allow, and the draft stays", async () => {
    const { ada, bob } = await meet({
      allows: (content, participant) => participant !== "Ada" || !/spam/.test(content),
    });
    await ada.append("buy spam");
    expect(await ada.push()).toMatchObject({ status: 0, reason: "content_policy" });
    expect(await ada.say("more spam")).toEqual({ type: "refused", reason: "content_policy" });
    expect((await ada.preview()).draft).toBe("buy spam");
    await bob.append("spam is a word");
    expect(await bob.push()).toMatchObject({ status: 1 });
  });
});

describe("saying something as it is", () => {
  it("[PUSH-9] is not refused for what was said meanwhile, and leaves the draft alone", async () => {
    const { ada, bob } = await meet();
    await bob.append("a draft of mine");
    await ada.append("unseen");
    await ada.push();
    expect(await bob.say("Hello!")).toMatchObject({ type: "sent" });
    expect((await bob.preview()).draft).toBe("a draft of mine");
    const heard = (await ada.check({ timeout: 0 })).messages.filter(isMessage);
    expect(heard.map(({ content, expected_seq }) => [content, expected_seq])).toEqual([["Hello!", null]]);
  });

  it("[JOIN-1] needs a seat", async () => {
    const clock = new ManualClock();
    const session = new LocalSession(await RoomHost.open({ clock }), { clock });
    await expect(session.say("Hello!")).rejects.toMatchObject({ code: "not_logged_in" });
  });
});
