/** Whom the tools act for: the participant behind one MCP host, however that host is told from others. */
import { ChatError } from "../errors.ts";
import type { ChatSession } from "../session.ts";
import { Reading } from "./reading.ts";

export interface Attendee {
  /**
   * The session to act with; null: nobody has logged in. `token`: the `session_token` that came with the call.
   * Throws `ChatError` where a login that nobody has to ask for has failed.
   */
  session(token: string | undefined): Promise<ChatSession | null>;
  /** Enters the room, or stays there under the same name. Throws `ChatError` where the name cannot be had. */
  enter(username: string, token: string | undefined): Promise<ChatSession>;
  /** For hosts that keep no session: what says, with every later call, who it is. */
  readonly tokenOf?: ((session: ChatSession) => string) | undefined;
}

/** One for all servers that act with the same sessions: a session is read by one model, whatever it is asked through. */
export class Readings {
  readonly #readings = new WeakMap<ChatSession, Reading>();

  of(session: ChatSession): Reading {
    const known = this.#readings.get(session);
    if (known) return known;
    const reading = new Reading(session);
    this.#readings.set(session, reading);
    return reading;
  }
}

/** The one participant of a process: it keeps its session, and may enter the room without being asked to. */
export class SoleAttendee implements Attendee {
  readonly #session: ChatSession;
  readonly #as: string | undefined;
  /** Calls that come while somebody enters wait for that, in order. */
  #entering: Promise<unknown> | null = null;
  #hasLeft = false;

  /** `as`: the name it enters under by itself. */
  constructor(session: ChatSession, as?: string) {
    this.#session = session;
    this.#as = as;
  }

  /** From here on nobody enters, whatever call is still under way. */
  leave(): void {
    this.#hasLeft = true;
  }

  async session(): Promise<ChatSession | null> {
    if (this.#entering) await this.#entering.catch(() => {});
    if (this.#hasLeft) return null;
    if (this.#session.username === null && this.#as !== undefined) await this.enter(this.#as);
    return this.#session.username === null ? null : this.#session;
  }

  async enter(username: string): Promise<ChatSession> {
    if (this.#entering) await this.#entering.catch(() => {});
    if (this.#hasLeft) throw new ChatError("not_logged_in", "the host has gone, and its participant with it");
    const entering = this.#session.join(username);
    this.#entering = entering;
    try {
      await entering;
    } finally {
      if (this.#entering === entering) this.#entering = null;
    }
    return this.#session;
  }
}
