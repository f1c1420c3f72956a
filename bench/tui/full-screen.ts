/**
 * The program's own screen, from model events on: redaction, timeline, view and TUI as in a conversation. Every agent
 * thinks, writes an append, and sends it, again and again, a word of the stimulus at a time.
 */
import type { ModelEvent } from "../../src/agents/types.ts";
import { systemClock } from "../../src/chatroom/clock.ts";
import { describeNotice } from "../../src/chatroom/core/transcript.ts";
import { LiveMode } from "../../src/cli/tui/live-mode.ts";
import { startTui } from "../../src/cli/tui/start-tui.tsx";
import { ViewStore } from "../../src/cli/tui/view-store.ts";
import { createRedactor } from "../../src/logging/redact.ts";
import { Timeline } from "../../src/logging/timeline.ts";
import { startWords } from "./stimulus.ts";
import { timeWindow } from "./timed-window.ts";

const THINKING_WORDS = 80;
const MESSAGE_WORDS = 40;
const NAMES = ["Ada", "Boole", "Curie", "Darwin", "Euler", "Fermi", "Gauss", "Hopper"];

const agents = Number(process.env["BENCH_AGENTS"] ?? "4");
const names = NAMES.slice(0, agents);
const timeline = new Timeline({
  clock: systemClock,
  describe: describeNotice,
  redact: createRedactor({ env: { OPENAI_API_KEY: "a-key-that-is-nowhere-in-the-text" } }),
});
const store = new ViewStore(systemClock);
timeline.subscribe((item) => store.push(item));
const controls = { pause() {}, resume() {}, paused: false, say() {}, composing() {}, quit: () => process.exit(0) };
startTui({
  store,
  mode: new LiveMode(controls, systemClock),
  stdout: process.stdout,
  stdin: process.stdin,
  env: process.env,
});

let seq = 0;

/** One agent's endless monologue, a word a call. */
function* talk(agent: string): Generator<void, never, string> {
  const model = (event: ModelEvent) => timeline.agent({ type: "model", agent, event });
  for (let turn = 0; ; turn++) {
    timeline.agent({ type: "activity", agent, activity: "thinking" });
    model({ type: "thinking_start" });
    let thinking = "";
    for (let count = 0; count < THINKING_WORDS; count++) {
      const text = yield;
      thinking += text;
      model({ type: "thinking_delta", text });
    }
    model({ type: "thinking_end" });
    timeline.agent({ type: "activity", agent, activity: "writing" });
    const append = `append-${turn}`;
    const push = `push-${turn}`;
    model({ type: "tool_call_start", call_id: append, name: "append" });
    model({ type: "tool_call_delta", call_id: append, text: '{"text": "' });
    let message = "";
    for (let count = 0; count < MESSAGE_WORDS; count++) {
      const text = yield;
      message += text;
      model({ type: "tool_call_delta", call_id: append, text });
    }
    model({ type: "tool_call_delta", call_id: append, text: '"}' });
    model({ type: "tool_call_end", call_id: append });
    const calls = [
      { call_id: append, name: "append", arguments: JSON.stringify({ text: message }) },
      { call_id: push, name: "push", arguments: "{}" },
    ];
    const said = { role: "assistant" as const, text: "", thinking, tool_calls: calls };
    model({ type: "done", finish: "tool_use", message: said });
    const usage = { input: 2_000, cached: 1_900, cache_write: 0, output: 120 };
    const facts = { model: "bench/model", usage, cost_usd: 0.001, duration_ms: 2_000 };
    timeline.agent({ type: "turn", agent, message: said, finish: "tool_use", ...facts });
    act(agent, append, "append", { text: message }, message);
    timeline.room({
      seq: ++seq,
      timestamp: new Date().toISOString(),
      type: "message",
      message_id: `m${seq}`,
      sender_id: agent,
      sender: agent,
      content: message,
      push_id: push,
      expected_seq: seq - 1,
    });
    act(agent, push, "push", {});
  }
}

function act(agent: string, call_id: string, name: string, parameters: object, appended?: string): void {
  timeline.agent({ type: "tool_call", agent, call_id, name, arguments: parameters });
  const result = { status: 1 as const, messages: [], ...(appended === undefined ? {} : { appended }) };
  timeline.agent({ type: "tool_response", agent, call_id, name, result, text: "[system] ok" });
}

timeline.start({
  topic: "Should we colonise Mars?",
  room: "lobby",
  floor: "open",
  agents: names.map((name) => ({ name, model: "bench/model" })),
});
const speakers = names.map((name) => {
  const speaker = talk(name);
  speaker.next();
  return speaker;
});
let turn = 0;
startWords((_column, word) => void speakers[turn++ % speakers.length]?.next(word));
timeWindow();
