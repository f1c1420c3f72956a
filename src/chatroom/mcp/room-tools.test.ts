import { describe, expect, it } from "vitest";
import { settle } from "../../../test/fakes/manual-clock.ts";
import { type McpHost, mcpStage, said, toolAnswer } from "../../../test/fakes/mcp-stage.ts";
import { ACTIONS } from "../actions.ts";
import { ChatError } from "../errors.ts";

const NO_NEWS = "[system] No new messages found after waiting. You may want to send a message or try again later.";

describe("the tools", () => {
  it("[MCP-1] are the actions of the room, in their words, with hints of what they do", async () => {
    const { host } = await mcpStage();
    const { client } = await host();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([...ACTIONS.keys()]);
    for (const { name, description, annotations } of tools) {
      const action = ACTIONS.get(name);
      expect(description?.startsWith(action?.description ?? "?")).toBe(true);
      expect(annotations).toEqual({
        readOnlyHint: action?.readOnly,
        idempotentHint: action?.idempotent,
        destructiveHint: false,
        openWorldHint: false,
      });
    }
    expect(tools.find(({ name }) => name === "append")?.inputSchema).toMatchObject({ required: ["text"] });
    expect(tools.find(({ name }) => name === "check")?.description).toContain("never more than 50");
  });

  it("[MCP-1] have schemas without what some hosts cannot read", async () => {
    const { host } = await mcpStage();
    const { tools } = await (await host()).client.listTools();
    const problems: string[] = [];
    const look = (schema: unknown, path: string): void => {
      if (typeof schema !== "object" || schema === null) return;
      for (const [key, value] of Object.entries(schema)) {
        if (["anyOf", "oneOf", "allOf", "not", "$ref", "const"].includes(key)) problems.push(`${path}.${key}`);
        if (key === "type" && Array.isArray(value)) problems.push(`${path} has several types`);
        look(value, `${path}.${key}`);
      }
    };
    for (const { name, inputSchema, outputSchema } of tools) {
      expect(inputSchema.type).toBe("object");
      expect(outputSchema?.type).toBe("object");
      look(inputSchema, name);
      look(outputSchema, name);
    }
    expect(problems).toEqual([]);
  });

  it("[MCP-1] are explained to the model: how to enter, to listen, to speak", async () => {
    const { host } = await mcpStage();
    const instructions = (await host()).client.getInstructions() ?? "";
    for (const word of ["lobby", "login", "check", "append", "push", "unseen_messages"])
      expect(instructions).toContain(word);
    expect((await host("Ada")).client.getInstructions()).toContain("as Ada");
  });

  it("[MCP-1] two hosts talk: words for the model, and the same as data", async () => {
    const { host } = await mcpStage();
    const [ada, bob] = [await host(), await host()];
    expect(await ada.call("login", { username: "Ada" })).toEqual({
      text: "[system] You are Ada. Nobody else is here yet.",
      structured: { status: 1, username: "Ada", participants: ["Ada"], messages: [] },
      isError: false,
    });
    expect((await bob.call("login", { username: "Bob" })).text).toBe("[system] You are Bob. Also here: Ada.");
    const appended = await ada.call("append", { text: "Tea" });
    expect(appended.text).toBe("[Server]: Bob has joined the room.");
    expect(appended.structured).toEqual({
      status: 1,
      suffix: "Tea",
      appended: "Tea",
      messages: [
        {
          message_id: "msg-2",
          seq: 2,
          type: "joined",
          sender_id: "server",
          sender: "Server",
          content: "Bob has joined the room.",
          timestamp: "2026-01-15T10:30:00.000Z",
        },
      ],
    });
    await ada.call("append", { text: "or coffee?" });
    expect((await ada.call("preview")).structured).toMatchObject({ draft: "Tea or coffee?", length: 14 });
    const pushed = await ada.call("push");
    expect(pushed.text).toBe("[system] ok");
    expect(pushed.structured).toMatchObject({ status: 1, message_id: "msg-3", seq: 3, messages: [] });
    const heard = await bob.call("check");
    expect(heard.text).toBe("Ada: Tea or coffee?");
    expect(heard.structured).toMatchObject({ status: 1, timed_out: false });
    expect(said(heard)).toEqual(["Ada: Tea or coffee?"]);
    expect((await bob.call("undo")).structured).toMatchObject({ status: 0, reason: "nothing_to_undo", suffix: "" });
    expect((await bob.call("reset")).structured).toEqual({ status: 1, messages: [] });
  });

  it("[MCP-1] in a room with a stick", async () => {
    const { host } = await mcpStage("stick");
    const [ada, bob] = [await host("Ada"), await host("Bob")];
    expect((await ada.call("append", { text: "hi" })).structured).toMatchObject({ status: 0, reason: "stick_needed" });
    expect((await ada.call("talking_stick")).structured).toMatchObject({ granted: true, holder: "Ada", position: 0 });
    expect((await bob.call("talking_stick")).structured).toMatchObject({ granted: false, holder: "Ada", position: 1 });
  });

  it("[MCP-1] wrong arguments are said to be wrong, and the server lives on", async () => {
    const { host } = await mcpStage();
    const ada = await host("Ada");
    for (const args of [{}, { text: 7 }, { text: null }]) expect((await ada.call("append", args)).isError).toBe(true);
    await expect(ada.client.callTool({ name: "toString", arguments: {} })).rejects.toThrow(/toString/);
    await expect(ada.client.callTool({ name: "__proto__", arguments: {} })).rejects.toThrow(/__proto__/);
    expect((await ada.call("append", { text: "hi" })).structured).toMatchObject({ status: 1 });
  });
});

