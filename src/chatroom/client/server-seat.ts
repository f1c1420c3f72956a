/**
 * The seat of this client on the server, and what speaks for it. A server that has forgotten it (the lease ran out, the
 * server began anew) is asked for it again.
 */
import { ChatError } from "../errors.ts";
import type { RegisterAnswer } from "../http-api.ts";
import type { Seat } from "../room-access.ts";
import { registerAnswer } from "./answers.ts";
import { untilAborted } from "./attempt.ts";
import { type Repetition, repeat } from "./repetition.ts";
import type { RoomStart } from "./room-mirror.ts";
import type { RunningActions } from "./running-actions.ts";
import { foreignAnswer, type ServerCalls } from "./server-calls.ts";

/** A registration waits for a journal at most, ms. */
const ANSWER_MS = 15_000;

export interface Stay {
  readonly seat: Seat;
  /** The session token. */
  readonly token: string;
  /** Counts: who was refused under an earlier one need not register again. */
  readonly registration: number;
}

export interface ServerSeatOptions {
  readonly calls: ServerCalls;
  readonly actions: RunningActions;
  /** The server's token; null: none. */
  readonly token: string | null;
  /** Makes it safe to register twice: the server knows by it that it is the same client. */
  readonly clientId: string;
  readonly repetition: (signal: AbortSignal) => Repetition;
  /** The seat was taken again; `before`: what it was. Whoever waits for the seat waits for this too. */
  readonly onAgain: (answer: RegisterAnswer, before: Seat, signal: AbortSignal) => Promise<void>;
  /** The seat is not to be had any more. */
  readonly onLost: (error: ChatError) => void;
}

export class ServerSeat {
  readonly #options: ServerSeatOptions;
  #stay: Stay | null = null;
  #registering: Promise<void> | null = null;

  constructor(options: ServerSeatOptions) {
    this.#options = options;
  }

  get stay(): Stay | null {
    return this.#stay;
  }

  /** Throws `ChatError` where there is none. */
  get required(): Stay {
    if (!this.#stay) throw left();
    return this.#stay;
  }

  /** Registers until there is an answer. Throws `ChatError` where it is a no. */
  async take(name: string, repetition: Repetition): Promise<RegisterAnswer> {
    const { calls, token, clientId } = this.#options;
    const { signal } = repetition;
    const before = this.#stay;
    const body = { username: name, client_id: clientId };
    const reply = await repeat(() => calls.post("/register", body, { token, signal, ms: ANSWER_MS }), repetition);
    if (reply.type === "declined") throw reply.error;
    const answer = registerAnswer.safeParse(reply.body);
    if (!answer.success) throw foreignAnswer("POST /register", "something else than a registration");
    if (before && !this.#stay) throw left();
    const registration = (before?.registration ?? 0) + 1;
    this.#stay = { seat: seatOf(answer.data), token: answer.data.session_token, registration };
    return answer.data;
  }

  /** Once for all that ask for it. `known`: the registration that did not do. */
  async again(known: number, signal: AbortSignal): Promise<void> {
    if (this.required.registration !== known) return;
    if (!this.#registering) {
      this.#registering = this.#takeAgain(this.required.seat);
      // Whoever asked for it may have given up by then.
      this.#registering.catch(() => {});
    }
    await untilAborted(this.#registering, signal);
  }

  /** Returns what it was. */
  giveUp(): Stay | null {
    const stay = this.#stay;
    this.#stay = null;
    return stay;
  }

  async #takeAgain(seat: Seat): Promise<void> {
    const { actions, repetition, onAgain, onLost } = this.#options;
    try {
      await actions.run(async (signal) => {
        const answer = await this.take(seat.name, repetition(signal));
        await onAgain(answer, seat, signal);
      });
    } catch (error) {
      if (error instanceof ChatError) onLost(error);
      throw error;
    } finally {
      this.#registering = null;
    }
  }
}

export function seatOf(answer: RegisterAnswer): Seat {
  return { name: answer.username, joinedSeq: answer.joined_seq, unreadAfter: answer.unread_after };
}

/** The room as `answer` has it, where the events after `after` are still to come. */
export function startOf(answer: RegisterAnswer, after: number): RoomStart {
  const { participants, stick, floor, last_seq } = answer;
  return { after, policy: floor, participants, stick, asOf: Math.max(last_seq, after) };
}

export function left(): ChatError {
  return new ChatError("not_logged_in", "the room was left while this was under way; login again");
}
