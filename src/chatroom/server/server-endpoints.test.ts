import { afterEach, describe, expect, it } from "vitest";
import { closeApps, openApp, refusal } from "../../../test/fakes/app-stage.ts";
import { ChatError } from "../errors.ts";
import { MemoryStore } from "../journal/room-store.ts";

afterEach(closeApps);

describe("rooms", () => {
  it("[HTTP-15] one is made once, with its own floor, and has everything the lobby has", async () => {
    const app = await openApp();
    const { status, body } = await app.post("/rooms", { room: "den", floor: "stick" });
    expect(status).toBe(201);
    expect(body).toEqual({ success: true, room: "den", floor: "stick", participants: [], last_seq: 0 });
    expect(await app.post("/rooms", { room: "den" })).toMatchObject(refusal("room_exists"));
    expect(await app.post("/rooms/den/register", { username: "Ada" })).toMatchObject({
      body: { room: "den", joined_seq: 1 },
    });
    expect((await app.get("/rooms/den/users")).body["users"]).toEqual(["Ada"]);
    expect((await app.get("/users")).body["users"]).toEqual([]);
    expect((await app.get("/rooms")).body).toEqual({
      rooms: [
        { room: "lobby", floor: "open", participants: [], last_seq: 0 },
        { room: "den", floor: "stick", participants: ["Ada"], last_seq: 1 },
      ],
    });
    expect((await app.get("/rooms/den")).body).toMatchObject({ room: "den", last_seq: 1 });
  });

  it("[HTTP-15] the lobby is also a room by its name", async () => {
    const app = await openApp();
    await app.post("/rooms/lobby/register", { username: "Ada" });
    expect((await app.get("/users")).body["users"]).toEqual(["Ada"]);
  });

  it.each(["", "Den", "../etc", "a/b", "-x", "x".repeat(65), "__proto__", "constructor\u0000"])(
    "[HTTP-15] %j is no room's name",
    async (room) => {
      const app = await openApp();
      expect(await app.post("/rooms", { room })).toMatchObject(refusal("invalid_request"));
    },
  );

  it.each(["none", "__proto__", "constructor", "..%2f", "%ff", "LOBBY", "lobby%00"])(
    "[HTTP-4] there is no room %s",
    async (room) => {
      const app = await openApp();
      for (const path of [`/rooms/${room}`, `/rooms/${room}/users`, `/rooms/${room}/messages`]) {
        expect(await app.get(path), path).toMatchObject(refusal("unknown_room"));
      }
      const sent = await app.post(`/rooms/${room}/send`, { username: "Ada", message: "hi" });
      expect(sent).toMatchObject(refusal("unknown_room"));
    },
  );

  it("[HTTP-15] a stored room that cannot be opened says so, without where it is stored; the others are served", async () => {
    class HalfBroken extends MemoryStore {
      override async list() {
        return ["den"];
      }
      override open(room: string, wanted: "open" | "stick") {
        if (room === "den") throw new ChatError("journal_corrupt", "/var/secret/den.jsonl: line 7 is damaged");
        return super.open(room, wanted);
      }
    }
    const app = await openApp({ store: new HalfBroken() });
    const answer = await app.get("/rooms/den/users");
    expect(answer).toMatchObject(refusal("room_read_only"));
    expect(answer.text).not.toContain("secret");
    expect(await app.post("/rooms", { room: "den" })).toMatchObject(refusal("room_read_only"));
    expect(await app.post("/register", { username: "Ada" })).toMatchObject({ status: 200 });
  });
});

describe("paths and methods", () => {
  it("[HTTP-7] where there is nothing: not_found", async () => {
    const app = await openApp();
    for (const path of ["/", "/nothing", "/send/", "/SEND", "/rooms/lobby/nothing", "/rooms/lobby/rooms", "//send"]) {
      expect(await app.get(path), path).toMatchObject(refusal("not_found"));
    }
    expect(await app.post("/nothing", {})).toMatchObject(refusal("not_found"));
  });

  it.each([
    ["GET", "/send", "POST"],
    ["PUT", "/rooms/lobby/send", "POST"],
    ["POST", "/users", "GET, HEAD"],
    ["DELETE", "/rooms", "GET, HEAD, POST"],
    ["PUT", "/mcp", "POST, GET, HEAD, DELETE"],
    ["OPTIONS", "/events", "GET, HEAD"],
    ["PROPFIND", "/healthz", "GET, HEAD"],
  ])("[HTTP-7] %s %s: method_not_allowed, and which are", async (method, path, allow) => {
    const app = await openApp();
    const answer = await app.ask(method, path, {});
    expect(answer).toMatchObject(refusal("method_not_allowed"));
    expect(answer.headers.get("allow")).toBe(allow);
  });

  it("[HTTP-7] HEAD is GET without the body", async () => {
    const app = await openApp();
    const { status, text, headers } = await app.ask("HEAD", "/users", {});
    expect({ status, text }).toEqual({ status: 200, text: "" });
    expect(headers.get("content-type")).toBe("application/json");
  });

  it("[HTTP-3] nobody keeps an answer, or guesses what it is", async () => {
    const app = await openApp();
    for (const path of ["/users", "/healthz", "/nothing", "/docs", "/metrics"]) {
      const { headers } = await app.get(path);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});

describe("how the server is", () => {
  it("[HTTP-15] /healthz", async () => {
    const app = await openApp();
    expect((await app.get("/healthz")).body).toEqual({ status: "ok", version: "1.2.3" });
  });

  it("[HTTP-15] /metrics counts what was answered, by route and never by path", async () => {
    const app = await openApp();
    await app.meet("Ada");
    await app.get("/rooms/lobby/users");
    await app.get("/nothing/secret-path");
    const { text } = await app.get("/metrics");
    expect(text).toMatch(/requests_total\{.*"\/register".*"200".*\} 1/);
    expect(text).toContain("/rooms/:room/users");
    expect(text).not.toContain("secret-path");
    expect(text).not.toContain("Ada");
  });

  it("[HTTP-5] a fault inside is an internal_error that tells nothing; the operator is told, in one line", async () => {
    const app = await openApp({
      allows: () => {
        throw new Error("a secret\nof the inside");
      },
    });
    await app.meet("Ada");
    const answer = await app.post("/send", { username: "Ada", message: "hi" });
    expect(answer).toMatchObject(refusal("internal_error"));
    expect(answer.text).not.toContain("secret");
    expect(app.logged).toHaveLength(1);
    expect(app.logged[0]).toMatch(/^POST \/send: .*a secret of the inside/);
    expect(app.logged[0]).not.toContain("\n");
    expect(await app.get("/users")).toMatchObject({ status: 200 });
  });
});
