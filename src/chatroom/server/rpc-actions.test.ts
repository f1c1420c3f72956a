import { describe, expect, it } from "vitest";
import { settle } from "../../../test/fakes/manual-clock.ts";
import { as, notification, openRpcStage, request, said } from "../../../test/fakes/rpc-stage.ts";
import { IDLE_LEASE_MS } from "../http-api.ts";

describe("the actions over JSON-RPC", () => {
  it("[RPC-10] who listens while it writes: messages ride along, and a push past one is refused once", async () => {
    const { call, say } = await openRpcStage({ people: ["Claude", "GPT"] });
    await call("Claude", "append", { text: "The fundamental challenge is" });
    await say("GPT", "Decoherence can be addressed.");
    expect(said(await call("Claude", "append", { text: "coherence." }))).toEqual([
      "GPT: Decoherence can be addressed.",
    ]);
    await say("GPT", "By error correction.");
    const refused = await call("Claude", "push");
    expect(refused).toMatchObject({ status: 0, reason: "unseen_messages" });
    expect(said(refused)).toEqual(["GPT: By error correction."]);
    expect(await call("Claude", "push")).toMatchObject({ status: 1, messages: [] });
    expect(said(await call("GPT", "check"))).toEqual(["Claude: The fundamental challenge is coherence."]);
  });

  it("[RPC-11] each participant has a draft of its own", async () => {
    const { call } = await openRpcStage({ people: ["Claude", "GPT"] });
    await Promise.all([call("Claude", "append", { text: "mine" }), call("GPT", "append", { text: "yours" })]);
    await call("GPT", "undo");
    expect(await call("Claude", "preview")).toMatchObject({ draft: "mine" });
    expect(await call("GPT", "preview")).toMatchObject({ draft: "" });
  });

  it("[RPC-11] who leaves loses its draft, and whoever has the name then gets none of it", async () => {
    const { call, room, send } = await openRpcStage({ people: ["Claude"] });
    await call("Claude", "append", { text: "left behind" });
    await room.host.execute({ type: "leave", participant: "Claude" });
    expect(await send("Claude", request("preview"))).toMatchObject({ error: { code: -32001 } });
    await room.seats.register({ username: "Claude" });
    expect(await call("Claude", "preview")).toMatchObject({ draft: "" });
  });

  it("[RPC-11] the rest of a batch of somebody who left meanwhile is not run for who came after", async () => {
    const { call, room, send } = await openRpcStage({ people: ["Claude"] });
    const batch = send("Claude", [request("check"), request("append", { text: "too late" }, 2)]);
    await settle();
    await room.host.execute({ type: "leave", participant: "Claude" });
    await room.seats.register({ username: "Claude" });
    expect(await batch).toMatchObject([{ id: 1 }, { error: { code: -32001 }, id: 2 }]);
    expect(await call("Claude", "preview")).toMatchObject({ draft: "" });
  });

  it("[RPC-12] who is nobody yet, or not in the room, is asked to log in", async () => {
    const { sendWith, post } = await openRpcStage();
    const answer = {
      jsonrpc: "2.0",
      error: { code: -32001, message: "Not logged in yet. Please login first." },
      id: 1,
    };
    for (const headers of [{}, as("Nobody")]) {
      for (const method of ["append", "check", "undo", "push", "reset", "preview", "talking_stick"]) {
        expect(await sendWith(headers, request(method, method === "append" ? { text: "hi" } : {}))).toEqual(answer);
      }
    }
    expect((await post(JSON.stringify(request("push")), as("Nobody"))).status).toBe(200);
  });

  it("[RPC-13] login registers, says who is there and what was said, and gives the session token", async () => {
    const { call, send, sendWith, say } = await openRpcStage({ people: ["GPT"] });
    await say("GPT", "anyone here?");
    expect(await sendWith({}, request("login", { username: "Claude" }))).toMatchObject({
      result: {
        status: 1,
        username: "Claude",
        participants: ["GPT", "Claude"],
        session_token: expect.stringMatching(/^[\w-]+\.[\w-]+$/),
        messages: [{ sender: "GPT", content: "anyone here?" }],
      },
    });
    expect(await send("Claude", request("login", ["Claude"]))).toMatchObject({ result: { messages: [] } });
    expect(await call("GPT", "check", { timeout: 0 })).toMatchObject({ messages: [{ sender: "Server" }] });
    expect(await sendWith({}, request("login", { username: "Server" }))).toMatchObject({
      error: { code: -32602, message: "Invalid params", data: expect.stringContaining("reserved") },
    });
  });

  it("[RPC-13] the calls of a batch after a login are of who logged in", async () => {
    const { sendWith, room } = await openRpcStage();
    const batch = [request("login", { username: "Claude" }, 1), request("append", ["hi"], 2), request("push", [], 3)];
    expect(await sendWith({}, batch)).toMatchObject([{ id: 1 }, { id: 2 }, { result: { status: 1 }, id: 3 }]);
    expect(room.host.eventsAfter(0)).toMatchObject([{ type: "joined" }, { sender: "Claude", content: "hi" }]);
  });

  it("[RPC-14] check blocks until somebody speaks, or as long as asked", async () => {
    const { clock, call, send, say } = await openRpcStage({ people: ["Claude", "GPT"] });
    const heard = call("Claude", "check", { timeout: 600_000 });
    await clock.advance(599_000);
    await say("GPT", "hello");
    expect(await heard).toMatchObject({ status: 1, timed_out: false });
    expect(said(await heard).at(-1)).toBe("GPT: hello");
    const short = call("Claude", "check", { timeout: 5_000 });
    await clock.advance(5_000);
    expect(await short).toMatchObject({ status: 1, timed_out: true });
    const usual = call("Claude", "check");
    await clock.advance(30_000);
    expect(await usual).toMatchObject({ timed_out: true });
    expect(await send("Claude", request("check", { timeout: 600_001 }))).toMatchObject({ error: { code: -32602 } });
  });

  it("[RPC-14] who waits in a check does not leave, however long its lease was", async () => {
    const { clock, call, room, say } = await openRpcStage({ people: ["Claude", "GPT"] });
    // As it is after a restart, or when an event stream has ended: a minute.
    room.seats.openStream("Claude")();
    const heard = call("Claude", "check", { timeout: 600_000 });
    await clock.advance(IDLE_LEASE_MS / 2);
    expect(room.host.participants).toContain("Claude");
    await say("GPT", "still there?");
    await heard;
    await clock.advance(IDLE_LEASE_MS - 1);
    expect(room.host.participants).toContain("Claude");
    await clock.advance(1);
    expect(room.host.participants).not.toContain("Claude");
  });

  it("[RPC-14] whoever goes while it waits ends the wait, and misses nothing", async () => {
    const { clock, call, room } = await openRpcStage({ people: ["Claude", "GPT"] });
    await call("Claude", "check", { timeout: 0 });
    const gone = new AbortController();
    const lost = call("Claude", "check", {}, gone.signal);
    await settle();
    await call("GPT", "talking_stick");
    gone.abort();
    await lost.catch(() => {});
    await settle();
    expect(clock.pending).toBe(2);
    expect(said(await call("Claude", "undo"))).toEqual([
      "Server: GPT has claimed the talking stick and wants to speak.",
    ]);
    expect(room.host.participants).toEqual(["Claude", "GPT"]);
  });

  it("[RPC-15] an answer that is cut off on its way is brought again", async () => {
    const { call, say } = await openRpcStage({ people: ["Claude", "GPT"] });
    await say("GPT", "did you hear?");
    const gone = new AbortController();
    expect(said(await call("Claude", "check", {}, gone.signal)).at(-1)).toBe("GPT: did you hear?");
    gone.abort();
    expect(said(await call("Claude", "append", { text: "no" })).at(-1)).toBe("GPT: did you hear?");
    expect(await call("Claude", "push")).toMatchObject({ status: 1, messages: [] });
  });

  it("[RPC-15] and a push that came after it, by a client that had not heard, is refused", async () => {
    const { call, say } = await openRpcStage({ people: ["Claude", "GPT"] });
    await call("Claude", "append", { text: "as I said" });
    await say("GPT", "did you hear?");
    const gone = new AbortController();
    await call("Claude", "undo", {}, gone.signal);
    gone.abort();
    await call("Claude", "append", { text: "as I said" }, gone.signal).catch(() => {});
    expect(await call("Claude", "push")).toMatchObject({ status: 0, reason: "unseen_messages" });
  });

  it("[RPC-15] what a notification would have brought stays unread, and no push passes it", async () => {
    const { call, post, say } = await openRpcStage({ people: ["Claude", "GPT"] });
    await call("Claude", "append", { text: "as I said" });
    await say("GPT", "wait");
    for (const method of ["preview", "undo", "append"]) {
      expect(
        (await post(JSON.stringify(notification(method, method === "append" ? ["again"] : [])), as("Claude"))).status,
      ).toBe(204);
    }
    await post(JSON.stringify(notification("push")), as("Claude"));
    const refused = await call("Claude", "push");
    expect(refused).toMatchObject({ status: 0, reason: "unseen_messages" });
    expect(said(refused)).toEqual(["GPT: wait"]);
    expect(await call("Claude", "push")).toMatchObject({ status: 1 });
  });

  it("[RPC-15] a push without a draft tells what was said, beside its error", async () => {
    const { call, send, say } = await openRpcStage({ people: ["Claude", "GPT"] });
    await call("Claude", "check", { timeout: 0 });
    await say("GPT", "wait");
    expect(await send("Claude", request("push"))).toMatchObject({
      error: { code: 40001, message: "No draft exists", data: { reason: "no_draft", messages: [{ content: "wait" }] } },
    });
    expect(await call("Claude", "undo")).toMatchObject({ messages: [] });
  });

  it("[RPC-15] says how many events are no longer kept", async () => {
    const { call, say } = await openRpcStage({ people: ["Claude", "GPT"], keep: { events: 2, characters: 1_000 } });
    await call("Claude", "undo");
    for (const text of ["one", "two", "three"]) await say("GPT", text);
    expect(await call("Claude", "undo")).toMatchObject({
      missed: 1,
      messages: [{ content: "two" }, { content: "three" }],
    });
  });

  it("[RPC-16] a push of a batch knows what had been shown before the batch, and no more", async () => {
    const { send, say, call } = await openRpcStage({ people: ["Claude", "GPT"] });
    await call("Claude", "check", { timeout: 0 });
    await say("GPT", "wait");
    const batch = [request("append", ["blind"], 1), request("push", [], 2), request("push", [], 3)];
    expect(await send("Claude", batch)).toMatchObject([
      { result: { status: 1, messages: [{ content: "wait" }] }, id: 1 },
      { result: { status: 0, reason: "unseen_messages", messages: [] }, id: 2 },
      { result: { status: 0, reason: "unseen_messages", messages: [] }, id: 3 },
    ]);
    expect(await send("Claude", batch.slice(1, 2))).toMatchObject([{ result: { status: 1 } }]);
  });

  it("[RPC-16] a batch runs in order: two messages, each from its appends", async () => {
    const { post, room } = await openRpcStage({ people: ["Claude"] });
    const batch = [
      request("append", ["one,"], "a"),
      notification("append", ["two"]),
      request("push", [], "b"),
      request("append", ["three"], "c"),
      request("undo", [], "d"),
      request("append", ["four"], "e"),
      request("push", [], "f"),
    ];
    const response = await post(JSON.stringify(batch), as("Claude"));
    const answers = (await response.json()) as { id: string; result: { status: number } }[];
    expect(answers.map(({ id, result }) => `${id}${result.status}`)).toEqual(["a1", "b1", "c1", "d1", "e1", "f1"]);
    expect(room.host.eventsAfter(1)).toMatchObject([{ content: "one, two" }, { content: "four" }]);
  });

  it("[RPC-17] in a room with a stick, append and push need it", async () => {
    const { call } = await openRpcStage({ people: ["Claude", "GPT"], floor: "stick" });
    expect(await call("Claude", "append", ["hi"])).toMatchObject({ status: 0, reason: "stick_needed" });
    expect(await call("Claude", "talking_stick")).toMatchObject({ status: 1, granted: true, holder: "Claude" });
    expect(await call("GPT", "talking_stick")).toMatchObject({ granted: false, holder: "Claude", position: 1 });
    const heard = call("GPT", "check");
    expect(await call("Claude", "append", ["hi"])).toMatchObject({ status: 1, suffix: "hi" });
    expect(await call("Claude", "push")).toMatchObject({ status: 1 });
    expect(said(await heard)).toContain("Claude: hi");
    expect(await call("GPT", "append", ["hello"])).toMatchObject({ status: 1 });
  });

  it("[RPC-17] a text that is too long is cut, and what was taken is named", async () => {
    const { call } = await openRpcStage({ people: ["Claude"] });
    const { status, appended, suffix } = await call("Claude", "append", { text: "word ".repeat(400) });
    expect([status, appended.length <= 1_000, suffix.length <= 100]).toEqual([2, true, true]);
    expect("word ".repeat(400).startsWith(appended)).toBe(true);
  });
});