describe("what is no fault", () => {
  it("[MCP-2] not logged in is said in the words of the room, as an ordinary result", async () => {
    const { host } = await mcpStage();
    const { call } = await host();
    for (const name of [...ACTIONS.keys()].filter((name) => name !== "login")) {
      expect(await call(name, name === "append" ? { text: "hi" } : {})).toEqual({
        text: "Not logged in yet. Please login first.",
        structured: { status: 0, reason: "not_logged_in", messages: [] },
        isError: false,
      });
    }
  });

  it("[MCP-2] a name that cannot be had: why, and the next one may be had", async () => {
    const { host } = await mcpStage();
    const [ada, other] = [await host("Ada"), await host()];
    await ada.call("preview");
    const taken = await other.call("login", { username: "ADA" });
    expect(taken.text).toMatch(/^\[system\] Not done: ADA cannot be told from Ada/);
    expect(taken.structured).toEqual({ status: 0, reason: "name_taken", messages: [] });
    const invalid = await other.call("login", { username: "Server" });
    expect(invalid.structured).toMatchObject({ status: 0, reason: "invalid_name" });
    expect([taken.isError, invalid.isError]).toEqual([false, false]);
    expect((await other.call("login", { username: "Bob" })).structured).toMatchObject({ status: 1, username: "Bob" });
    expect((await other.call("login", { username: "Eve" })).structured).toMatchObject({
      status: 0,
      reason: "invalid_argument",
    });
  });

  it("[MCP-2] a push is refused with what the model has not read, and goes through the second time", async () => {
    const { host, person } = await mcpStage();
    const ada = await host("Ada");
    const eve = await person("Eve");
    await ada.call("append", { text: "Yes." });
    await eve.say("No!");
    const refused = await ada.call("push");
    expect(refused.isError).toBe(false);
    expect(refused.text).toMatch(/^\[system\] Not sent: [^\n]*\nEve: No!$/);
    expect(refused.structured).toMatchObject({ status: 0, reason: "unseen_messages" });
    expect(said(refused)).toEqual(["Eve: No!"]);
    expect((await ada.call("push")).structured).toMatchObject({ status: 1 });
  });

  it("[MCP-2] a lost connection is a fault, and says of a draft that it has changed nevertheless", async () => {
    const { host } = await mcpStage();
    const ada = await host("Ada");
    const lost = () => Promise.reject(new ChatError("disconnected", "the server is not there"));
    Object.assign(ada.session, { append: lost, check: lost });
    expect(await ada.call("check")).toMatchObject({
      isError: true,
      text: "[system] Failed: the server is not there.",
    });
    expect((await ada.call("append", { text: "hi" })).text).toBe(
      "[system] Failed: the server is not there.\n[system] Your draft is changed all the same: preview it.",
    );
  });

  it("[MCP-2] a closed room is a fault; what is wrong inside is told to the operator only", async () => {
    const { host, room, errors } = await mcpStage();
    const ada = await host();
    await room.close();
    const answer = await ada.call("login", { username: "Ada" });
    expect(answer).toMatchObject({ isError: true, text: "[system] Failed: the room is closed; open it again." });
    const bob = await host();
    bob.session.join = () => Promise.reject(new Error("secret of the inside"));
    const failed = await bob.call("login", { username: "Bob" });
    expect(failed).toMatchObject({ isError: true });
    expect(failed.text).not.toContain("secret");
    expect(errors.map(({ message }) => message)).toEqual(["secret of the inside"]);
  });
});

