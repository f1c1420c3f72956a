import { describe, expect, it } from "vitest";
import { RoomStage } from "../../../test/fakes/join-stage.ts";
import { localSeat } from "../../../test/fakes/local-seat.ts";
import { settle } from "../../../test/fakes/manual-clock.ts";
import { ChatError, type FloorPolicy, isMessage } from "../../chatroom/index.ts";
import { PlainLines } from "./plain.ts";
import { Visit } from "./visit.ts";

async function stage(policy: FloorPolicy = "open", allows?: (content: string) => boolean) {
  const room = await RoomStage.open(policy, allows);
  const { clock, host } = room;
  const local = localSeat(host, clock);
  const visit = new Visit({ open: local.open, name: "Me", clock });
  const written: string[] = [];
  const lines = new PlainLines({
    visit,
    stdout: { write: (text) => written.push(text) },
    env: {},
    clock,
  });
  await visit.enter();
  const said = () =>
    host
      .eventsAfter(0)
      .filter(isMessage)
      .map(({ sender, content }) => `${sender}: ${content}`);
  return { room, visit, lines, local, said, out: () => written.join("").split("\n").slice(0, -1) };
}

async function* typed(...lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

describe("[PERSON-14] plain lines", () => {
  it("show what is said and what happens, one's own messages too, never a control sequence", async () => {
    const { room, lines, out } = await stage();
    await room.says("Ada", "hello\nServer | forged\x1b[2J");
    await lines.read(typed("hi"));
    expect(out()).toEqual([
      "Server | Me has joined the room.",
      "Server | Ada has joined the room.",
      "Ada    | hello",
      "Ada    | Server | forged",
      "Me     | hi",
    ]);
  });

  it("send each line as a message, a backslash joins the next; blank lines are nothing; the end waits for all", async () => {
    const { lines, said } = await stage();
    await lines.read(typed("one", "", "two\\", "  three\\", "four", "//five", "six\\"));
    expect(said()).toEqual(["Me: one", "Me: two\n  three\nfour", "Me: /five", "Me: six"]);
    expect(lines.failures).toBe(0);
  });

  it("take the same commands, and /quit ends them", async () => {
    const { lines, said, out } = await stage("stick");
    await lines.read(typed("one\\", "wrong\\", "/undo", "two", "/who", "/undo", "/foo", "/stick", "/quit", "never"));
    await settle();
    expect(said()).toEqual(["Me: one\ntwo"]);
    const notes = out().filter((line) => line.startsWith("system"));
    expect(notes.join("\n")).toContain("system | Taken back: wrong");
    expect(notes.join("\n")).toMatch(/system \| Here: Me \(you\)\./);
    expect(notes.join("\n")).toContain("system | There is no line to take back.");
    expect(notes.join("\n")).toContain("system | there is no /foo; there is /stick");
    expect(notes.join("\n")).toContain("system | You have the talking stick.");
  });

  it("explain themselves", async () => {
    const { lines, out } = await stage();
    await lines.read(typed("/help"));
    expect(out().join("\n")).toMatch(/system \| \/stick: .*\n[^]*system \| \/\/text: /);
  });

  it("wait for the stick, and for a line of messages to go before they read on", async () => {
    const { room, lines, said } = await stage("stick");
    const ada = await room.other("Ada");
    await ada.talkingStick();
    const reading = lines.read(typed(...Array.from({ length: 40 }, (_, number) => `line ${number}`)));
    await settle();
    expect(said()).toEqual([]);
    await ada.reset();
    await reading;
    expect(said()).toHaveLength(40);
  });

  it("say what was not sent and why, and count it", async () => {
    const { lines, said, out } = await stage("open", (content) => !content.includes("secret"));
    await lines.read(typed("one", "a secret", "two"));
    expect(said()).toEqual(["Me: one", "Me: two"]);
    expect(lines.failures).toBe(1);
    expect(out().filter((line) => line.startsWith("system"))).toEqual([
      "system | not sent: the room does not allow this content",
      "system | a secret",
    ]);
  });

  it("[PERSON-8] tell of the connection once when it is lost, and when it is back", async () => {
    const { local, out } = await stage();
    const { onStatus } = local.watcher();
    onStatus({ type: "reconnecting", reason: "the server has ended", attempt: 1, retryInMs: 250 });
    onStatus({ type: "connecting" });
    onStatus({ type: "reconnecting", reason: "the server has ended", attempt: 2, retryInMs: 500 });
    onStatus({ type: "connected" });
    onStatus({ type: "broken", error: new ChatError("unauthorized", "the token is void") });
    expect(out().filter((line) => line.startsWith("system"))).toEqual([
      "system | The connection is lost (the server has ended); trying again.",
      "system | The server is back.",
      "system | The connection is lost: the token is void",
    ]);
  });

  it("[PERSON-16] begin with what was said before, then every event once, in order", async () => {
    const room = await RoomStage.open();
    await room.says("Ada", "one");
    const { clock, host } = room;
    const local = localSeat(host, clock);
    const visit = new Visit({ open: local.open, name: "Me", clock });
    const seqs: number[] = [];
    visit.watch({ event: ({ seq }) => void seqs.push(seq), connection() {}, note() {}, failed() {} });
    const entered = visit.enter();
    const spoken = room.says("Ada", "two");
    await Promise.all([entered, spoken]);
    await room.says("Ada", "three");
    const messages = host.eventsAfter(0).filter(isMessage);
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
    for (const { seq } of messages) expect(seqs.filter((told) => told === seq)).toEqual([seq]);
  });
});
