/** Flags, scenario, config and defaults become one `RunPlan`; the first of them that says something wins. */
import path from "node:path";
import type { ConversationLimits } from "../agents/conversation.ts";
import { priceOf } from "../agents/pricing.ts";
import type { RunSettings, Scenario } from "../agents/scenario.ts";
import { ChatError, LIMITS } from "../chatroom/index.ts";
import { type Config, loadConfig } from "./config-file.ts";
import { checkedUrl } from "./endpoints.ts";
import type { CliHost } from "./host.ts";
import { DEFAULT_WEBSOCKET_PORT, type RunOptions } from "./options.ts";
import type { LiveViewPlan } from "./live-view.ts";
import { loadPersonas } from "./personas.ts";
import { resolveAgents } from "./resolve-agents.ts";
import type { OutputMode, ResolvedAgent, RunPlan } from "./run-plan.ts";
import { loadScenario } from "./scenario-file.ts";
import type { ServedRoomPlan } from "./served-venue.ts";
import { tokenProblem } from "./token-problem.ts";
import { UsageError } from "./usage-error.ts";

const DEFAULT_TOPIC = "How can several minds write together without talking past each other?";
const DEFAULTS = { messages: 100, nudges: 3, maxOutputTokens: 8_192, speed: 1, logDir: "logs" } as const;

/** `host.env` includes what --env-file brought. */
export async function makePlan(options: RunOptions, host: CliHost): Promise<RunPlan> {
  const { config } = await loadConfig(options.config, host.cwd, await host.configDir());
  const scenario = await scenarioOf(options, host.cwd);
  const settings = [fromFlags(options), scenario, config];
  const first = <K extends keyof RunSettings>(key: K) => settings.find((each) => each[key] !== undefined)?.[key];
  const baseUrl = options.baseUrl === undefined ? null : checkedUrl(options.baseUrl, "--base-url");
  const served = await servedRoom(options, host);
  const { agents, why } = await resolveAgents(
    {
      present: served?.summary.participants ?? [],
      cast: scenario.agents ?? [],
      models: options.model ?? [],
      count: options.agents ?? null,
      personas: options.persona ?? [],
      prices: options.price ?? [],
      effort: options.reasoning ?? null,
      usualEffort: scenario.reasoning ?? config.reasoning ?? null,
    },
    { env: host.env, baseUrl, probe: host.probe, named: config.models ?? {} },
  );
  const limits = limitsOf(settings);
  if (limits.costUsd !== null) await refuseUnknownPrices(agents, host);
  const topic = options.topic ?? scenario.topic;
  return {
    topic: topic ?? DEFAULT_TOPIC,
    instruction: options.msg ?? scenario.msg ?? null,
    constantMsg: options.constantMsg ?? scenario.constant_msg ?? null,
    agents,
    floor: served?.summary.floor ?? first("floor") ?? "open",
    served,
    appendLimit: first("append_limit") ?? LIMITS.appendCharacters,
    interrupt: first("interrupt") ?? "boundary",
    plainText: first("plain_text") ?? "push",
    maxOutputTokens: first("max_output_tokens") ?? DEFAULTS.maxOutputTokens,
    limits,
    logDir: path.resolve(host.cwd, options.logDir ?? config.log_dir ?? DEFAULTS.logDir),
    seed: first("seed") ?? Math.floor(host.random() * 1_000_000),
    speed: first("speed") ?? DEFAULTS.speed,
    output: outputOf(options, host),
    color: options.color ?? null,
    websocket: liveViewOf(options),
    debug: options.debug ?? false,
    why: topic === undefined ? [...why, "No topic is given, so they get one of ours."] : why,
    secrets: () => [...keysOf(agents), ...[served?.token ?? []].flat()],
  };
}

