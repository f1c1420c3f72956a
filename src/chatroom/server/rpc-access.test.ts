import { describe, expect, it } from "vitest";
import { SERVER_TOKEN } from "../../../test/fakes/app-stage.ts";
import { as, notification, openRpcStage, request, type RpcResult } from "../../../test/fakes/rpc-stage.ts";

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const login = (username: string) => request("login", { username });

async function openWithToken() {
  const stage = await openRpcStage({ auth: "token" });
  const enter = async (username: string) =>
    ((await stage.sendWith(bearer(SERVER_TOKEN), login(username))) as { result: RpcResult }).result.session_token;
  return { ...stage, enter };
}

describe("who calls over JSON-RPC", () => {
  it("[RPC-18] is who the session token that login gave says, whatever the header says", async () => {
    const { sendWith, enter } = await openWithToken();
    const [ada, bob] = [await enter("Ada"), await enter("Bob")];
    await sendWith({ ...bearer(ada), ...as("Bob") }, request("append", { text: "I am Ada." }));
    expect(await sendWith(bearer(ada), request("preview"))).toMatchObject({ result: { draft: "I am Ada." } });
    expect(await sendWith(bearer(bob), request("preview"))).toMatchObject({ result: { draft: "" } });
    expect(await sendWith(bearer(ada), login("Ada"))).toMatchObject({ result: { status: 1, session_token: ada } });
  });

  it.each([
    ["no token", {}],
    ["a name alone", as("Ada")],
    ["a wrong token", bearer("wrong")],
  ])("[RPC-18] is refused with %s where a token is needed, before anything runs", async (_what, headers) => {
    const { post, enter, sendWith } = await openWithToken();
    const ada = await enter("Ada");
    for (const body of [
      request("append", ["forged"]),
      [request("append", ["forged"])],
      notification("append", ["forged"]),
    ]) {
      const response = await post(JSON.stringify(body), headers);
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await response.json()).toEqual({
        jsonrpc: "2.0",
        error: { code: -32000, message: expect.stringMatching(/^[^\n]+$/), data: { code: "unauthorized" } },
        id: "id" in body ? 1 : null,
      });
    }
    expect((await post(JSON.stringify(login("Eve")), headers)).status).toBe(401);
    expect(await sendWith(bearer(ada), request("preview"))).toMatchObject({ result: { draft: "" } });
  });

  it("[RPC-18] is nobody with the server's token, until it logs in", async () => {
    const { sendWith, enter } = await openWithToken();
    await enter("Ada");
    expect(await sendWith({ ...bearer(SERVER_TOKEN), ...as("Ada") }, request("push"))).toMatchObject({
      error: { code: -32001 },
    });
    const batch = [login("Bob"), request("append", ["hi"], 2), request("push", [], 3)];
    expect(await sendWith(bearer(SERVER_TOKEN), batch)).toMatchObject([{}, {}, { result: { status: 1 } }]);
  });

  it("[RPC-18] cannot log in under somebody else's name", async () => {
    const { post, sendWith, enter } = await openWithToken();
    const ada = await enter("Ada");
    const response = await post(JSON.stringify(login("Bob")), bearer(ada));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: -32000, data: { code: "forbidden" } }, id: 1 });
    expect(await sendWith(bearer(SERVER_TOKEN), login("Ada"))).toMatchObject({
      error: { data: { code: "name_taken" } },
    });
    expect(await sendWith(bearer(ada), [login("Bob"), request("preview", [], 2)])).toMatchObject([
      { error: { data: { code: "forbidden" } } },
      { result: { status: 1 }, id: 2 },
    ]);
  });

  it("[RPC-18] is nobody with the token of a stay that has ended, also when the name is back", async () => {
    const { post, sendWith, enter, room } = await openWithToken();
    const first = await enter("Ada");
    await room.host.execute({ type: "leave", participant: "Ada" });
    expect(await sendWith(bearer(first), request("preview"))).toMatchObject({ error: { code: -32001 } });
    await enter("Ada");
    expect((await post(JSON.stringify(request("preview")), bearer(first))).status).toBe(401);
  });

  it("[RPC-19] counts each call of a batch, and runs all of them or none", async () => {
    const { post, clock, call } = await openRpcStage({ people: ["Ada"], rate: 4 });
    const batch = [1, 2, 3, 4, 5].map((id) => request("append", ["word"], id));
    expect((await post(JSON.stringify(batch), as("Ada"))).status).toBe(200);
    const limited = await post(JSON.stringify(batch), as("Ada"));
    expect(limited.status).toBe(429);
    expect(await limited.json()).toMatchObject({ error: { code: 40003 }, id: null });
    await clock.advance(1_000);
    expect(await call("Ada", "preview")).toMatchObject({ draft: "word word word word word" });
  });

  it("[RPC-19] answers a login that is too much with the status of HTTP too", async () => {
    const { post } = await openRpcStage({ rate: 1 });
    expect((await post(JSON.stringify(login("Ada")))).status).toBe(200);
    expect((await post(JSON.stringify(login("Bob")))).status).toBe(429);
  });

  it("[RPC-3] a body that is no JSON, nests too deep or is not UTF-8 is a parse error", async () => {
    const { post } = await openRpcStage({ people: ["Ada"] });
    for (const body of ["{", "[".repeat(1_000) + "]".repeat(1_000)]) {
      expect(await (await post(body, as("Ada"))).json()).toMatchObject({ error: { code: -32700 }, id: null });
    }
  });

  it("[RPC-20] a participant whose name is not ASCII sends it percent-encoded", async () => {
    const { call } = await openRpcStage({ people: ["Zoë 李"] });
    expect(await call(encodeURIComponent("Zoë 李"), "append", ["salut"])).toMatchObject({ status: 1 });
  });
});
