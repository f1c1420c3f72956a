/** A person at the keyboard of a running conversation: joins with the first word, and is never refused. */
import { errorMessage } from "../agents/error-message.ts";
import { ChatError, parseName, type RoomSession } from "../chatroom/index.ts";

export interface PersonOptions {
  readonly session: RoomSession;
  /** What the person would like to be called; another name is found where it cannot be had. */
  readonly name: string;
  /** Told in a sentence when a message could not be sent. */
  readonly onFailure: (sentence: string) => void;
}

/** A name with a number behind it is still a name. */
const LONGEST_NAME = 40;
const OVER = "the conversation is over";

export class Person {
  readonly #options: PersonOptions;
  readonly #session: RoomSession;
  readonly #gone = new AbortController();
  /** One after the other, in the order they were typed. */
  #said: Promise<void> = Promise.resolve();

  constructor(options: PersonOptions) {
    this.#options = options;
    this.#session = options.session;
  }

  /** null before the first word. */
  get username(): string | null {
    return this.#session.username;
  }

  /** Sends `text` as it is, whatever has been said meanwhile; waits for the stick where the room has one. Never rejects. */
  say(text: string): Promise<void> {
    this.#said = this.#said
      .then(() => this.#send(text))
      .catch((error: unknown) => this.#options.onFailure(`Your message was not sent: ${errorMessage(error)}`));
    return this.#said;
  }

  composing(): void {
    this.#session.composing();
  }

  async leave(): Promise<void> {
    this.#gone.abort();
    await this.#said;
    await this.#session.leave();
  }

  async #send(content: string): Promise<void> {
    const { signal } = this.#gone;
    if (content.trim() === "") return;
    if (signal.aborted) throw new Error(OVER);
    const session = this.#session;
    if (session.username === null) await this.#join();
    if (session.policy === "stick") {
      let { granted } = await session.talkingStick();
      while (!granted && !signal.aborted) {
        await session.check({ signal });
        granted = session.stick.holder === session.username;
      }
      if (!granted) throw new Error(OVER);
    }
    const outcome = await session.say(content, signal);
    if (outcome.type === "refused") throw new Error(signal.aborted ? OVER : outcome.reason.replaceAll("_", " "));
  }

  /** Under the name, or with the first number behind it that nobody has. */
  async #join(): Promise<void> {
    const { name } = this.#options;
    const wanted = isName(name) && name.length <= LONGEST_NAME ? name : "Guest";
    for (let n = 1; this.#session.username === null; n++) {
      try {
        await this.#session.join(n === 1 ? wanted : `${wanted} ${n}`);
      } catch (error) {
        if (!(error instanceof ChatError) || error.code !== "name_taken") throw error;
      }
    }
  }
}

function isName(name: string): boolean {
  try {
    parseName(name);
    return true;
  } catch {
    return false;
  }
}