/** What is in the room decides who can be what: it is looked up first. */
async function servedRoom({ roomUrl, roomToken }: RunOptions, host: CliHost): Promise<ServedRoomPlan | null> {
  if (roomUrl === undefined) {
    if (roomToken !== undefined) throw new UsageError("--room-token is for a served room; say which with --room-url");
    return null;
  }
  const token = roomToken ?? host.env["LLM_CHAT_TOKEN"] ?? null;
  const { lookUpRoom } = await import("../chatroom/client/index.ts");
  try {
    const access = token === null ? {} : { token };
    return { url: roomUrl, token, summary: await lookUpRoom({ url: roomUrl, fetch: host.fetch, ...access }) };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    const problem = error.code === "unauthorized" ? tokenProblem(roomUrl, token, "--room-token") : error.message;
    throw new UsageError(`--room-url: ${problem}`, { cause: error });
  }
}

function liveViewOf({ websocket, websocketPort, allowOrigin = [] }: RunOptions): LiveViewPlan | null {
  if (websocket === false) return null;
  const asked = websocketPort !== undefined;
  return { port: websocketPort ?? DEFAULT_WEBSOCKET_PORT, asked, allowOrigins: allowOrigin };
}

function keysOf(agents: readonly ResolvedAgent[]): string[] {
  const keys = agents.flatMap(({ provider }) => (provider.wire === "demo" ? [] : (provider.apiKey?.() ?? [])));
  return [...new Set(keys)];
}

/** A persona folder is a scenario that says only who takes part. */
async function scenarioOf(options: RunOptions, cwd: string): Promise<Scenario> {
  if (options.scenario !== undefined) return loadScenario(options.scenario, cwd);
  if (options.expDir === undefined) return {};
  const personas = await loadPersonas(options.expDir, cwd);
  return {
    agents: personas.map(({ name, persona, model }) => ({
      name,
      persona: persona ?? undefined,
      model: model ?? undefined,
    })),
  };
}

function fromFlags(options: RunOptions): RunSettings {
  return {
    floor: options.floor,
    append_limit: options.appendLimit,
    interrupt: options.interrupt,
    plain_text: options.plainText,
    limits: {
      messages: options.maxMessages,
      turns: options.maxTurns,
      minutes: options.maxMinutes,
      tokens: options.maxTokens,
      cost_usd: options.maxCost,
      nudges: options.maxNudges,
    },
    max_output_tokens: options.maxOutputTokens,
    seed: options.seed,
    speed: options.speed,
  };
}

/** Each limit by itself: a scenario that limits the messages does not lift the cost limit of the config. */
function limitsOf(settings: readonly (RunSettings | Config)[]): ConversationLimits {
  const said = (key: keyof NonNullable<RunSettings["limits"]>) =>
    settings.find((each) => each.limits?.[key] !== undefined)?.limits?.[key];
  const orNone = (value: number | undefined) => (value === undefined || value === 0 ? null : value);
  return {
    messages: orNone(said("messages") ?? DEFAULTS.messages),
    turns: orNone(said("turns")),
    minutes: orNone(said("minutes")),
    tokens: orNone(said("tokens")),
    costUsd: orNone(said("cost_usd")),
    nudges: said("nudges") ?? DEFAULTS.nudges,
  };
}

async function refuseUnknownPrices(agents: readonly ResolvedAgent[], host: CliHost): Promise<void> {
  for (const { provider, displayModel, price } of agents) {
    if ((await priceOf(provider.vendor, provider.model, price, () => host.clock.now())) !== null) continue;
    throw new UsageError(
      `the price of ${displayModel} is unknown, so --max-cost could not be kept; set it with --price ${displayModel}=IN/OUT (USD per million tokens)`,
    );
  }
}

/** The full screen needs a terminal at both ends: one to draw on, one to read keys from. */
function outputOf(options: RunOptions, { stdin, stdout, env }: CliHost): OutputMode {
  if (options.json) return "json";
  if (options.quiet) return "quiet";
  const terminal = stdout.isTTY === true && stdin.isTTY === true && env["TERM"] !== "dumb";
  return options.plain || !terminal ? "plain" : "tui";
}
