/** An agent with a scripted model in a real embedded room, another participant to talk to it, and everything it did. */
import { Agent } from "../../src/agents/agent.ts";
import type { AgentEnd, AgentOptions } from "../../src/agents/agent-options.ts";
import type { AgentEvent, CallEstimate, HistoryEntry, TurnGate, Usage } from "../../src/agents/types.ts";
import { renderResult } from "../../src/chatroom/core/transcript.ts";
import { LocalSession } from "../../src/chatroom/local-session.ts";
import { type FloorPolicy, isMessage } from "../../src/chatroom/protocol.ts";
import { RoomHost } from "../../src/chatroom/room-host.ts";
import { ManualClock, settle } from "./manual-clock.ts";
import { ScriptedProvider, type Turn } from "./scripted-provider.ts";

export interface StageOptions extends Partial<AgentOptions> {
  readonly policy?: FloorPolicy;
  readonly appendLimit?: number;
}

/** Counts what it let through, and how often each call was settled. */
export class CountingGate implements TurnGate {
  readonly estimates: CallEstimate[] = [];
  readonly settled: (readonly (Usage | null)[])[] = [];
  /** Calls let through before it says no. */
  leave = Number.POSITIVE_INFINITY;

  async enter(estimate: CallEstimate) {
    if (this.estimates.length >= this.leave) return null;
    this.estimates.push(estimate);
    const bills: (Usage | null)[] = [];
    this.settled.push(bills);
    return { settle: (usage: Usage | null) => void bills.push(usage) };
  }
}

export class Stage {
  readonly clock: ManualClock;
  readonly host: RoomHost;
  readonly provider: ScriptedProvider;
  readonly gate = new CountingGate();
  readonly agent: Agent;
  readonly session: LocalSession;
  /** The other participant, Bob. */
  readonly bob: LocalSession;
  readonly events: AgentEvent[] = [];
  readonly signs: number[] = [];
  readonly #abort = new AbortController();
  #running: Promise<AgentEnd> | undefined;

  private constructor(host: RoomHost, clock: ManualClock, turns: readonly Turn[], options: StageOptions) {
    let ids = 0;
    const newId = () => `push_${++ids}`;
    this.clock = clock;
    this.host = host;
    this.provider = new ScriptedProvider(turns);
    this.session = new LocalSession(host, { clock, newId, appendLimit: options.appendLimit ?? 1_000 });
    this.bob = new LocalSession(host, { clock, newId });
    const composing = this.session.composing.bind(this.session);
    this.session.composing = () => {
      this.signs.push(clock.monotonic());
      composing();
    };
    this.agent = new Agent({
      name: "Ada",
      provider: this.provider,
      session: this.session,
      system: "You are Ada.",
      instruction: "Begin.",
      plainText: "accept",
      interrupt: "boundary",
      maxOutputTokens: 1_000,
      clock,
      random: () => 0.5,
      gate: this.gate,
      onEvent: (event) => this.events.push(event),
      subscribe: (listener) => host.subscribe(listener),
      renderResult: (action, result) => renderResult(action, result, { notices: "brief", confirm: true }),
      ...options,
    });
  }

  /** Bob is in the room; Ada is too, unless she is to log in by herself. */
  static async open(turns: readonly Turn[], options: StageOptions & { readonly join?: boolean } = {}): Promise<Stage> {
    const clock = new ManualClock();
    const host = await RoomHost.open({ clock, policy: options.policy ?? "open" });
    const stage = new Stage(host, clock, turns, options);
    await stage.bob.login("Bob");
    if (options.join !== false) await stage.session.login("Ada");
    return stage;
  }

  /** Begins; the agent runs until nothing is ready any more. */
  async start(): Promise<void> {
    this.#running = this.agent.run(this.#abort.signal);
    await settle();
    await settle();
  }

  async end(): Promise<AgentEnd> {
    if (!this.#running) throw new Error("the agent was not started");
    this.#abort.abort();
    await settle();
    await this.clock.advance(5_000);
    return this.#running;
  }

  /** The end the agent comes to by itself. */
  async ended(): Promise<AgentEnd> {
    if (!this.#running) throw new Error("the agent was not started");
    return this.#running;
  }

  abort(): void {
    this.#abort.abort();
  }

  async bobSays(text: string): Promise<void> {
    await this.bob.check({ timeout: 0 });
    await this.bob.append(text);
    await this.bob.push();
    await settle();
    await settle();
  }

  /** What was said, by whom. */
  get said(): readonly string[] {
    return this.host
      .eventsAfter(0)
      .filter(isMessage)
      .map(({ sender, content }) => `${sender}: ${content}`);
  }

  /** The history of the last request. */
  get history(): readonly HistoryEntry[] {
    return this.provider.requests.at(-1)?.history ?? [];
  }

  /** The last entry the model was shown. */
  get lastTold(): string {
    const entry = this.history.at(-1);
    if (entry?.role === "tool") return entry.results.map(({ text }) => text).join("\n");
    return entry?.text ?? "";
  }

  of<T extends AgentEvent["type"]>(type: T): readonly Extract<AgentEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<AgentEvent, { type: T }> => event.type === type);
  }
}
