import { afterEach, describe, expect, it } from "vitest";
import { closeApps, openApp, refusal } from "../../../test/fakes/app-stage.ts";
import { SERVER_LIMITS } from "../http-api.ts";

afterEach(closeApps);

describe("coming in", () => {
  it("[HTTP-8] /register answers where the newcomer stands", async () => {
    const app = await openApp({ floor: "stick" });
    await app.meet("Ada");
    await app.post("/talking_stick", { username: "Ada" });
    const { status, body } = await app.post("/register", { username: "Bob" });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      username: "Bob",
      session_token: expect.stringMatching(/^[\w-]+\.[\w-]+$/) as string,
      participants: ["Ada", "Bob"],
      last_seq: 3,
      room: "lobby",
      floor: "stick",
      stick: { holder: "Ada", queue: [], epoch: 1 },
      joined_seq: 3,
      unread_after: 2,
    });
  });

  it("[HTTP-8] the same name again is the same seat; /reconnect is the same, for a name that nobody knows too", async () => {
    const app = await openApp();
    const first = await app.post("/register", { username: "Ada" });
    const again = await app.post("/register", { username: "Ada" });
    expect(again.body).toEqual(first.body);
    expect((await app.post("/reconnect", { username: "Ada" })).body).toEqual(first.body);
    const unknown = await app.post("/reconnect", { username: "Bob" });
    expect(unknown).toMatchObject({ status: 200, body: { success: true, username: "Bob", joined_seq: 2 } });
    expect(app.lobby.host.participants).toEqual(["Ada", "Bob"]);
  });

  it("[HTTP-8] a client_id makes a seat one client's own", async () => {
    const app = await openApp();
    const enter = (client_id: string) => app.post("/register", { username: "Ada", client_id });
    const first = await enter("one");
    expect((await enter("one")).body).toEqual(first.body);
    expect(await enter("two")).toMatchObject(refusal("name_taken"));
  });

  it("[HTTP-8] the name is given back in NFC, and found however it is written", async () => {
    const app = await openApp();
    const { body } = await app.post("/register", { username: "Zoe\u0308" });
    expect(body["username"]).toBe("Zo\u00eb");
    expect(await app.post("/send", { username: "Zoe\u0308", message: "hi" })).toMatchObject({ status: 200 });
    expect(await app.post("/send", { username: "Zo\u00eb", message: "hi" })).toMatchObject({ status: 200 });
  });

  it.each(["", " ", " Ada", "a\nb", "a:b", "[x]", "Server", "system", "x".repeat(65), "\ud800", "a\u202eb", "\u0000"])(
    "[HTTP-8] %j is no name",
    async (username) => {
      const app = await openApp();
      expect(await app.post("/register", { username })).toMatchObject(refusal("invalid_name"));
      expect(app.lobby.host.lastSeq).toBe(0);
    },
  );

  it("[HTTP-8] a name that takes for ever to normalise is not normalised", async () => {
    const app = await openApp();
    const username = `a${"\u0315\u0300".repeat(150_000)}`;
    for (const path of ["/register", "/reconnect", "/send", "/unregister"]) {
      expect(await app.post(path, { username, message: "hi" }), path).toMatchObject(refusal("invalid_request"));
    }
  });

  it("[HTTP-8] two names that look the same are one", async () => {
    const app = await openApp();
    await app.meet("Alice");
    expect(await app.post("/register", { username: "AIice" })).toMatchObject(refusal("name_taken"));
  });

  it("[HTTP-8] a full room says so", async () => {
    const app = await openApp();
    for (let n = 0; n < SERVER_LIMITS.participants; n++) await app.lobby.seats.register({ username: `u${n}` });
    expect(await app.post("/register", { username: "Ada" })).toMatchObject(refusal("limit_reached"));
  });
});

describe("going", () => {
  it("[HTTP-8] /unregister says success also where nobody was there", async () => {
    const app = await openApp();
    await app.meet("Ada");
    expect(await app.post("/unregister", { username: "Ada" })).toMatchObject({ body: { success: true, last_seq: 2 } });
    expect(await app.post("/unregister", { username: "Ada" })).toMatchObject({ body: { success: true, last_seq: 2 } });
    expect(await app.post("/unregister", { username: "Nobody" })).toMatchObject({ status: 200 });
    expect(app.lobby.host.participants).toEqual([]);
  });

  it("[HTTP-13] /users names who is there, in the order they came", async () => {
    const app = await openApp();
    await app.meet("Zoe", "Ada");
    expect((await app.get("/users")).body).toEqual({ users: ["Zoe", "Ada"], last_seq: 2 });
    expect((await app.get("/rooms/lobby/users")).body).toEqual({ users: ["Zoe", "Ada"], last_seq: 2 });
  });
});
