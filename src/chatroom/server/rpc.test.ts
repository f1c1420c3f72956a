import { describe, expect, it } from "vitest";
import { as, openRpcStage, request } from "../../../test/fakes/rpc-stage.ts";

const FUNDAMENTAL = "The fundamental challenge with quantum computing is maintaining coherence long enough.";

describe("the examples of the requirement", () => {
  it("[RPC-9] append", async () => {
    const { send } = await openRpcStage({ people: ["Claude"] });
    const body = `{
      "jsonrpc": "2.0",
      "method": "append",
      "params": {
        "text": "${FUNDAMENTAL}"
      },
      "id": 1
    }`;
    expect(await send("Claude", body)).toEqual({
      jsonrpc: "2.0",
      result: { status: 1, suffix: FUNDAMENTAL, appended: FUNDAMENTAL, messages: [] },
      id: 1,
    });
  });

  it("[RPC-9] undo, a notification: done, and not answered", async () => {
    const { call, post } = await openRpcStage({ people: ["Claude"] });
    await call("Claude", "append", { text: "A qubit is" });
    await call("Claude", "append", { text: "a coin." });
    const response = await post(`{ "jsonrpc": "2.0", "method": "undo" }`, as("Claude"));
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
    expect(await call("Claude", "preview")).toMatchObject({ draft: "A qubit is", length: 10 });
    expect(await call("Claude", "undo")).toEqual({ status: 1, suffix: "", messages: [] });
    expect(await call("Claude", "undo")).toMatchObject({ status: 0, reason: "nothing_to_undo" });
  });

  it("[RPC-9] push", async () => {
    const { send, call } = await openRpcStage({ people: ["Claude"] });
    await call("Claude", "append", { text: FUNDAMENTAL });
    expect(await send("Claude", `{ "jsonrpc": "2.0", "method": "push", "params": {}, "id": 3 }`)).toEqual({
      jsonrpc: "2.0",
      result: { status: 1, message_id: "msg-2", seq: 2, timestamp: "2026-01-15T10:30:00.000Z", messages: [] },
      id: 3,
    });
  });

  it("[RPC-9] reset", async () => {
    const { send, call } = await openRpcStage({ people: ["Claude"] });
    await call("Claude", "append", { text: FUNDAMENTAL });
    expect(await send("Claude", `{ "jsonrpc": "2.0", "method": "reset", "params": {}, "id": 4 }`)).toEqual({
      jsonrpc: "2.0",
      result: { status: 1, messages: [] },
      id: 4,
    });
    expect(await call("Claude", "preview")).toMatchObject({ draft: "", length: 0 });
  });

  it("[RPC-9] a message object", async () => {
    const { call, say } = await openRpcStage({ people: ["Claude", "GPT"] });
    await say("GPT", "I believe the decoherence problem in quantum systems could potentially be addressed by—");
    const [message] = (await call("Claude", "append", { text: "…" })).messages.slice(-1);
    expect(message).toMatchObject({
      message_id: "msg-3",
      sender_id: "user-2",
      content: "I believe the decoherence problem in quantum systems could potentially be addressed by—",
      timestamp: "2026-01-15T10:30:00.000Z",
      seq: 3,
      type: "message",
      sender: "GPT",
    });
  });

  it.each([
    [-32600, "Invalid Request", `{"jsonrpc": "2.0", "method": 1, "id": 1}`],
    [-32601, "Method not found", `{"jsonrpc": "2.0", "method": "say", "id": 1}`],
    [-32602, "Invalid params", `{"jsonrpc": "2.0", "method": "append", "params": {"text": 1}, "id": 1}`],
    [40001, "No draft exists", `{"jsonrpc": "2.0", "method": "push", "id": 1}`],
  ])("[RPC-9] %i %s", async (code, message, body) => {
    const { post } = await openRpcStage({ people: ["Claude"] });
    const response = await post(body, as("Claude"));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toMatchObject({ jsonrpc: "2.0", error: { code, message }, id: 1 });
  });

  it("[RPC-9] -32603 Internal error, with nothing of the inside", async () => {
    const { send, room } = await openRpcStage({ people: ["Claude"] });
    room.seats.session("Claude").append = () => Promise.reject(new TypeError("of undefined (reading 'token')"));
    expect(await send("Claude", request("append", { text: "hi" }))).toEqual({
      jsonrpc: "2.0",
      error: { code: -32603, message: "Internal error" },
      id: 1,
    });
    expect(await send("Claude", request("preview"))).toMatchObject({ result: { status: 1 } });
  });

  it("[RPC-9] 40003 Rate limit exceeded: status and headers of HTTP, and the id of the call", async () => {
    const { post, clock, call } = await openRpcStage({ people: ["Claude"], rate: 2 });
    for (let used = 0; used < 4; used++) await call("Claude", "append", { text: "and" });
    const response = await post(JSON.stringify(request("append", { text: "so" }, "seven")), as("Claude"));
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("1");
    expect(await response.json()).toEqual({
      jsonrpc: "2.0",
      error: { code: 40003, message: "Rate limit exceeded", data: "Too many requests; go on in 1 s." },
      id: "seven",
    });
    await clock.advance(1_000);
    expect(await call("Claude", "preview")).toMatchObject({ draft: "and and and and" });
  });

  it("[RPC-9] 40004 Content policy violation: the draft stays, and what was said meanwhile is told", async () => {
    const { send, call, say } = await openRpcStage({
      people: ["Claude", "GPT"],
      allows: (content) => !content.includes("secret"),
    });
    await say("GPT", "so?");
    await call("Claude", "append", { text: "the secret is" });
    await say("GPT", "well?");
    expect(await send("Claude", request("push"))).toMatchObject({
      error: {
        code: 40004,
        message: "Content policy violation",
        data: { reason: "content_policy", messages: [{ content: "well?" }] },
      },
    });
    expect(await call("Claude", "preview")).toMatchObject({ draft: "the secret is", messages: [] });
  });
});