describe("how long a call takes", () => {
  /** The answer of a call that waits, as soon as there is one. */
  function waiting({ client }: McpHost, name: string, args: Record<string, unknown> = {}, onprogress?: () => void) {
    const state: { answer: ReturnType<typeof toolAnswer> | null } = { answer: null };
    const options = onprogress ? { onprogress } : {};
    void client.callTool({ name, arguments: args }, options).then((result) => (state.answer = toolAnswer(result)));
    return state;
  }

  it("[MCP-3] a check without a timeout waits 25 s, and says so when nobody has spoken", async () => {
    const { host, clock } = await mcpStage();
    const ada = await host("Ada");
    const check = waiting(ada, "check");
    await clock.advance(24_999);
    expect(check.answer).toBeNull();
    await clock.advance(1);
    expect(check.answer).toMatchObject({ text: NO_NEWS, structured: { status: 1, timed_out: true } });
  });

  it("[MCP-3] and never more than 50 s, whatever is asked for", async () => {
    const { host, clock } = await mcpStage();
    const ada = await host("Ada");
    const check = waiting(ada, "check", { timeout: 3_600_000 });
    await clock.advance(49_999);
    expect(check.answer).toBeNull();
    await clock.advance(1);
    expect(check.answer).toMatchObject({ text: NO_NEWS });
    const short = waiting(ada, "check", { timeout: 10 });
    await clock.advance(10);
    expect(short.answer).toMatchObject({ text: NO_NEWS });
  });

  it("[MCP-3] a message ends it at once", async () => {
    const { host, clock, person } = await mcpStage();
    const ada = await host("Ada");
    const eve = await person("Eve");
    const check = waiting(ada, "check");
    await clock.advance(5_000);
    await eve.say("hello");
    await settle();
    expect(check.answer?.text).toContain("Eve: hello");
    expect(clock.pending).toBe(0);
  });

  it("[MCP-3] a push that waits for the floor ends too, and the draft stays", async () => {
    const { host, clock, person } = await mcpStage();
    const [ada, bob] = [await host("Ada"), await person("Bob")];
    const eve = await person("Eve");
    await bob.session.append("Maybe.");
    for (let refusals = 0; refusals < 3; refusals++) {
      await eve.say(`no ${refusals}`);
      await bob.session.push();
    }
    // The floor is Bob's, as long as he gives signs of life; the third push of somebody else waits for it.
    await ada.call("append", { text: "Yes." });
    for (let refusals = 0; refusals < 2; refusals++) {
      expect((await ada.call("push")).structured).toMatchObject({ status: 0, reason: "floor_lent" });
    }
    const push = waiting(ada, "push");
    for (let seconds = 0; seconds < 49; seconds += 7) {
      await clock.advance(7_000);
      bob.session.composing();
      if (push.answer) break;
    }
    expect(push.answer).toBeNull();
    await clock.advance(1_000);
    expect(push.answer).toMatchObject({ structured: { status: 0, reason: "floor_lent" }, isError: false });
    expect((await ada.call("preview")).structured).toMatchObject({ draft: "Yes." });
  });

  it("[MCP-4] a host that wants to know hears every 5 s that the call is under way, and nothing after its end", async () => {
    const { host, clock } = await mcpStage();
    const ada = await host("Ada");
    const heard: number[] = [];
    const check = waiting(ada, "check", { timeout: 12_000 }, () => void heard.push(clock.monotonic()));
    await clock.advance(30_000);
    expect(heard).toEqual([5_000, 10_000]);
    expect(check.answer?.text).toBe(NO_NEWS);
    expect(clock.pending).toBe(0);
  });

  it("[MCP-5] a call that is given up ends at once", async () => {
    const { host, clock, person } = await mcpStage();
    const ada = await host("Ada");
    await ada.call("preview");
    const giveUp = new AbortController();
    const check = ada.client.callTool({ name: "check", arguments: {} }, { signal: giveUp.signal });
    await settle();
    expect(clock.pending).toBeGreaterThan(0);
    giveUp.abort();
    await expect(check).rejects.toThrow(/abort/i);
    await settle();
    expect(clock.pending).toBe(0);
    await (await person("Eve")).say("still there?");
    expect((await ada.call("check")).text).toContain("Eve: still there?");
  });

  it("[MCP-5] what had come with it goes with the next answer, and no push passes over it", async () => {
    const { host, person, room } = await mcpStage();
    const ada = await host("Ada");
    const eve = await person("Eve");
    await ada.call("append", { text: "Yes." });
    await ada.call("check", { timeout: 0 });
    const giveUp = new AbortController();
    const check = ada.client.callTool({ name: "check", arguments: {} }, { signal: giveUp.signal });
    check.catch(() => {});
    await settle();
    // The message wakes the check, and the host gives it up before it is answered.
    room.subscribe((event) => event.type === "message" && giveUp.abort());
    await eve.say("No!");
    await settle();
    expect(ada.session.seen).toBe(room.lastSeq);
    const refused = await ada.call("push");
    expect(refused.structured).toMatchObject({ status: 0, reason: "unseen_messages" });
    expect(said(refused)).toEqual(["Eve: No!"]);
  });
});

