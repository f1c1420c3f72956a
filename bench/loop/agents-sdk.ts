/** The same with @openai/agents: streamed, its tracing off, the same prompt and tools. */
import { Agent, OpenAIChatCompletionsModel, Runner, setTracingDisabled, tool } from "@openai/agents";
import { OpenAI } from "openai";
import { firstInstruction } from "../../src/agents/prompt.ts";
import { AGENT_TOOLS } from "../../src/agents/tools.ts";
import { systemOf } from "../support/talk.ts";
import { drive } from "./drive.ts";
import { AGENT, MODEL, TOPIC, TURNS } from "./workload.ts";

setTracingDisabled(true);
const runner = new Runner({ tracingDisabled: true });

drive(async (baseURL, onTurn) => {
  const client = new OpenAI({ apiKey: "none", baseURL, maxRetries: 0 });
  let draft: string[] = [];
  const said: string[] = [];
  const run = (name: string, { text = "" }: { readonly text?: string }) => {
    if (name === "append") draft.push(text);
    if (name === "push") {
      said.push(draft.join(" "));
      draft = [];
    }
    return "[system] ok";
  };
  const agent = new Agent({
    name: AGENT,
    instructions: systemOf(AGENT, [AGENT]),
    model: new OpenAIChatCompletionsModel(client, MODEL),
    modelSettings: { maxTokens: 4_000 },
    tools: AGENT_TOOLS.map(({ name, description, parameters }) =>
      tool({
        name,
        description,
        parameters: { ...parameters, additionalProperties: true } as never,
        strict: false,
        execute: (input: unknown) => run(name, input as { text?: string }),
      }),
    ),
  });
  const result = await runner.run(agent, firstInstruction({ topic: TOPIC }), { stream: true, maxTurns: TURNS + 1 });
  let turns = 0;
  for await (const event of result) {
    if (event.type === "raw_model_stream_event" && event.data.type === "response_done") {
      turns++;
      onTurn();
    }
  }
  await result.completed;
  if (turns !== TURNS || said.length !== TURNS - 1) throw new Error(`${turns} turns, ${said.length} messages`);
});
