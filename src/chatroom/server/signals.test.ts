import { afterEach, describe, expect, it } from "vitest";
import { type AppStage, closeApps, openApp, refusal } from "../../../test/fakes/app-stage.ts";
import { LIMITS } from "../protocol.ts";

afterEach(closeApps);

async function noticesOf(app: AppStage) {
  const { body } = await app.get("/messages?notices=true");
  return (body["messages"] as { sender: string; content: string; type: string }[])
    .filter(({ type }) => type !== "joined" && type !== "message")
    .map(({ sender, content }) => `${sender}: ${content}`);
}

describe("POST /talking_stick", () => {
  it("[HTTP-13] in a stick room it is granted, or there is a place in the queue", async () => {
    const app = await openApp({ floor: "stick" });
    await app.meet("Ada", "Bob", "Cid");
    const claim = async (username: string) => (await app.post("/talking_stick", { username })).body;
    expect(await claim("Ada")).toEqual({
      success: true,
      granted: true,
      holder: "Ada",
      position: 0,
      seqs: [4],
      last_seq: 4,
    });
    expect(await claim("Bob")).toMatchObject({ granted: false, holder: "Ada", position: 1, seqs: [5] });
    expect(await claim("Cid")).toMatchObject({ granted: false, holder: "Ada", position: 2 });
    expect(await claim("Bob")).toMatchObject({ position: 1, seqs: [] });
    await app.post("/release", { username: "Ada" });
    expect(await claim("Bob")).toMatchObject({ granted: true, holder: "Bob" });
  });

  it("[HTTP-13] in an open room everybody is told", async () => {
    const app = await openApp();
    await app.meet("Ada");
    const { body } = await app.post("/talking_stick", { username: "Ada" });
    expect(body).toMatchObject({ granted: false, holder: null, position: 0 });
    expect(await noticesOf(app)).toEqual(["Server: Ada has claimed the talking stick and wants to speak."]);
  });
});

describe("POST /check_event", () => {
  it.each([
    [{ delay: 4 }, "4 seconds"],
    [{ delay: 2.5 }, "2.5 seconds"],
    [{ delay: 2.123456789 }, "2.1 seconds"],
    [{ delay: null }, "2 seconds"],
    [{}, "2 seconds"],
  ])("[HTTP-13] %j: says for how long one has waited", async (more, words) => {
    const app = await openApp();
    await app.meet("Ada");
    expect(await app.post("/check_event", { username: "Ada", ...more })).toMatchObject({ body: { success: true } });
    expect(await noticesOf(app)).toEqual([`Server: Ada has been waiting for a response for ${words}...`]);
  });

  it.each([-1, 1e10, "4", true, [4]])("[HTTP-13] %j is no delay", async (delay) => {
    const app = await openApp();
    await app.meet("Ada");
    expect(await app.post("/check_event", { username: "Ada", delay })).toMatchObject(refusal("invalid_request"));
  });

  it("[HTTP-13] a participant named Al sees what is said about Alice", async () => {
    const app = await openApp();
    await app.meet("Al", "Alice");
    await app.post("/check_event", { username: "Alice", delay: 4 });
    expect(await noticesOf(app)).toEqual(["Server: Alice has been waiting for a response for 4 seconds..."]);
  });
});

describe("signs of life", () => {
  it("[HTTP-13] composing renews the lease of the stick, and is no event", async () => {
    const app = await openApp({ floor: "stick" });
    await app.meet("Ada", "Bob");
    await app.post("/talking_stick", { username: "Ada" });
    const { lastSeq } = app.lobby.host;
    for (let n = 0; n < 3; n++) {
      await app.clock.advance(LIMITS.stickLeaseMs - 1);
      expect(await app.post("/composing", { username: "Ada" })).toMatchObject({
        body: { success: true, last_seq: lastSeq },
      });
    }
    expect(app.lobby.host.stick.holder).toBe("Ada");
    await app.clock.advance(LIMITS.stickLeaseMs + 1);
    expect(app.lobby.host.stick.holder).toBeNull();
  });

  it("[HTTP-13] composing is told to those who listen, unless nothing is being written", async () => {
    const app = await openApp();
    await app.meet("Ada");
    const told: string[] = [];
    app.lobby.hub.composing = (name) => told.push(name);
    await app.post("/composing", { username: "Ada", writing: false });
    expect(told).toEqual([]);
    await app.post("/composing", { username: "Ada" });
    expect(told).toEqual(["Ada"]);
    expect(await app.post("/composing", { username: "Ada", writing: "no" })).toMatchObject({ status: 400 });
  });

  it("[HTTP-13] to wait is none: it holds no stick", async () => {
    const app = await openApp({ floor: "stick" });
    await app.meet("Ada");
    await app.post("/talking_stick", { username: "Ada" });
    await app.clock.advance(LIMITS.stickLeaseMs - 1);
    await app.post("/check_event", { username: "Ada" });
    await app.clock.advance(2);
    expect(app.lobby.host.stick.holder).toBeNull();
  });
});

describe("POST /release and /nudge", () => {
  it("[HTTP-13] release gives the stick back, and does nothing where there is none", async () => {
    const app = await openApp({ floor: "stick" });
    await app.meet("Ada");
    await app.post("/talking_stick", { username: "Ada" });
    expect(await app.post("/release", { username: "Ada" })).toMatchObject({ body: { success: true, last_seq: 3 } });
    expect(await app.post("/release", { username: "Ada" })).toMatchObject({ body: { success: true, last_seq: 3 } });
    expect(app.lobby.host.stick.holder).toBeNull();
  });

  it("[HTTP-13] a nudge is to the caller itself", async () => {
    const app = await openApp();
    await app.meet("Ada", "Bob");
    await app.post("/nudge", { username: "Ada" });
    expect(app.lobby.host.eventsAfter(2)).toMatchObject([{ type: "nudge", participant: "Ada" }]);
  });
});
