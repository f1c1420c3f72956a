/** Requests in the name of the seat: repeated until they are answered, over outages and lost seats. */
import type * as z from "zod";
import type { Repetition } from "./repetition.ts";
import { repeat } from "./repetition.ts";
import { foreignAnswer, type Reply, type ServerCalls } from "./server-calls.ts";
import type { ServerSeat } from "./server-seat.ts";

/** A request that waits for nothing is answered in this time, ms. */
const ANSWER_MS = 15_000;
/** A push may wait for its turn; after this long, ms, it is asked for again. */
const PATIENT_ANSWER_MS = 60_000;
/** Registering again in the middle of one request helps this often, or not at all. */
const REGISTRATIONS = 2;

export interface ServerRequest<T> {
  readonly path: string;
  /** Beside the username. Made anew each time it is sent. */
  readonly body?: () => object;
  readonly answer: z.ZodType<T>;
  /** The answer may take its time. */
  readonly isPatient?: boolean;
}

export type Answer<T> =
  | { readonly type: "answered"; readonly value: T }
  | Extract<Reply, { readonly type: "declined" }>;

export interface ServerRequestsOptions {
  readonly calls: ServerCalls;
  readonly seat: ServerSeat;
  readonly isConnected: () => boolean;
  readonly repetition: (signal: AbortSignal) => Repetition;
}

export class ServerRequests {
  readonly #options: ServerRequestsOptions;

  constructor(options: ServerRequestsOptions) {
    this.#options = options;
  }

  /** Throws `ChatError` where the answer comes from something else, and where it is given up. */
  async ask<T>(request: ServerRequest<T>, signal: AbortSignal): Promise<Answer<T>> {
    const { seat, isConnected, repetition } = this.#options;
    const mayBeSlow = () => request.isPatient === true && isConnected();
    for (let registrations = 0; ; registrations++) {
      const { registration } = seat.required;
      const reply = await repeat(() => this.#send(request, signal), { ...repetition(signal), mayBeSlow });
      if (reply.type === "answered") {
        const answer = request.answer.safeParse(reply.body);
        if (!answer.success) throw foreignAnswer(`POST ${request.path}`, "something else than was asked for");
        return { type: "answered", value: answer.data };
      }
      const isUnknown = reply.code === "not_registered" || reply.code === "unauthorized";
      if (!isUnknown || registrations === REGISTRATIONS) return reply;
      await seat.again(registration, signal);
    }
  }

  /** Once, whatever comes of it. */
  async tell(path: string, body: object, signal: AbortSignal): Promise<void> {
    const { seat, token } = this.#options.seat.required;
    await this.#options.calls.post(path, { username: seat.name, ...body }, { token, signal, ms: ANSWER_MS });
  }

  #send<T>({ path, body, isPatient }: ServerRequest<T>, signal: AbortSignal): Promise<Reply> {
    const { seat, token } = this.#options.seat.required;
    const ms = isPatient === true ? PATIENT_ANSWER_MS : ANSWER_MS;
    return this.#options.calls.post(path, { username: seat.name, ...body?.() }, { token, signal, ms });
  }
}
