/** What a log says of itself, and where the reading has come to: what the rules have in common. */
import type { FloorPolicy } from "../../chatroom/protocol.ts";
import { fieldsOf } from "../fields.ts";
import { SYSTEM_NAME } from "../agent-record.ts";
import type { LogLine } from "./rule.ts";

export interface LogLimits {
  readonly messages: number | null;
  readonly turns: number | null;
  readonly minutes: number | null;
  /** Input and output of all agents. */
  readonly tokens: number | null;
  /** USD. */
  readonly costUsd: number | null;
  readonly nudges: number | null;
}

export class LogFacts {
  /** It began with a session_start. */
  started = false;
  ended = false;
  /** The room was on a server: others were in it of whom the log has only their messages, perhaps from before it began. */
  served = false;
  floor: FloorPolicy = "open";
  appendLimit: number | null = null;
  limits: LogLimits = { messages: null, turns: null, minutes: null, tokens: null, costUsd: null, nudges: null };
  /** The highest seq so far; 0 before the first. */
  lastSeq = 0;
  #agents: ReadonlySet<string> | null = null;
  /** Agents that have a seat in a served room: before that, and after, their names are free for others. */
  readonly #seated = new Set<string>();

  /** The log holds all that ever happened in its room. */
  get whole(): boolean {
    return this.started && !this.served;
  }

  /** How many agents the session was begun with. */
  get agentCount(): number {
    return this.#agents?.size ?? 0;
  }

  /** Whether the log says who its agents are. */
  get knowsAgents(): boolean {
    return this.#agents !== null;
  }

  /** `name` is an agent of the session, there or gone. */
  isAgent(name: string): boolean {
    return this.#agents?.has(name) ?? false;
  }

  /** What `name` says now is said by an agent of the session, whose own records the log has too. */
  speaksHere(name: string): boolean {
    return this.isAgent(name) && (this.whole || this.#seated.has(name));
  }

  read({ record, notice }: LogLine): void {
    if ("seq" in record && record.seq !== undefined) this.lastSeq = Math.max(this.lastSeq, record.seq);
    switch (record.type) {
      case "session_start":
        if (!this.started) this.#start(record.metadata);
        break;
      case "session_end":
        this.ended = true;
        break;
      case "tool_call":
        if (this.isAgent(record.user)) this.#seated.add(record.user);
        break;
      case "system":
        // What an agent is told first, it is told when it has come in.
        if (record.to !== undefined && this.isAgent(record.to)) this.#seated.add(record.to);
        if (notice?.type === "left") this.#seated.delete(notice.participant);
        break;
      default:
        break;
    }
  }

  #start(metadata: Readonly<Record<string, unknown>>): void {
    this.started = true;
    this.served = typeof metadata["room_url"] === "string";
    this.floor = metadata["floor"] === "stick" ? "stick" : "open";
    this.appendLimit = numberOrNull(metadata["append_limit"]);
    const limits = fieldsOf(metadata["limits"]);
    this.limits = {
      messages: numberOrNull(limits["messages"]),
      turns: numberOrNull(limits["turns"]),
      minutes: numberOrNull(limits["minutes"]),
      tokens: numberOrNull(limits["tokens"]),
      costUsd: numberOrNull(limits["costUsd"]),
      nudges: numberOrNull(limits["nudges"]),
    };
    const agents = metadata["agents"];
    if (!Array.isArray(agents)) return;
    const names = agents.map((agent: unknown) => fieldsOf(agent)["name"]);
    this.#agents = new Set(names.filter((name) => typeof name === "string"));
  }
}

/** The program itself speaks: of the session, of trouble, to an agent. */
export function isProgram(user: string): boolean {
  return user === SYSTEM_NAME;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
