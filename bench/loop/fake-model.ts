/**
 * A model server without latency, in a process of its own, that speaks Chat Completions. The conversation is named by
 * the path (/<any>/v1/chat/completions, or /<any>-<agent>/v1/…) and its turns are counted, so that no request has to
 * be parsed: the answers are ready-made bytes. Prints its port. An argument: ms between two pieces of an answer.
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { MODEL, TURNS, WORDS } from "./workload.ts";

/** Other words in each turn and for each agent of a room, or the program would think that they repeat themselves. */
const VARIANTS = 16;
const FRAMES_PER_WRITE = 6;
const VOCABULARY = Array.from({ length: 600 }, (_, index) => `w${(index * 7919).toString(36)}`);

let random = 1;
function nextWord(): string {
  random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
  return VOCABULARY[random % VOCABULARY.length] ?? "";
}

const turnsOf = new Map<string, number>();
const callTurns = Array.from({ length: TURNS }, (_, turn) =>
  Array.from({ length: VARIANTS }, (_, variant) => callTurn(turn, variant)),
);
const lastTurn = written([{ role: "assistant", content: "That" }, { content: " is" }, { content: " all." }], "stop");

function callTurn(turn: number, variant: number): readonly Buffer[] {
  const id = (kind: string) => `call_${kind}_${turn}_${variant}`;
  const piece = (index: number, text: string) => ({ tool_calls: [{ index, function: { arguments: text } }] });
  const opening = (index: number, name: string) => ({
    tool_calls: [{ index, id: id(name), type: "function", function: { name, arguments: "" } }],
  });
  const words = Array.from({ length: WORDS }, () => piece(0, `${nextWord()} `));
  return written(
    [
      { role: "assistant", content: null },
      opening(0, "append"),
      piece(0, '{"text":"'),
      ...words,
      piece(0, '"}'),
      opening(1, "push"),
      piece(1, "{}"),
    ],
    "tool_calls",
  );
}

function written(deltas: readonly object[], finish: string): readonly Buffer[] {
  const frame = (choices: readonly object[], more: object = {}) =>
    `data: ${JSON.stringify({ id: "chatcmpl-bench", object: "chat.completion.chunk", created: 1_790_000_000, model: MODEL, system_fingerprint: "fp_bench", choices, ...more })}\n\n`;
  const frames = [
    ...deltas.map((delta) => frame([{ index: 0, delta, logprobs: null, finish_reason: null }])),
    frame([{ index: 0, delta: {}, logprobs: null, finish_reason: finish }]),
    frame([], { usage: { prompt_tokens: 3_000, completion_tokens: 120, total_tokens: 3_120 } }),
    "data: [DONE]\n\n",
  ];
  const writes = Math.ceil(frames.length / FRAMES_PER_WRITE);
  return Array.from({ length: writes }, (_, index) =>
    Buffer.from(frames.slice(index * FRAMES_PER_WRITE, (index + 1) * FRAMES_PER_WRITE).join("")),
  );
}

const pauseMs = Number(process.argv[2] ?? "0");
let served = 0;
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => void answer(request.url ?? "", response));
});

async function answer(conversation: string, response: ServerResponse): Promise<void> {
  const turn = (turnsOf.get(conversation) ?? 0) + 1;
  turnsOf.set(conversation, turn);
  if (turn >= TURNS) turnsOf.delete(conversation);
  const agent = Number(/-(\d+)\/v1/.exec(conversation)?.[1] ?? served++);
  const parts = turn < TURNS ? callTurns[turn]?.[agent % VARIANTS] : lastTurn;
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  for (const part of parts ?? []) {
    response.write(part);
    if (pauseMs > 0) await pause(pauseMs);
  }
  response.end();
}

server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
