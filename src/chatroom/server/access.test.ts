import { afterEach, describe, expect, it } from "vitest";
import {
  type AppStage,
  type Asked,
  bearer,
  closeApps,
  HOST,
  openApp,
  refusal,
  SERVER_TOKEN,
  type StageOptions,
} from "../../../test/fakes/app-stage.ts";
import { IDLE_LEASE_MS, USER_HEADER } from "../http-api.ts";

afterEach(closeApps);

/** What is done in a name, and what it is done with. */
const ACTS = [
  ["/send", { message: "hi" }],
  ["/talking_stick", {}],
  ["/composing", {}],
  ["/check_event", { delay: 2 }],
  ["/release", {}],
  ["/nudge", {}],
  ["/unregister", {}],
] as const;

const inNameOf = (app: AppStage, [path, more]: (typeof ACTS)[number], username: string, asked: Asked = {}) =>
  app.post(path, { username, ...more }, asked);

describe("Host", () => {
  const ask = async (host: string, options: StageOptions = {}) => {
    const app = await openApp(options);
    return app.get("/users", { headers: { host } });
  };

  it.each(["localhost", "localhost:1", "LOCALHOST:8894", "127.0.0.1:8894", "127.1.2.3", "[::1]:8894", "[::1]"])(
    "[ACCESS-1] a loopback bind answers to %s",
    async (host) => expect(await ask(host)).toMatchObject({ status: 200 }),
  );

  it.each([
    ...["evil.example", "evil.example:8894", "localhost.evil.example", "127.0.0.1.evil.example", "evil@localhost"],
    ...["192.168.1.2:8894", "10.0.0.1", "[2001:db8::1]:8894", "0.0.0.0", "", "localhost, localhost", "localhost:port"],
  ])("[ACCESS-1] a loopback bind does not answer to %j", async (host) =>
    expect(await ask(host)).toMatchObject(refusal("forbidden_host")),
  );

  it.each(["192.168.1.2:8894", "[2001:db8::1]:8894", "10.0.0.1", "localhost:8894", "box:8894", "BOX", "chat.example"])(
    "[ACCESS-2] another bind answers to %s",
    async (host) => {
      const options = { bindHost: "0.0.0.0", hostname: "Box", allowHosts: ["chat.example", "other.example:99"] };
      expect(await ask(host, options)).toMatchObject({ status: 200 });
    },
  );

  it.each(["evil.example", "box.evil.example", "other.example:98", "1.2.3.4.evil.example"])(
    "[ACCESS-2] another bind does not answer to %s",
    async (host) => {
      const options = { bindHost: "0.0.0.0", hostname: "box", allowHosts: ["other.example:99"] };
      expect(await ask(host, options)).toMatchObject(refusal("forbidden_host"));
    },
  );

  it("[ACCESS-1] on every path, also where there is nothing", async () => {
    const app = await openApp();
    const headers = { host: "evil.example" };
    for (const path of [
      "/",
      "/healthz",
      "/openapi.json",
      "/docs",
      "/nothing",
      "/mcp",
      "/rooms/none/users",
      "/events",
    ]) {
      expect(await app.get(path, { headers }), path).toMatchObject(refusal("forbidden_host"));
    }
    expect(await app.post("/send", { username: "Ada", message: "hi" }, { headers })).toMatchObject(
      refusal("forbidden_host"),
    );
  });
});

