/**
 * A visit as plain lines, for pipes and for people who want no full screen: `Name | text` out; in, each line is a
 * message or a command, and a backslash at its end joins the next one.
 */
import { type Clock, describeNotice } from "../../chatroom/index.ts";
import { PrefixedOutput } from "../../logging/prefixed-output.ts";
import { Timeline } from "../../logging/timeline.ts";
import { ConnectionNews } from "../connection-news.ts";
import type { Env, OutStream } from "../host.ts";
import { COMMANDS, type CommandName, continued, messageOf, readInputLine } from "./input-line.ts";
import type { Visit } from "./visit.ts";

export interface PlainOptions {
  readonly visit: Visit;
  readonly stdout: OutStream;
  readonly env: Env;
  readonly clock: Clock;
}

/** So many unsent messages may wait before no more is read. */
const MOST_UNSENT = 16;

export class PlainLines {
  readonly #visit: Visit;
  readonly #timeline: Timeline;
  /** Lines that a backslash joined to the next one. */
  #draft: string[] = [];
  #failures = 0;

  /** Shows what has been said from now on. */
  constructor({ visit, stdout, env, clock }: PlainOptions) {
    this.#visit = visit;
    this.#timeline = new Timeline({ clock, describe: describeNotice });
    const lines = new PrefixedOutput({ stream: stdout, env, verbosity: "normal" });
    this.#timeline.subscribeRecords(lines.show);
    const news = new ConnectionNews((sentence) => this.#timeline.note(sentence));
    visit.watch({
      event: this.#timeline.room,
      connection: (status) => news.hear(status),
      note: (text) => this.#timeline.note(text),
      failed: (text, reason) => {
        this.#failures++;
        this.#timeline.note(`not sent: ${reason}\n${text}`);
      },
    });
  }

  /** Messages that could not be sent. */
  get failures(): number {
    return this.#failures;
  }

  /** Reads until the end or `/quit`; resolves when all that was entered has been sent, or could not be. */
  async read(lines: AsyncIterable<string>): Promise<void> {
    for await (const line of lines) {
      if (this.#enter(line) === "quit") return;
      if (this.#visit.outbox.texts.length > MOST_UNSENT) await this.#visit.outbox.idle();
    }
    // A file may end with a backslash.
    if (this.#draft.length > 0) this.#send([]);
    await this.#visit.outbox.idle();
  }

  #enter(line: string): "quit" | undefined {
    const before = continued(line);
    if (before !== null) {
      this.#draft.push(before);
      return undefined;
    }
    const read = readInputLine(line);
    switch (read.type) {
      case "unknown":
        this.#timeline.note(read.problem);
        return undefined;
      case "message":
        this.#send([read.text]);
        return undefined;
      case "command":
        if (read.name === "quit") return "quit";
        this.#command(read.name);
        return undefined;
    }
  }

  #send(last: readonly string[]): void {
    const text = messageOf([...this.#draft, ...last]);
    this.#draft = [];
    if (text !== "") this.#visit.outbox.send(text);
  }

  #command(name: Exclude<CommandName, "quit">): void {
    const visit = this.#visit;
    switch (name) {
      case "stick":
        void visit.stick();
        return;
      case "reset":
        this.#draft = [];
        void visit.reset();
        return;
      case "undo": {
        const last = this.#draft.pop();
        this.#timeline.note(last === undefined ? "There is no line to take back." : `Taken back: ${last}`);
        return;
      }
      case "who":
        this.#timeline.note(visit.who());
        return;
      case "help":
        for (const [command, does] of Object.entries(COMMANDS)) this.#timeline.note(`/${command}: ${does}`);
        this.#timeline.note(
          "//text: say something that begins with a slash; \\ at the end of a line joins the next one",
        );
    }
  }
}
