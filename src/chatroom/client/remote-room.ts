/** A room of a server, as a session sees it: it reads the mirror, and what it does is answered once the mirror shows it. */
import { type Clock, sleep } from "../clock.ts";
import type { PushCommand, PushOutcome } from "../core/decide.ts";
import { ChatError } from "../errors.ts";
import type { FloorPolicy, RoomEvent } from "../protocol.ts";
import type { ClaimOutcome, RoomAccess, Seat, StickState } from "../room-access.ts";
import { doneAnswer, notSentAnswer, sentAnswer, stickAnswer } from "./answers.ts";
import type { ServerLink } from "./server-link.ts";

/** A push that was called off is still answered within this time, or it is not known what came of it, ms. */
const CALLED_OFF_MS = 2_000;

export class RemoteRoom implements RoomAccess {
  readonly #link: ServerLink;
  readonly #clock: Clock;
  #isComposingTold = false;

  constructor(link: ServerLink, clock: Clock) {
    this.#link = link;
    this.#clock = clock;
  }

  get policy(): FloorPolicy {
    return this.#link.mirror.policy;
  }

  get participants(): readonly string[] {
    return this.#link.mirror.participants;
  }

  get stick(): StickState {
    return this.#link.mirror.stick;
  }

  get lastSeq(): number {
    return this.#link.mirror.lastSeq;
  }

  enter(name: string): Promise<Seat> {
    return this.#link.enter(name);
  }

  leave(): Promise<void> {
    return this.#link.leave();
  }

  arrive(): Promise<void> {
    // A sign of life of somebody who may merely listen.
    const arrived = this.#do("/composing", { writing: false });
    // Who asks may have something else to wait for first.
    arrived.catch(() => {});
    return arrived;
  }

  composing(): void {
    // While one is on its way, another says nothing more.
    if (this.#isComposingTold) return;
    this.#isComposingTold = true;
    void this.#link.tell("/composing").finally(() => {
      this.#isComposingTold = false;
    });
  }

  async push(command: Omit<PushCommand, "epoch">, signal?: AbortSignal): Promise<PushOutcome> {
    if (signal?.aborted) return { type: "refused", reason: "floor_lent" };
    return this.#link.during(async (ended) => {
      const calledOff = new AbortController();
      const callOff = () => this.#callOff(calledOff);
      const follow = () => calledOff.abort(ended.reason);
      ended.addEventListener("abort", follow, { once: true });
      signal?.addEventListener("abort", callOff, { once: true });
      try {
        return await this.#push(command, calledOff.signal);
      } finally {
        signal?.removeEventListener("abort", callOff);
        ended.removeEventListener("abort", follow);
        calledOff.abort();
      }
    });
  }

  claim(): Promise<ClaimOutcome | null> {
    return this.#link.during(async (ended) => {
      const reply = await this.#link.ask({ path: "/talking_stick", answer: stickAnswer }, ended);
      if (reply.type === "declined") {
        if (reply.error.code === "journal_failed") return null;
        throw reply.error;
      }
      const { granted, holder, position, seqs, last_seq } = reply.value;
      await this.#link.reached(last_seq, ended);
      return { granted, holder, position, seqs };
    });
  }

  release(): Promise<void> {
    return this.#do("/release");
  }

  announceWaiting(_name: string, seconds: number): void {
    void this.#link.tell("/check_event", { delay: seconds });
  }

  nudge(): Promise<void> {
    return this.#do("/nudge");
  }

  eventsAfter(seq: number): readonly RoomEvent[] {
    return this.#link.mirror.eventsAfter(seq);
  }

  /** Not told: that the lease of one's own seat ran out. It is taken again, and whoever waits goes on waiting. */
  subscribe(listener: (event: RoomEvent) => void, onBroken?: (error: ChatError) => void): () => void {
    const tell = (event: RoomEvent) => {
      if (event.type !== "left" || event.participant !== this.#link.seat?.name) listener(event);
    };
    return this.#link.mirror.subscribe(tell, onBroken);
  }

  /** Resolves when the mirror shows what the request was answered after; also when the room is left meanwhile. */
  async #do(path: string, body: object = {}): Promise<void> {
    try {
      await this.#link.during(async (ended) => {
        const reply = await this.#link.ask({ path, body: () => body, answer: doneAnswer }, ended);
        if (reply.type === "answered") return this.#link.reached(reply.value.last_seq, ended);
        // A room that stores nothing more can still be read.
        if (reply.error.code !== "journal_failed") throw reply.error;
      });
    } catch (error) {
      if (this.#link.seat) throw error;
    }
  }

  async #push(command: Omit<PushCommand, "epoch">, ended: AbortSignal): Promise<PushOutcome> {
    const { content, push_id, expected_seq: expected } = command;
    const { roomNumber } = this.#link;
    const body = () => {
      if (expected === null) return { message: content, push_id };
      // Of a room that began anew meanwhile, it has been shown nothing.
      const isSame = this.#link.roomNumber === roomNumber;
      return { message: content, push_id, expected_seq: isSame ? expected : (this.#link.seat?.unreadAfter ?? 0) };
    };
    const reply = await this.#link.ask({ path: "/send", body, answer: sentAnswer, isPatient: true }, ended);
    if (reply.type === "answered") {
      const { message_id, seq, timestamp } = reply.value;
      await this.#link.reached(seq, ended);
      return { type: "sent", sent: { push_id, message_id, seq, timestamp } };
    }
    const refusal = notSentAnswer.safeParse(reply.body).data;
    if (!refusal) throw reply.error;
    await this.#link.reached(refusal.last_seq, ended);
    return { type: "refused", reason: refusal.reason };
  }

  /** The room gives the wait up, and says so in its answer: else nobody would know whether the message was sent. */
  #callOff(push: AbortController): void {
    void this.#link.tell("/release");
    void sleep(this.#clock, CALLED_OFF_MS, push.signal).then(() =>
      push.abort(
        new ChatError("disconnected", "called off before the server had answered: push again to learn what came of it"),
      ),
    );
  }
}