describe("Origin", () => {
  it.each([
    ["a page of the server", { origin: `http://${HOST}` }],
    ["the same behind a proxy with TLS", { origin: "https://chat.example", host: "chat.example" }],
    ["the same with the port that goes without saying", { origin: "http://localhost", host: "localhost:80" }],
    ["a program", {}],
    ["an address that was typed in", { "sec-fetch-site": "none" }],
    ["the server's page, by its own word", { origin: `http://${HOST}`, "sec-fetch-site": "same-origin" }],
  ])("[ACCESS-3] %s may call", async (_who, headers: Record<string, string>) => {
    const app = await openApp({ allowHosts: ["chat.example"] });
    const { status, headers: answered } = await app.get("/users", { headers });
    expect(status).toBe(200);
    expect(answered.get("access-control-allow-origin")).toBeNull();
  });

  it.each([
    ["another site", { origin: "https://evil.example" }],
    ["another port", { origin: "http://127.0.0.1:3000" }],
    ["a frame in a sandbox, a page from disk", { origin: "null" }],
    ["a link or image of another site", { "sec-fetch-site": "cross-site" }],
    ["a liar", { origin: `http://${HOST}`, "sec-fetch-site": "cross-site" }],
    ["a strange scheme", { origin: `chrome-extension://${HOST}` }],
    ["nobody", { origin: "" }],
  ])("[ACCESS-3] %s may not", async (_who, headers: Record<string, string>) => {
    const app = await openApp();
    await app.meet("Ada");
    for (const path of ["/users", "/docs", "/nothing", "/events?username=Ada", "/mcp"]) {
      const answer = await app.get(path, { headers });
      expect(answer, path).toMatchObject(refusal("forbidden_origin"));
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
    const sent = await app.post("/send", { username: "Ada", message: "hi" }, { headers });
    expect(sent).toMatchObject(refusal("forbidden_origin"));
    expect(app.lobby.host.lastSeq).toBe(1);
  });

  it.each(["https://app.example", "null", "http://127.0.0.1:3000"])(
    "[ACCESS-4] %s may where it is allowed, and can read what it is answered",
    async (origin) => {
      const app = await openApp({ allowOrigins: ["https://APP.example/", "null", "http://127.0.0.1:3000"] });
      const headers = { origin, "sec-fetch-site": "cross-site" };
      for (const path of ["/users", "/nothing"]) {
        const answer = await app.get(path, { headers });
        expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
        expect(answer.headers.get("vary")).toBe("Origin");
        expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
      }
    },
  );

  it("[ACCESS-4] answers an allowed page's preflight, and no other", async () => {
    const app = await openApp({ allowOrigins: ["https://app.example"] });
    const preflight = (origin: string) =>
      app.ask("OPTIONS", "/send", {
        headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
      });
    const { status, headers } = await preflight("https://app.example");
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(headers.get("access-control-allow-methods")).toContain("POST");
    for (const name of ["Authorization", "Content-Type", "Last-Event-ID", USER_HEADER, "Mcp-Session-Id"]) {
      expect(headers.get("access-control-allow-headers")).toContain(name);
    }
    expect(await preflight("https://evil.example")).toMatchObject(refusal("forbidden_origin"));
  });
});

describe("an open server", () => {
  it("[ACCESS-5] a username is enough", async () => {
    const app = await openApp();
    await app.meet("Ada");
    for (const act of ACTS) expect(await inNameOf(app, act, "Ada"), act[0]).toMatchObject({ status: 200 });
  });

  it("[ACCESS-5] a token that is sent all the same has to be right", async () => {
    const app = await openApp({ token: SERVER_TOKEN });
    const [ada, bob] = await app.meet("Ada", "Bob");
    for (const act of ACTS.slice(0, -1)) {
      expect(await inNameOf(app, act, "Ada", bearer(ada))).toMatchObject({ status: 200 });
      expect(await inNameOf(app, act, "Ada", bearer(SERVER_TOKEN))).toMatchObject({ status: 200 });
      for (const wrong of [bob, "garbage", `${ada}x`]) {
        const answer = await inNameOf(app, act, "Ada", bearer(wrong));
        expect(answer).toMatchObject(refusal("unauthorized"));
        expect(answer.headers.get("www-authenticate")).toBe("Bearer");
      }
    }
    expect(await app.post("/register", { username: "Ada" }, bearer(bob))).toMatchObject(refusal("unauthorized"));
    expect(await app.get("/users", bearer("garbage"))).toMatchObject(refusal("unauthorized"));
  });

  it("[ACCESS-5] nobody of the name is there: not_registered", async () => {
    const app = await openApp();
    for (const act of ACTS.slice(0, -1)) {
      expect(await inNameOf(app, act, "Nobody"), act[0]).toMatchObject(refusal("not_registered"));
    }
  });
});

describe("a server with a token", () => {
  it("[ACCESS-6] nobody reads, speaks or comes in without one", async () => {
    const app = await openApp({ auth: "token" });
    await app.meet("Ada");
    for (const headers of [{}, { authorization: "Basic QWRhOkFkYQ==" }, { authorization: "Bearer garbage" }]) {
      for (const act of ACTS)
        expect(await inNameOf(app, act, "Ada", { headers })).toMatchObject(refusal("unauthorized"));
      for (const path of ["/users", "/messages", "/events?username=Ada", "/rooms", "/rooms/lobby", "/metrics"]) {
        expect(await app.get(path, { headers }), path).toMatchObject(refusal("unauthorized"));
      }
      for (const [path, body] of [
        ["/register", { username: "Eve" }],
        ["/reconnect", { username: "Ada" }],
        ["/rooms", { room: "den" }],
      ] as const) {
        expect(await app.post(path, body, { headers }), path).toMatchObject(refusal("unauthorized"));
      }
    }
    for (const path of ["/healthz", "/openapi.json", "/docs"])
      expect(await app.get(path)).toMatchObject({ status: 200 });
    expect(app.lobby.host.lastSeq).toBe(1);
  });

  it("[ACCESS-6] a session token acts in its own name, and in no other", async () => {
    const app = await openApp({ auth: "token" });
    const [ada, bob] = await app.meet("Ada", "Bob");
    for (const act of ACTS.slice(0, -1)) {
      expect(await inNameOf(app, act, "Ada", bearer(ada)), act[0]).toMatchObject({ status: 200 });
    }
    const before = app.lobby.host.lastSeq;
    for (const act of ACTS) {
      expect(await inNameOf(app, act, "Ada", bearer(bob)), act[0]).toMatchObject(refusal("forbidden"));
      expect(await inNameOf(app, act, "Ada", bearer(SERVER_TOKEN)), act[0]).toMatchObject(refusal("forbidden"));
    }
    for (const token of [bob, SERVER_TOKEN]) {
      expect(await app.get("/events?username=Ada", bearer(token))).toMatchObject(refusal("forbidden"));
    }
    expect(app.lobby.host.lastSeq).toBe(before);
    expect(await inNameOf(app, ["/unregister", {}], "Ada", bearer(ada))).toMatchObject({ status: 200 });
    expect(app.lobby.host.participants).toEqual(["Bob"]);
  });

  it("[ACCESS-6] the server's token and any session token may look around", async () => {
    const app = await openApp({ auth: "token" });
    const [ada] = await app.meet("Ada");
    for (const token of [ada, SERVER_TOKEN]) {
      for (const path of ["/users", "/messages", "/rooms", "/rooms/lobby", "/metrics"]) {
        expect(await app.get(path, bearer(token)), path).toMatchObject({ status: 200 });
      }
    }
    expect(await app.post("/rooms", { room: "den" }, bearer(ada))).toMatchObject(refusal("forbidden"));
    expect(await app.post("/rooms", { room: "den" }, bearer(SERVER_TOKEN))).toMatchObject({ status: 201 });
  });

  it("[ACCESS-6] a session token is for one room", async () => {
    const app = await openApp({ auth: "token" });
    const [ada] = await app.meet("Ada");
    await app.post("/rooms", { room: "den" }, bearer(SERVER_TOKEN));
    await app.post("/rooms/den/register", { username: "Ada" }, bearer(SERVER_TOKEN));
    const sent = await app.post("/rooms/den/send", { username: "Ada", message: "hi" }, bearer(ada));
    expect(sent).toMatchObject(refusal("forbidden"));
  });

  it("[ACCESS-7] the session token gives the same seat again, with or without the server's", async () => {
    const app = await openApp({ auth: "token" });
    const [ada, bob] = await app.meet("Ada", "Bob");
    const again = (headers: Record<string, string>) => app.post("/register", { username: "Ada" }, { headers });
    const server = { authorization: `Bearer ${SERVER_TOKEN}` };
    expect(await again({ ...server, "x-llm-chat-session": ada ?? "" })).toMatchObject({ body: { session_token: ada } });
    expect(await again({ authorization: `Bearer ${ada}` })).toMatchObject({ body: { session_token: ada } });
    expect(await again(server)).toMatchObject(refusal("name_taken"));
    expect(await again({ ...server, "x-llm-chat-session": bob ?? "" })).toMatchObject(refusal("name_taken"));
    expect(await again({ ...server, "x-llm-chat-session": "garbage" })).toMatchObject(refusal("name_taken"));
    expect(await again({ authorization: `Bearer ${bob}` })).toMatchObject(refusal("forbidden"));
  });

  it("[ACCESS-9] who has left has a token for nothing, also when somebody else has the name now", async () => {
    const app = await openApp({ auth: "token" });
    const [old] = await app.meet("Ada");
    await app.post("/unregister", { username: "Ada" }, bearer(old));
    const send = () => app.post("/send", { username: "Ada", message: "hi" }, bearer(old));
    expect(await send()).toMatchObject(refusal("not_registered"));
    expect(await app.post("/register", { username: "Ada" }, bearer(old))).toMatchObject(refusal("unauthorized"));
    const [young] = await app.meet("Ada");
    expect(young).not.toBe(old);
    expect(await send()).toMatchObject(refusal("unauthorized"));
    expect(await app.post("/unregister", { username: "Ada" }, bearer(old))).toMatchObject(refusal("unauthorized"));
    expect(app.lobby.host.participants).toEqual(["Ada"]);
  });

  it("[ACCESS-9] who has left does not look around either, also in another room", async () => {
    const app = await openApp({ auth: "token" });
    const [old] = await app.meet("Ada");
    await app.post("/rooms", { room: "den" }, bearer(SERVER_TOKEN));
    await app.post("/unregister", { username: "Ada" }, bearer(old));
    await app.meet("Ada");
    for (const path of ["/users", "/messages", "/rooms", "/rooms/lobby", "/rooms/den/messages", "/metrics"]) {
      expect(await app.get(path, bearer(old)), path).toMatchObject(refusal("unauthorized"));
    }
  });

  it("[ACCESS-9] so has who went without a word", async () => {
    const app = await openApp({ auth: "token" });
    const [ada] = await app.meet("Ada");
    await app.clock.advance(IDLE_LEASE_MS + 1);
    const sent = await app.post("/send", { username: "Ada", message: "hi" }, bearer(ada));
    expect(sent).toMatchObject(refusal("not_registered"));
  });
});

describe("the rate", () => {
  it("[ACCESS-8] too many requests of one participant are refused, and it is told when to go on", async () => {
    const app = await openApp({ rate: 5 });
    await app.meet("Ada", "Bob");
    const composing = (username: string) => app.post("/composing", { username });
    for (let n = 0; n < 10; n++) expect(await composing("Ada")).toMatchObject({ status: 200 });
    const refused = await composing("Ada");
    expect(refused).toMatchObject(refusal("rate_limited"));
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await composing("Bob")).toMatchObject({ status: 200 });
    await app.clock.advance(1_000);
    expect(await composing("Ada")).toMatchObject({ status: 200 });
  });

  it("[ACCESS-8] who is nobody yet is counted by address, so that tokens and names cannot be tried out", async () => {
    const app = await openApp({ auth: "token", rate: 5 });
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) {
      const { status } = await app.post("/send", { username: `user ${n}`, message: "hi" }, bearer(`guess ${n}`));
      statuses.push(status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    expect(await app.get("/users", bearer(SERVER_TOKEN))).toMatchObject(refusal("rate_limited"));
    expect(await app.get("/healthz")).toMatchObject({ status: 200 });
  });

  it("[ACCESS-8] JSON-RPC is told in its own words", async () => {
    const app = await openApp({ rate: 1 });
    await app.meet("Ada");
    const call = () =>
      app.post("/rpc", { jsonrpc: "2.0", method: "preview", id: 1 }, { headers: { [USER_HEADER]: "Ada" } });
    expect(await call()).toMatchObject({ status: 200 });
    expect(await call()).toMatchObject({ status: 200 });
    const refused = await call();
    expect(refused).toMatchObject({ status: 429, body: { jsonrpc: "2.0", error: { code: 40003 } } });
    expect(refused.headers.get("retry-after")).toBe("1");
  });
});
