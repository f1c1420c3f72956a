import { describe, expect, it } from "vitest";
import { RoomStage } from "../../../test/fakes/join-stage.ts";
import { localSeat } from "../../../test/fakes/local-seat.ts";
import { settle } from "../../../test/fakes/manual-clock.ts";
import { type FloorPolicy, isMessage } from "../../chatroom/index.ts";
import { Outbox } from "./outbox.ts";

async function stage(policy: FloorPolicy = "open", allows?: (content: string) => boolean) {
  const room = await RoomStage.open(policy, allows);
  const { clock, host } = room;
  const seat = localSeat(host, clock).open({ onStatus() {}, onComposing() {} });
  await seat.login("Me");
  const failed: string[] = [];
  const outbox = new Outbox({
    seat,
    onChange() {},
    onFailed: (text, reason) => void failed.push(`${text}: ${reason}`),
  });
  const said = () =>
    host
      .eventsAfter(0)
      .filter(isMessage)
      .map(({ sender, content }) => `${sender}: ${content}`);
  return { room, host, clock, seat, outbox, failed, said };
}

describe("[PERSON-4] messages", () => {
  it("are sent one after the other, whatever others have said meanwhile", async () => {
    const { room, outbox, said, failed } = await stage();
    await room.says("Ada", "unseen");
    for (const text of ["one", "two", "three"]) outbox.send(text);
    expect(outbox.texts).toEqual(["one", "two", "three"]);
    await outbox.idle();
    expect(said()).toEqual(["Ada: unseen", "Me: one", "Me: two", "Me: three"]);
    expect(failed).toEqual([]);
    expect(outbox.state).toEqual({ type: "idle" });
  });

  it("that the room refuses are given back with the reason; the next ones go on", async () => {
    const { outbox, said, failed } = await stage("open", (content) => !content.includes("secret"));
    for (const text of ["one", "secret", "two"]) outbox.send(text);
    await outbox.idle();
    expect(said()).toEqual(["Me: one", "Me: two"]);
    expect(failed).toEqual(["secret: the room does not allow this content"]);
  });

  it("are given back where the room has ended", async () => {
    const { host, outbox, failed } = await stage();
    await host.close();
    outbox.send("one");
    await outbox.idle();
    expect(failed).toEqual(["one: the room cannot store messages any more; one can only read"]);
  });
});

describe("[PERSON-5] in a room with a stick a message", () => {
  it("claims it, waits for its turn, and gives it back by being sent", async () => {
    const { room, host, outbox, said } = await stage("stick");
    const ada = await room.other("Ada");
    await ada.talkingStick();
    outbox.send("one");
    await settle();
    expect(outbox.state).toEqual({ type: "waiting_for_stick" });
    expect(host.stick.queue).toEqual(["Me"]);
    expect((await ada.say("first")).type).toBe("sent");
    await outbox.idle();
    expect(said()).toEqual(["Ada: first", "Me: one"]);
    expect(host.stick.holder).toBeNull();
  });

  it("claims it anew where its place was lost with the seat", async () => {
    const { room, host, seat, outbox, said } = await stage("stick");
    const ada = await room.other("Ada");
    await ada.talkingStick();
    outbox.send("one");
    await settle();
    // As after a connection that was broken for longer than the lease.
    await host.execute({ type: "leave", participant: "Me" });
    await host.execute({ type: "join", name: "Me" });
    await settle();
    expect(host.stick.queue).toEqual(["Me"]);
    await ada.reset();
    await outbox.idle();
    expect(seat.username).toBe("Me");
    expect(said()).toEqual(["Me: one"]);
  });

  it("is dropped by reset, and the stick that comes for it is given back at once", async () => {
    const { room, host, outbox, said, failed } = await stage("stick");
    const ada = await room.other("Ada");
    const bob = await room.other("Bob");
    await ada.talkingStick();
    outbox.send("one");
    await settle();
    await bob.talkingStick();
    await outbox.reset();
    expect(outbox.texts).toEqual([]);
    await ada.reset();
    await settle();
    expect(host.stick.holder).toBe("Bob");
    expect(said()).toEqual([]);
    expect(failed).toEqual([]);
    // What is entered after that goes its way.
    outbox.send("two");
    await settle();
    await bob.reset();
    await outbox.idle();
    expect(said()).toEqual(["Me: two"]);
  });

  it("/stick keeps it until it is given back", async () => {
    const { host, outbox } = await stage("stick");
    expect((await outbox.claimStick()).granted).toBe(true);
    await settle();
    expect(host.stick.holder).toBe("Me");
    await outbox.reset();
    expect(host.stick.holder).toBeNull();
  });
});
