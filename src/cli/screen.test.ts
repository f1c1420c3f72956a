import { describe, expect, it } from "vitest";
import { fakeHost } from "../../test/fakes/cli-host.ts";
import { Conversation } from "../agents/conversation.ts";
import { LocalSession, RoomHost } from "../chatroom/index.ts";
import { Timeline } from "../logging/timeline.ts";
import type { Env } from "./host.ts";
import { parseOptions, type RawOptions } from "./options.ts";
import { Person } from "./person.ts";
import { makePlan } from "./plan.ts";
import { openScreen } from "./screen.ts";

async function open(raw: RawOptions, env: Env = {}) {
  const host = fakeHost({ env });
  const { clock } = host;
  const room = await RoomHost.open({ clock });
  const timeline = new Timeline({ clock, describe: ({ type }) => type });
  const plan = await makePlan(parseOptions(["Tea"], { model: ["demo/ada"], ...raw }), host);
  const conversation = new Conversation({
    clock,
    speakers: [],
    limits: plan.limits,
    onActivity: () => {},
    room: {
      subscribe: () => () => {},
      nudge: () => {},
      announce: () => {},
      floorTaken: () => false,
      othersPresent: () => false,
    },
  });
  const person = new Person({ session: new LocalSession(room, { clock }), name: "Grace", onFailure: () => {} });
  const screen = await openScreen({ plan, host, clock, timeline, conversation, person, stop: () => {} });
  timeline.start({ topic: "Tea", room: "lobby", floor: "open", agents: [{ name: "Ada", model: "demo/ada" }] });
  timeline.agent({ type: "activity", agent: "Ada", activity: "writing" });
  timeline.agent({ type: "instruction", agent: "Ada", text: "Begin." });
  timeline.end({ reason: "quit" });
  return { host, screen };
}

describe("openScreen, away from a terminal", () => {
  it("as JSON: a line a record, live signals left out", async () => {
    const { host } = await open({ json: true });
    const records = host
      .out()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    expect(records.map(({ type }) => type)).toEqual(["session_start", "system", "session_end"]);
  });

  it("as plain lines, in colour where that is asked for", async () => {
    const plain = "system | Tea\nAda    | » Begin.\nsystem | ended: quit\n";
    const stripped = (text: string) => text.replace(/\x1b\[[\d;]*m/g, "");
    expect((await open({ plain: true })).host.out()).toBe(plain);
    for (const [raw, env] of [
      [{ plain: true, color: true }, {}],
      [{ plain: true, color: true }, { NO_COLOR: "1" }],
      [{ plain: true }, { FORCE_COLOR: "1" }],
    ] as const) {
      const colored = (await open(raw, env)).host.out();
      expect(colored).toContain("\x1b[38;5;");
      expect(stripped(colored)).toBe(plain);
    }
    expect((await open({ plain: true, color: false }, { FORCE_COLOR: "1" })).host.out()).toBe(plain);
  });

  it.each([{ quiet: true }, { plain: true }, { json: true }])(
    "%j keeps the view for the summary, and never waits",
    async (raw) => {
      const { host, screen } = await open(raw);
      if ("quiet" in raw) expect(host.out()).toBe("");
      await screen.leave();
      await screen.close();
      expect(screen.view()).toMatchObject({
        topic: "Tea",
        ended: "quit",
        agents: [{ name: "Ada", model: "demo/ada" }],
      });
    },
  );
});

describe("a screen that is no terminal, told of the live view", () => {
  const opened = { type: "open", url: "http://127.0.0.1:8080" } as const;
  const failed = { type: "failed", sentence: "No live view: the port 8080 is in use already." } as const;

  it.each([
    [{ plain: true }, "Live view: http://127.0.0.1:8080\nNo live view: the port 8080 is in use already.\n"],
    [{ json: true }, ""],
    [{ quiet: true }, ""],
    [{ json: true, websocketPort: "8080" }, "No live view: the port 8080 is in use already.\n"],
    [{ quiet: true, websocketPort: "8080" }, "No live view: the port 8080 is in use already.\n"],
  ])("[STREAM-13] with %j says on stderr %j, and nothing on stdout", async (raw, said) => {
    const { host, screen } = await open(raw);
    const before = host.out();
    screen.tell(opened);
    screen.tell(failed);
    expect({ err: host.err(), out: host.out() }).toEqual({ err: said, out: before });
  });
});
