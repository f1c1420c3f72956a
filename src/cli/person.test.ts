import { describe, expect, it } from "vitest";
import { ManualClock, settle } from "../../test/fakes/manual-clock.ts";
import { type FloorPolicy, isMessage } from "../chatroom/protocol.ts";
import { LocalSession, RoomHost } from "../chatroom/index.ts";
import { Person } from "./person.ts";

async function openRoom({ name = "Grace", policy = "open" }: { name?: string; policy?: FloorPolicy } = {}) {
  const clock = new ManualClock();
  const host = await RoomHost.open({ clock, policy });
  const ada = new LocalSession(host, { clock });
  await ada.join("Ada");
  const failures: string[] = [];
  let pushes = 0;
  const newId = () => `push-${++pushes}`;
  const person = new Person({
    session: new LocalSession(host, { clock, newId }),
    name,
    onFailure: (sentence) => failures.push(sentence),
  });
  const said = () =>
    host
      .eventsAfter(0)
      .filter(isMessage)
      .map(({ sender, content }) => `${sender}: ${content}`);
  return { clock, host, ada, person, failures, said };
}

describe("a person", () => {
  it("comes in with the first word, not before, and goes with the end", async () => {
    const { host, person, said } = await openRoom();
    person.composing();
    expect(host.participants).toEqual(["Ada"]);
    await person.say("Hello, Ada.");
    expect(host.participants).toEqual(["Ada", "Grace"]);
    expect(said()).toEqual(["Grace: Hello, Ada."]);
    await person.leave();
    expect(host.participants).toEqual(["Ada"]);
  });

  it("is never refused for what was said meanwhile, and is heard in the order of typing", async () => {
    const { ada, person, said, failures } = await openRoom();
    await person.say("One.");
    await ada.append("Two.");
    await ada.push();
    await ada.push();
    await Promise.all([person.say("Three."), person.say("Four.")]);
    expect(said()).toEqual(["Grace: One.", "Ada: Two.", "Grace: Three.", "Grace: Four."]);
    expect(failures).toEqual([]);
  });

  it("wakes who waits", async () => {
    const { ada, person } = await openRoom();
    const heard = ada.check({ timeout: 60_000 });
    await person.say("Are you there?");
    expect((await heard).messages.filter(isMessage).map(({ content }) => content)).toEqual(["Are you there?"]);
  });

  it.each([
    ["ada", "ada 2"],
    ["system", "Guest"],
    ["a|b", "Guest"],
    ["", "Guest"],
    ["x".repeat(64), "Guest"],
  ])("called %j is %j in the room", async (name, shown) => {
    const { host, person, failures } = await openRoom({ name });
    await person.say("Hi.");
    expect(failures).toEqual([]);
    expect(host.participants).toEqual(["Ada", shown]);
  });

  it("who says nothing does not come in", async () => {
    const { host, person } = await openRoom();
    await person.say(" \n ");
    expect(host.participants).toEqual(["Ada"]);
    await person.leave();
  });
});

describe("a person in a room with a stick", () => {
  it("waits for it, speaks, and passes it on", async () => {
    const { host, ada, person, said } = await openRoom({ policy: "stick" });
    await ada.talkingStick();
    const spoken = person.say("My turn.");
    await settle();
    expect(said()).toEqual([]);
    expect(host.stick).toMatchObject({ holder: "Ada", queue: ["Grace"] });
    await ada.append("Mine first.");
    await ada.push();
    await spoken;
    expect(said()).toEqual(["Ada: Mine first.", "Grace: My turn."]);
    expect(host.stick.holder).toBeNull();
  });

  it("has it at once where it is free, as often as there is something to say", async () => {
    const { host, person, said } = await openRoom({ policy: "stick" });
    await Promise.all([person.say("One."), person.say("Two.")]);
    expect(said()).toEqual(["Grace: One.", "Grace: Two."]);
    expect(host.stick.holder).toBeNull();
  });

  it("does not hold up the end, and is told what was not sent", async () => {
    const { host, ada, person, said, failures } = await openRoom({ policy: "stick" });
    await ada.talkingStick();
    void person.say("Too late.");
    void person.say("Much too late.");
    await settle();
    await person.leave();
    expect(said()).toEqual([]);
    expect(failures).toEqual([
      "Your message was not sent: the conversation is over",
      "Your message was not sent: the conversation is over",
    ]);
    expect(host.participants).toEqual(["Ada"]);
  });
});

describe("a person whose room has closed", () => {
  it("is told, and nothing breaks", async () => {
    const { host, person, failures } = await openRoom();
    await host.close();
    await person.say("Hello?");
    expect(failures).toEqual(["Your message was not sent: the room is closed; open it again"]);
    await person.leave();
  });
});