describe("calls side by side", () => {
  it("[MCP-6] a push beside an append does not pass over what came with the append's answer", async () => {
    const { host, person } = await mcpStage();
    const ada = await host("Ada");
    const eve = await person("Eve");
    await ada.call("append", { text: "Yes." });
    await eve.say("No!");
    const calls = ["append", "push"].map((name) => ada.client.callTool({ name, arguments: { text: "Surely." } }));
    const [appended, pushed] = (await Promise.all(calls)).map(toolAnswer);
    if (!appended || !pushed) throw new Error("two calls, two answers");
    expect(said(appended)).toEqual(["Eve: No!"]);
    expect(pushed.structured).toMatchObject({ status: 0, reason: "unseen_messages" });
    await settle();
    // Now it has read it.
    expect((await ada.call("push")).structured).toMatchObject({ status: 1 });
    expect((await eve.session.check()).messages.at(-1)).toMatchObject({ content: "Yes. Surely." });
  });

  it("[MCP-6] where nobody has spoken, a whole message goes out in one turn", async () => {
    const { host, person } = await mcpStage();
    const ada = await host();
    const eve = await person("Eve");
    const calls = [
      ada.client.callTool({ name: "login", arguments: { username: "Ada" } }),
      ada.client.callTool({ name: "append", arguments: { text: "one" } }),
      ada.client.callTool({ name: "append", arguments: { text: "two" } }),
      ada.client.callTool({ name: "push", arguments: {} }),
    ];
    const answers = (await Promise.all(calls)).map(toolAnswer);
    expect(answers.map(({ structured }) => structured["status"])).toEqual([1, 1, 1, 1]);
    expect((await eve.session.check()).messages.at(-1)).toMatchObject({ sender: "Ada", content: "one two" });
  });
});

describe("a name of its own", () => {
  it("[MCP-9] needs no login; login under the same name changes nothing", async () => {
    const { host, room } = await mcpStage();
    const ada = await host("Ada");
    expect((await ada.call("append", { text: "hi" })).structured).toMatchObject({ status: 1 });
    const before = room.lastSeq;
    expect((await ada.call("login", { username: "Ada" })).structured).toMatchObject({ status: 1, username: "Ada" });
    expect(room.lastSeq).toBe(before);
    expect((await ada.call("preview")).structured).toMatchObject({ draft: "hi" });
  });

  it("[MCP-9] that is taken: every call says so, and another name can be chosen", async () => {
    const { host, person } = await mcpStage();
    await person("Ada");
    const ada = await host("Ada");
    expect((await ada.call("check")).structured).toMatchObject({ status: 0, reason: "name_taken" });
    expect((await ada.call("login", { username: "Ada Two" })).structured).toMatchObject({ status: 1 });
    expect((await ada.call("append", { text: "hi" })).structured).toMatchObject({ status: 1 });
  });
});
