/**
 * The friendly face of a session: every method returns what an LLM (or a person) would read, `""` where there is nothing
 * to tell. With no `room` of its own it joins one of this process by name: two clients with one name meet there.
 */
import { ACTIONS } from "../actions.ts";
import { type Clock, systemClock } from "../clock.ts";
import { renderResult } from "../core/transcript.ts";
import { LocalSession } from "../local-session.ts";
import { RoomHost } from "../room-host.ts";
import type { ChatSession } from "../session.ts";

export interface AsyncChatRoomOptions {
  /** 1 to 64 characters; see docs/SPEC.md, NAME-1. */
  readonly username: string;
  /** Characters one `append` takes at most; default 1,000. */
  readonly appendLimit?: number;
  /** A room of this process, by name (default `lobby`) or the one given. */
  readonly room?: string | RoomHost;
  /** Shows `[Server]: …` lines too; default false. */
  readonly notices?: boolean;
  readonly clock?: Clock;
}

const embeddedRooms = new Map<string, Promise<RoomHost>>();

/** The room of this process called `name`; made at the first call. */
function embeddedRoom(name: string, clock: Clock): Promise<RoomHost> {
  const room = embeddedRooms.get(name) ?? RoomHost.open({ clock });
  embeddedRooms.set(name, room);
  return room;
}

export class AsyncChatRoom {
  readonly #options: AsyncChatRoomOptions;
  #session: Promise<ChatSession> | null = null;

  /** Registers at the first action, not here. */
  constructor(options: AsyncChatRoomOptions) {
    this.#options = options;
  }

  /** The same actions with structured results. Registers. Throws `ChatError` where the name cannot be had. */
  get session(): Promise<ChatSession> {
    if (this.#session) return this.#session;
    const session = this.#register();
    this.#session = session;
    // A name that is taken now may be free at the next action.
    session.catch(() => {
      if (this.#session === session) this.#session = null;
    });
    return session;
  }

  /** Waits for news; `timeout` in ms, default 30,000. */
  check(options: { timeout?: number } = {}): Promise<string> {
    return this.#act("check", options);
  }

  append(text: string): Promise<string> {
    return this.#act("append", { text });
  }

  undo(): Promise<string> {
    return this.#act("undo");
  }

  push(): Promise<string> {
    return this.#act("push");
  }

  reset(): Promise<string> {
    return this.#act("reset");
  }

  preview(): Promise<string> {
    return this.#act("preview");
  }

  talkingStick(): Promise<string> {
    return this.#act("talking_stick");
  }

  /** Leaves the room; the next action registers again. */
  async close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await (await session?.catch(() => null))?.leave();
  }

  async #act(name: string, params: Record<string, unknown> = {}): Promise<string> {
    const action = ACTIONS.get(name);
    if (!action) throw new Error(`no action ${name}`);
    const result = await action.run(await this.session, params, {});
    return renderResult(name, result, { notices: this.#options.notices === true ? "all" : "none", confirm: false });
  }

  async #register(): Promise<ChatSession> {
    const { username, appendLimit, room = "lobby", clock = systemClock } = this.#options;
    const host = typeof room === "string" ? await embeddedRoom(room, clock) : room;
    const session = new LocalSession(host, { clock, ...(appendLimit === undefined ? {} : { appendLimit }) });
    await session.join(username);
    return session;
  }
}
