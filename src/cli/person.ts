/** A person at the keyboard of a running conversation: joins with the first word, and is never refused. */
import { errorMessage } from "../agents/error-message.ts";
import { type Clock, LocalSession, parseName, type RoomHost, sameName } from "../chatroom/index.ts";

export interface PersonOptions {
  readonly host: RoomHost;
  readonly clock: Clock;
  /** What the person would like to be called; another name is found where it cannot be had. */
  readonly name: string;
  readonly newId: () => string;
  /** Told in a sentence when a message could not be sent. */
  readonly onFailure: (sentence: string) => void;
}

/** A name with a number behind it is still a name. */
const LONGEST_NAME = 40;
const OVER = "the conversation is over";

export class Person {
  readonly #options: PersonOptions;
  readonly #session: LocalSession;
  readonly #gone = new AbortController();
  /** One after the other, in the order they were typed. */
  #said: Promise<void> = Promise.resolve();

  constructor(options: PersonOptions) {
    this.#options = options;
    this.#session = new LocalSession(options.host, options);
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
    const { host, newId } = this.#options;
    const { signal } = this.#gone;
    if (content.trim() === "") return;
    if (signal.aborted) throw new Error(OVER);
    if (this.#session.username === null) await this.#session.join(this.#freeName());
    const participant = this.#session.username ?? "";
    if (host.policy === "stick") {
      let { granted } = await this.#session.talkingStick();
      while (!granted && !signal.aborted) {
        await this.#session.check({ signal });
        granted = host.stick.holder === participant;
      }
      if (!granted) throw new Error(OVER);
    }
    const epoch = host.policy === "stick" ? host.stick.epoch : null;
    const outcome = await host.push(
      { type: "push", participant, content, push_id: newId(), expected_seq: null, epoch },
      signal,
    );
    if (outcome.type === "refused") throw new Error(signal.aborted ? OVER : outcome.reason.replaceAll("_", " "));
  }

  #freeName(): string {
    const { name, host } = this.#options;
    const wanted = isName(name) && name.length <= LONGEST_NAME ? name : "Guest";
    const taken = (candidate: string) => host.participants.some((other) => sameName(other, candidate));
    let candidate = wanted;
    for (let n = 2; taken(candidate); n++) candidate = `${wanted} ${n}`;
    return candidate;
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
