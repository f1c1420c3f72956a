/** The program's own loop, all of it: provider, agent, room, stop rules, timeline, redactor, and the log on disk. */
import { createChatCompletionsProvider } from "../../src/agents/providers/chat-completions.ts";
import { systemClock } from "../../src/chatroom/clock.ts";
import { openLogWriter } from "../../src/logging/writer.ts";
import { talk } from "../support/talk.ts";
import { drive } from "./drive.ts";
import { AGENT, MODEL, TOPIC, TURNS } from "./workload.ts";

const log = openLogWriter({ dir: process.env["BENCH_LOGS"] ?? "logs", clock: systemClock });
/** In one room they hear each other, and a push of one makes the others' wait. */
const inOneRoom = Number(process.env["BENCH_AGENTS_PER_ROOM"] ?? "1");

drive(async (baseUrl, onTurn) => {
  let turns = 0;
  let messages = 0;
  const names = Array.from({ length: inOneRoom }, (_, index) => (index === 0 ? AGENT : `${AGENT} ${index}`));
  const reason = await talk({
    agents: names.map((name, index) => ({
      name,
      provider: createChatCompletionsProvider({
        id: `bench/${MODEL}`,
        model: MODEL,
        baseUrl: baseUrl.replace(/\/v1$/, `-${index}/v1`),
        clock: systemClock,
      }),
    })),
    topic: TOPIC,
    clock: systemClock,
    limits: { turns: TURNS * inOneRoom },
    log: (record) => log.write(record),
    onAgentEvent: ({ type }) => {
      if (type !== "turn") return;
      turns++;
      onTurn();
    },
    onRoomEvent: ({ type }) => {
      if (type === "message") messages++;
    },
  });
  if (reason !== "max_turns" || turns < TURNS * inOneRoom) throw new Error(`${turns} turns, ended by ${reason}`);
  if (inOneRoom === 1 && messages !== TURNS - 1) throw new Error(`${messages} messages`);
});
