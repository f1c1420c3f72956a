/**
 * The friendly face of a session: every method returns what an LLM (or a person) would read, `""` where there is nothing
 * to tell. With a `url` it joins a room of that server, else one of this process: two clients of one name meet there.
 */
import { ACTIONS } from "../actions.ts";
import { type Clock, systemClock } from "../clock.ts";
import { renderResult } from "../core/transcript.ts";
import { LocalSession } from "../local-session.ts";
import { RoomHost } from "../room-host.ts";
import { ChatError } from "../errors.ts";
import type { ChatSession } from "../session.ts";
import type { ConnectionStatus } from "./connection-status.ts";
import type { RemoteSession } from "./remote-session.ts";

export interface AsyncChatRoomOptions {
  /** 1 to 64 characters; see docs/SPEC.md, NAME-1. */
  readonly username: string;
  /** Characters one `append` takes at most; default 1,000. */
  readonly appendLimit?: number;
  /** Of a server (`http://127.0.0.1:8894`) or of a room there (`http://127.0.0.1:8894/rooms/debate`). */
  readonly url?: string;
  /** The server's token, where it wants one. */
  readonly token?: string;
  /** With `url` a room of that server, by name; else one of this process, by name (default `lobby`) or the one given. */
  readonly room?: string | RoomHost;
  /** Shows `[Server]: …` lines too; default false. */
  readonly notices?: boolean;
  readonly clock?: Clock;
  readonly fetch?: typeof globalThis.fetch;
  /** With `url`: told what the connection is doing. */
  readonly onStatus?: (status: ConnectionStatus) => void;
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
  /** Kept over `close`: the server knows it again. */
  #remote: RemoteSession | null = null;

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
    // It may be waiting for a server that is not there.
    await this.#remote?.leave();
    await (await session?.catch(() => null))?.leave();
  }

  async #act(name: string, params: Record<string, unknown> = {}): Promise<string> {
    const action = ACTIONS.get(name);
    if (!action) throw new Error(`no action ${name}`);
    const result = await action.run(await this.session, params, {});
    return renderResult(name, result, { notices: this.#options.notices === true ? "all" : "none", confirm: false });
  }

  async #register(): Promise<ChatSession> {
    const { username, url } = this.#options;
    const session = url === undefined ? await this.#embedded() : (this.#remote ??= await this.#served(url));
    await session.join(username);
    return session;
  }

  async #embedded(): Promise<ChatSession> {
    const { appendLimit, room = "lobby", clock = systemClock } = this.#options;
    const host = typeof room === "string" ? await embeddedRoom(room, clock) : room;
    return new LocalSession(host, { clock, ...(appendLimit === undefined ? {} : { appendLimit }) });
  }

  async #served(url: string): Promise<RemoteSession> {
    const { appendLimit, room, token, clock = systemClock, fetch, onStatus } = this.#options;
    if (typeof room === "object") {
      throw new ChatError(
        "invalid_argument",
        "with url, room is the name of a room on that server; leave one of them out",
      );
    }
    // Who stays in its own process has no use for it.
    const { RemoteSession } = await import("./remote-session.ts");
    const limits = appendLimit === undefined ? {} : { appendLimit };
    return new RemoteSession({ url, room, token, clock, fetch, onStatus, ...limits });
  }
}
