/**
 * Several agents in one room until something ends it: every stop rule is applied here, the first reason wins, and no
 * agent outlives the conversation.
 */
import type { Clock } from "../chatroom/clock.ts";
import type { RoomEvent } from "../chatroom/protocol.ts";
import { ConversationGate, type Spent } from "./gate.ts";
import type { Price } from "./pricing.ts";
import { AllWaiting } from "./stop/all-waiting.ts";
import { RepetitionMeter } from "./stop/repetition.ts";
import type { AgentActivity, StopReason, TurnGate } from "./types.ts";

/** How long an agent that repeats itself is let rest, in ms. */
const COOL_DOWN_MS = 15_000;
/** A person counts as typing for this long after the last key, in ms. */
const TYPING_MS = 6_000;
/** How soon to look again while somebody has the floor or types, in ms. */
const LOOK_AGAIN_MS = 1_000;
/** How long others in the room are left to speak before one of the speakers is nudged, in ms. */
const SILENCE_MS = 30_000;

export interface ConversationLimits {
  /** null: no limit. */
  readonly messages: number | null;
  readonly turns: number | null;
  readonly minutes: number | null;
  readonly tokens: number | null;
  readonly costUsd: number | null;
  /** Nudges in a row without a message; 0 ends the conversation as soon as everybody waits. */
  readonly nudges: number;
}

/** What a conversation may do in its room, and know of it. */
export interface ConversationRoom {
  subscribe(listener: (event: RoomEvent) => void): () => void;
  nudge(participant: string): void;
  announce(content: string): void;
  /** Somebody holds the stick, or the floor is lent. */
  floorTaken(): boolean;
  /** Somebody is in the room who is none of the speakers, and may speak at any time. */
  othersPresent(): boolean;
}

export interface Speaker {
  readonly name: string;
  /** null: unknown. */
  readonly price: Price | null;
  /** Talks until `signal` aborts or it can go on no more; resolves to why. Never rejects. */
  run(gate: TurnGate, signal: AbortSignal): Promise<"stopped" | "gate" | "failed">;
}

export interface ConversationOptions {
  readonly room: ConversationRoom;
  readonly speakers: readonly Speaker[];
  readonly limits: ConversationLimits;
  readonly clock: Clock;
  readonly onActivity: (agent: string, activity: AgentActivity) => void;
}

export class Conversation {
  readonly #options: ConversationOptions;
  readonly #gate: ConversationGate;
  readonly #waiting: AllWaiting;
  readonly #repetition = new RepetitionMeter();
  readonly #names: ReadonlySet<string>;
  readonly #abort = new AbortController();
  readonly #cleanUp: (() => void)[] = [];
  #cancelLook: () => void = () => {};
  #reason: StopReason | null = null;
  #messages = 0;
  #typingUntil = 0;
  /** When the last message was said, monotonic ms. */
  #saidAt = 0;

  constructor(options: ConversationOptions) {
    const { speakers, limits, clock, onActivity } = options;
    this.#options = options;
    this.#names = new Set(speakers.map(({ name }) => name));
    this.#waiting = new AllWaiting([...this.#names], limits.nudges);
    this.#gate = new ConversationGate({
      clock,
      limits,
      prices: new Map(speakers.map(({ name, price }) => [name, price])),
      onLimit: (reason) => this.stop(reason),
      onActivity,
    });
  }

  /** Runs to the end and says why it ended. Call once. */
  async run(): Promise<StopReason> {
    const { room, speakers, limits, clock } = this.#options;
    this.#saidAt = clock.monotonic();
    this.#cleanUp.push(room.subscribe((event) => this.#hear(event)));
    if (limits.minutes !== null) {
      this.#cleanUp.push(clock.schedule(limits.minutes * 60_000, () => this.stop("max_minutes")));
    }
    const ends = await Promise.all(speakers.map((speaker) => this.#runSpeaker(speaker)));
    for (const cleanUp of this.#cleanUp) cleanUp();
    this.#cancelLook();
    return this.#reason ?? (ends.every((end) => end === "failed") ? "agents_failed" : "all_waiting");
  }

  /** Ends the conversation: running calls are aborted. The first reason stands. */
  stop(reason: StopReason): void {
    this.#reason ??= reason;
    this.#abort.abort();
  }

  get spent(): Spent & { readonly messages: number } {
    return { ...this.#gate.spent, messages: this.#messages };
  }

  get paused(): boolean {
    return this.#gate.paused;
  }

  set paused(paused: boolean) {
    this.#gate.paused = paused;
  }

  /** `agent` has begun or ended to wait in `check` with nothing to wake it. */
  setWaiting(agent: string, waiting: boolean): void {
    this.#waiting.setWaiting(agent, waiting);
    if (waiting) this.#lookAround();
  }

  /** A person is at the keyboard: silence is not the end yet. */
  personIsTyping(): void {
    this.#typingUntil = this.#options.clock.monotonic() + TYPING_MS;
  }

  async #runSpeaker(speaker: Speaker): Promise<"stopped" | "gate" | "failed"> {
    const end = await speaker.run(this.#gate, this.#abort.signal);
    this.#waiting.gone(speaker.name);
    this.#lookAround();
    return end;
  }

  #hear(event: RoomEvent): void {
    if (event.type === "stick" || event.type === "left") return this.#lookAround();
    if (event.type !== "message") return;
    this.#messages++;
    this.#saidAt = this.#options.clock.monotonic();
    this.#waiting.spoke(event.sender);
    const { messages } = this.#options.limits;
    if (messages !== null && this.#messages >= messages) return this.stop("max_messages");
    if (this.#names.has(event.sender)) this.#judge(event.sender, event.content);
    else this.#repetition.interrupted();
  }

  #judge(sender: string, content: string): void {
    const { room } = this.#options;
    switch (this.#repetition.said(sender, content)) {
      case "none":
        return;
      case "notice":
        return room.announce("The last messages repeat each other. Say something new, or stay silent and check.");
      case "cool_down":
        room.announce("The talk goes in circles. Those who only repeat themselves rest for a while.");
        for (const agent of this.#repetition.idlers) this.#gate.coolDown(agent, COOL_DOWN_MS);
        return;
      case "end":
        return this.stop("loop");
    }
  }

  /** Everybody waits, nobody has the floor, no person types: nudge one, or end. */
  #lookAround(): void {
    const { room, clock } = this.#options;
    if (this.#reason) return;
    const now = clock.monotonic();
    const others = room.othersPresent();
    const mayStillSpeak = others && now < this.#saidAt + SILENCE_MS;
    if (room.floorTaken() || now < this.#typingUntil || mayStillSpeak) return this.#lookAgain();
    const advice = this.#waiting.advice();
    if (advice.type === "nudge") room.nudge(advice.agent);
    // While others are there, waiting for them is no end.
    if (advice.type === "end" && !others) this.stop("all_waiting");
  }

  /** A lent floor lapses, and a person stops typing, without an event. */
  #lookAgain(): void {
    this.#cancelLook();
    this.#cancelLook = this.#options.clock.schedule(LOOK_AGAIN_MS, () => this.#lookAround());
  }
}
