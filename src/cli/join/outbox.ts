/**
 * What a person has entered and the room has not got yet: sent one after the other, in the order it was entered. Where
 * the room has a talking stick, the stick is claimed and waited for first.
 */
import { errorMessage } from "../../agents/error-message.ts";
import type { RefusalReason, RoomEvent } from "../../chatroom/index.ts";
import type { PersonSeat } from "./person-seat.ts";

export type OutboxState =
  | { readonly type: "idle" }
  | { readonly type: "sending" }
  /** The place in the queue changes with every turn: `seat.stick` has it. */
  | { readonly type: "waiting_for_stick" };

export interface OutboxOptions {
  readonly seat: PersonSeat;
  readonly onChange: () => void;
  /** `reason`: why, in words that go on from "not sent: ". */
  readonly onFailed: (text: string, reason: string) => void;
}

/** A stick that runs out between its grant and the message is claimed anew so often. */
const MOST_CLAIMS = 3;

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #texts: string[] = [];
  #state: OutboxState = { type: "idle" };
  #dropped = new AbortController();
  #running: Promise<void> | null = null;
  /** The stick was asked for by itself: it is not given back unused. */
  #stickWanted = false;
  #turn: () => void = () => {};
  #reset: Promise<unknown> = Promise.resolve();

  constructor(options: OutboxOptions) {
    this.#options = options;
    options.seat.subscribe((event) => this.#hear(event));
  }

  get state(): OutboxState {
    return this.#state;
  }

  /** The oldest first. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  send(text: string): void {
    this.#texts.push(text);
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null;
    });
    this.#options.onChange();
  }

  /** Resolves when nothing waits to be sent any more. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  claimStick(): ReturnType<PersonSeat["talkingStick"]> {
    this.#stickWanted = true;
    return this.#options.seat.talkingStick();
  }

  /** Sends nothing of what waits. A stick that was claimed for it is given back when it comes. */
  drop(): void {
    this.#texts.length = 0;
    this.#stickWanted = false;
    this.#dropped.abort();
    this.#dropped = new AbortController();
    this.#enter({ type: "idle" });
  }

  /** `drop`, and gives the stick back at once. What is entered from now on goes after that. */
  reset(): Promise<unknown> {
    this.drop();
    const reset = this.#options.seat.reset();
    this.#reset = reset.catch(() => {});
    return reset;
  }

  async #sendAll(): Promise<void> {
    for (let text = this.#texts[0]; text !== undefined; text = this.#texts[0]) {
      const { signal } = this.#dropped;
      await this.#reset;
      const reason = await this.#send(text, signal).catch(errorMessage);
      // Whatever came of it: what is in the list now was entered after the drop.
      if (signal.aborted) continue;
      this.#texts.shift();
      if (reason !== null) this.#options.onFailed(text, reason);
    }
    this.#enter({ type: "idle" });
  }

  /** null: it was sent. */
  async #send(text: string, signal: AbortSignal): Promise<string | null> {
    const { seat } = this.#options;
    for (let claims = 1; ; claims++) {
      if (seat.policy === "stick") await this.#takeStick(signal);
      if (signal.aborted) return null;
      this.#enter({ type: "sending" });
      const outcome = await seat.say(text, signal);
      if (outcome.type === "sent") return null;
      if (outcome.reason !== "stick_needed" || claims === MOST_CLAIMS) return inWords(outcome.reason);
    }
  }

  /** Claims as often as there is news of the stick: who came back after a broken connection has lost its place. */
  async #takeStick(signal: AbortSignal): Promise<void> {
    const { seat } = this.#options;
    while (!signal.aborted) {
      const turn = new Promise<void>((resolve) => {
        this.#turn = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      const { granted, reason } = await seat.talkingStick();
      if (reason !== undefined) throw new Error(inWords(reason));
      if (granted || signal.aborted) return;
      this.#enter({ type: "waiting_for_stick" });
      await turn;
    }
  }

  #hear(event: RoomEvent): void {
    const { seat } = this.#options;
    const me = seat.username;
    if (event.type === "joined" && event.participant === me) this.#turn();
    if (event.type !== "stick" || event.participant !== me) return;
    if (event.action === "released" || event.action === "expired") this.#stickWanted = false;
    if (event.action !== "granted") return;
    this.#turn();
    // Claimed for a message that was dropped since: the next one in the queue is waiting.
    if (this.#texts.length === 0 && !this.#stickWanted) seat.reset().catch(() => {});
  }

  #enter(state: OutboxState): void {
    this.#state = state;
    this.#options.onChange();
  }
}

function inWords(reason: RefusalReason): string {
  switch (reason) {
    case "content_policy":
      return "the room does not allow this content";
    case "room_read_only":
      return "the room cannot store messages any more; one can only read";
    case "stick_needed":
      return "the talking stick was taken back before it arrived; try again";
    case "floor_lent":
      return "another participant goes first; try again";
    default:
      return reason.replaceAll("_", " ");
  }
}
