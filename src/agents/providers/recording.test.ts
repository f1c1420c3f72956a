import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import type { ModelEvent, ModelProvider, ModelRequest } from "../types.ts";
import { createRecordingProvider } from "./recording.ts";
import { createReplayProvider } from "./replay.ts";

const live = new AbortController().signal;
const request = (text: string, cache_key = "k"): ModelRequest => ({
  system: "You are Ann.",
  tools: [],
  history: [{ role: "user", text }],
  max_output_tokens: 100,
  cache_key,
});

function saying(text: string): readonly ModelEvent[] {
  return [
    { type: "text_start" },
    { type: "text_delta", text },
    { type: "text_end" },
    { type: "done", finish: "end", message: { role: "assistant", text, thinking: "", tool_calls: [] } },
  ];
}

/** Answers one script after the other, 100 ms an event. */
function scripted(clock: ManualClock, ...scripts: (readonly ModelEvent[])[]): ModelProvider {
  return {
    id: "some/model",
    async *stream() {
      for (const event of scripts.shift() ?? []) {
        await clock.advance(100);
        yield event;
      }
    },
  };
}

async function collect(stream: AsyncIterable<ModelEvent>): Promise<readonly ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

async function recordingOf(...turns: { ask: ModelRequest; answer: readonly ModelEvent[] }[]): Promise<string> {
  const clock = new ManualClock();
  const lines: string[] = [];
  const inner = scripted(clock, ...turns.map(({ answer }) => answer));
  const provider = createRecordingProvider(inner, { append: (line) => lines.push(line), clock });
  for (const { ask } of turns) await collect(provider.stream(ask, live));
  expect(lines).toHaveLength(turns.length);
  return `${lines.join("\n")}\n`;
}

const errorOf = (events: readonly ModelEvent[]) => {
  const last = events.at(-1);
  if (last?.type !== "error") throw new Error(`expected an error, got ${JSON.stringify(last)}`);
  return last.error;
};

