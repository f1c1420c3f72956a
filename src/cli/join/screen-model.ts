/** The full screen of a visit without its terminal: what stands on it, and what keys and pastes do. */
import { sanitizeForTerminal } from "../../logging/sanitize.ts";
import type { Clock } from "../../chatroom/index.ts";
import type { Size } from "../tui/layout.ts";
import { textOf } from "../tui/line-editor.ts";
import { NameStyles } from "../tui/names.ts";
import type { Pen } from "../tui/pen.ts";
import { type Anchor, scrollBy, scrollToTop } from "../tui/scroll.ts";
import { compose, draftOf, EMPTY_COMPOSER, isEmpty } from "./composer.ts";
import { ConversationLines } from "./conversation-lines.ts";
import { type CommandName, continued, readInputLine } from "./input-line.ts";
import { type Intent, intentOf, type JoinPress } from "./keys.ts";
import { conversationOf, type Scene, screenLines } from "./screen-lines.ts";
import { Times } from "./times.ts";
import type { Visit } from "./visit.ts";

export interface ScreenModelOptions {
  readonly visit: Visit;
  readonly place: string;
  readonly quit: (how: "quit" | "interrupted") => void;
  readonly clock: Clock;
  readonly pen: Pen;
  readonly size: Size;
  /** Default: the machine's. */
  readonly timeZone?: string | undefined;
}

export class ScreenModel {
  readonly #options: ScreenModelOptions;
  readonly #names = new NameStyles();
  readonly #conversation: ConversationLines;
  #size: Size;
  #composer = EMPTY_COMPOSER;
  #problem: string | null = null;
  #help = false;
  #anchor: Anchor = null;
  /** Messages there were when the conversation was scrolled away from its end. */
  #readUpTo = 0;
  #rows: readonly string[] = [];

  constructor(options: ScreenModelOptions) {
    this.#options = options;
    this.#size = options.size;
    this.#conversation = new ConversationLines(this.#names, new Times(options.timeZone), options.clock.now());
  }

  /** A message was not sent: it is in the input again, unless something else is being written there. */
  giveBack(text: string, reason: string): void {
    const taken = !isEmpty(this.#composer);
    this.#composer = compose(this.#composer, { type: "give_back", text });
    this.#problem = `not sent: ${reason}${taken ? " (↑ brings it back)" : ""}`;
  }

  resize(size: Size): void {
    this.#size = size;
  }

  /** The same array as before where nothing has changed. */
  rows(): readonly string[] {
    const { pen } = this.#options;
    const rows = screenLines(this.#scene()).map((line) => pen.draw(line));
    const same = rows.length === this.#rows.length && rows.every((row, index) => row === this.#rows[index]);
    if (!same) this.#rows = rows;
    return this.#rows;
  }

  get size(): Size {
    return this.#size;
  }

  press(press: JoinPress): void {
    const intent = intentOf(press, isEmpty(this.#composer));
    // The page goes away with any key.
    if (this.#help && intent?.type !== "quit") this.#help = false;
    else if (intent !== null) this.#do(intent);
  }

  /** Pasted text is never taken for keys, and nothing is sent before Enter. */
  paste(text: string): void {
    this.#help = false;
    this.#problem = null;
    this.#composer = compose(this.#composer, { type: "paste", text: sanitizeForTerminal(text) });
    this.#options.visit.composing();
  }

  #do(intent: Intent): void {
    switch (intent.type) {
      case "quit":
        return this.#options.quit(intent.how);
      case "enter":
        return this.#enter();
      case "edit":
      case "newline":
        this.#problem = null;
        this.#composer = compose(this.#composer, intent);
        if (!isEmpty(this.#composer) && !textOf(this.#composer.editor).startsWith("/")) this.#options.visit.composing();
        return;
      case "recall":
        this.#problem = null;
        this.#composer = compose(this.#composer, intent);
        return;
      case "escape":
        this.#problem = null;
        this.#anchor = null;
        return;
      case "scroll":
        return this.#scroll(intent.by, intent.direction);
    }
  }

  #enter(): void {
    const { visit } = this.#options;
    const line = textOf(this.#composer.editor);
    const before = continued(line);
    this.#problem = null;
    if (before !== null) {
      this.#composer = compose({ ...this.#composer, editor: { before, after: "" } }, { type: "newline" });
      return;
    }
    const read = readInputLine(line);
    switch (read.type) {
      case "unknown":
        this.#problem = read.problem;
        return;
      case "command":
        this.#composer = compose(this.#composer, { type: "commanded" });
        return this.#command(read.name);
      case "message": {
        const text = draftOf(this.#composer);
        if (text === "") return;
        this.#composer = compose(this.#composer, { type: "entered" });
        this.#anchor = null;
        visit.outbox.send(text);
      }
    }
  }

  #command(name: CommandName): void {
    const { visit, quit } = this.#options;
    switch (name) {
      case "help":
        this.#help = true;
        return;
      case "quit":
        return quit("quit");
      case "undo":
        if (this.#composer.lines.length === 0) this.#problem = "there is no line to take back: your draft is empty";
        this.#composer = compose(this.#composer, { type: "undo" });
        return;
      case "reset":
        this.#composer = compose(this.#composer, { type: "drop" });
        void visit.reset();
        return;
      case "stick":
        void visit.stick();
        return;
      case "who":
        this.#anchor = null;
        visit.room.note(visit.who());
    }
  }

  #scroll(by: "page" | "all", direction: 1 | -1): void {
    const scene = this.#scene();
    const shown = conversationOf(scene);
    if (shown === null) return;
    const { paragraphs, height } = shown;
    const before = this.#anchor;
    if (by === "all") this.#anchor = direction < 0 ? scrollToTop(paragraphs, height) : null;
    else this.#anchor = scrollBy(paragraphs, height, before, direction * Math.max(1, height - 2));
    if (before === null && this.#anchor !== null) this.#readUpTo = scene.view.messages;
  }

  #scene(): Scene {
    const { visit, place, clock, pen } = this.#options;
    const { room, seat, outbox } = visit;
    const { view } = room;
    this.#names.update({ agents: [], participants: view.known });
    return {
      view,
      seat,
      names: this.#names,
      now: clock.now(),
      connection: room.connection,
      retryInMs: room.retryInMs,
      outbox,
      problem: this.#problem,
      size: this.#size,
      place,
      composer: this.#composer,
      paragraphs: (width) => this.#conversation.paragraphs(view, width),
      anchor: this.#anchor,
      unread: this.#anchor === null ? 0 : view.messages - this.#readUpTo,
      help: this.#help,
      plain: pen.depth === "none",
    };
  }
}