describe("a recording", () => {
  it("passes the events on unchanged, and plays them again for the same request, whatever its cache key", async () => {
    const text = await recordingOf(
      { ask: request("hi"), answer: saying("Hello") },
      { ask: request("and?"), answer: saying("Bye") },
    );
    const replay = createReplayProvider(text);
    expect(replay.id).toBe("some/model");
    expect(await collect(replay.stream(request("and?", "other"), live))).toEqual(saying("Bye"));
    expect(await collect(replay.stream(request("hi"), live))).toEqual(saying("Hello"));
  });

  it("gives a request that was made twice its two answers in order, and then the last again", async () => {
    const failed: ModelEvent = { type: "error", error: { kind: "rate_limit", message: "slow", retryable: true } };
    const replay = createReplayProvider(
      await recordingOf({ ask: request("hi"), answer: [failed] }, { ask: request("hi"), answer: saying("Hello") }),
    );
    expect(await collect(replay.stream(request("hi"), live))).toEqual([failed]);
    for (let again = 0; again < 2; again++)
      expect(await collect(replay.stream(request("hi"), live))).toEqual(saying("Hello"));
  });

  it("keeps the request as it was when it was made", async () => {
    const history = [...request("hi").history];
    const clock = new ManualClock();
    const lines: string[] = [];
    const provider = createRecordingProvider(scripted(clock, saying("Hello")), {
      append: (line) => lines.push(line),
      clock,
    });
    for await (const _ of provider.stream({ ...request("hi"), history }, live))
      history.push({ role: "user", text: "later" });
    expect(await collect(createReplayProvider(lines.join("")).stream(request("hi"), live))).toEqual(saying("Hello"));
  });

  it("fails on any other request, not to be retried, and shows the difference in one line", async () => {
    const replay = createReplayProvider(
      await recordingOf({ ask: request("Tell me about the weather in Rome"), answer: saying("Sun") }),
    );
    const error = errorOf(await collect(replay.stream(request("Tell me about the weather in Oslo"), live)));
    expect(error).toMatchObject({ kind: "bad_request", retryable: false });
    expect(error.message).toContain("history[0].text from character 29");
    expect(error.message).toContain('Rome"');
    expect(error.message).toContain('Oslo"');
    expect(error.message).not.toContain("\n");
  });

  it("shows an entry too many, and a changed system prompt", async () => {
    const replay = createReplayProvider(await recordingOf({ ask: request("hi"), answer: saying("Hello") }));
    const longer = { ...request("hi"), history: [...request("hi").history, { role: "user", text: "more" } as const] };
    expect(errorOf(await collect(replay.stream(longer, live))).message).toMatch(
      /history\[1\]: expected nothing, got .*more/,
    );
    const other = { ...request("hi"), system: "You are Ben." };
    expect(errorOf(await collect(replay.stream(other, live))).message).toContain("system from character 8");
    expect(errorOf(await collect(createReplayProvider("").stream(other, live))).message).toContain("holds no call");
  });

  it("keeps the pace when it is given a clock, and ends on abort", async () => {
    const text = await recordingOf({ ask: request("hi"), answer: saying("Hello") });
    const clock = new ManualClock();
    const abort = new AbortController();
    const seen: string[] = [];
    const playing = (async () => {
      for await (const { type } of createReplayProvider(text, { clock, speed: 2 }).stream(request("hi"), abort.signal))
        seen.push(type);
    })();
    await clock.advance(49);
    expect(seen).toEqual([]);
    await clock.advance(51);
    expect(seen).toEqual(["text_start", "text_delta"]);
    abort.abort();
    await playing;
    expect(seen).toEqual(["text_start", "text_delta", "aborted"]);
    expect(clock.pending).toBe(0);
  });

  it("holds no secret, and is still found by a conversation that goes on from what it says", async () => {
    const redact = (text: string) => text.replaceAll("hunter2", "[redacted]");
    const clock = new ManualClock();
    const lines: string[] = [];
    const [first, second] = [saying("Your word is hunter2"), saying("Bye")];
    const provider = createRecordingProvider(scripted(clock, first, second), {
      append: (line) => lines.push(line),
      clock,
      redact,
    });
    const next = (events: readonly ModelEvent[]): ModelRequest => {
      const done = events.at(-1);
      return {
        ...request("I am hunter2"),
        history: [...request("I am hunter2").history, ...(done?.type === "done" ? [done.message] : [])],
      };
    };
    await collect(provider.stream(next(await collect(provider.stream(request("I am hunter2"), live))), live));
    const text = lines.join("\n");
    expect(text).not.toContain("hunter2");
    const replay = createReplayProvider(text, { redact });
    const replayed = await collect(replay.stream(request("I am hunter2"), live));
    expect(await collect(replay.stream(next(replayed), live))).toEqual(second);
  });

  it("of a call whose reader walked away ends with aborted", async () => {
    const clock = new ManualClock();
    const lines: string[] = [];
    const provider = createRecordingProvider(scripted(clock, saying("Hello")), {
      append: (line) => lines.push(line),
      clock,
    });
    for await (const event of provider.stream(request("hi"), live)) if (event.type === "text_delta") break;
    const played = await collect(createReplayProvider(lines.join("")).stream(request("hi"), live));
    expect(played.map(({ type }) => type)).toEqual(["text_start", "text_delta", "aborted"]);
  });

  it("survives a last line cut by a kill; any other bad line is named", async () => {
    const text = await recordingOf({ ask: request("hi"), answer: saying("Hello") });
    expect(await collect(createReplayProvider(text + text.slice(0, 40)).stream(request("hi"), live))).toEqual(
      saying("Hello"),
    );
    expect(() => createReplayProvider(`${text.slice(0, 40)}\n${text}`)).toThrow("Line 1 of the recording");
  });
});
