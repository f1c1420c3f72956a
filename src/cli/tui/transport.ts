/**
 * What the keys of a replay do. Everything is relative to where the replay is, or is on its way to; a word on how it
 * went (`notice`) stays until the next key.
 */
import { isMarkerItem, isMessageItem, type Marker, type MarkerKind } from "../../logging/replay/landmarks.ts";
import { textMatch } from "../../logging/replay/text-match.ts";
import type { ItemMatch, TimelineSource } from "../../logging/replay/timeline-source.ts";

export type Direction = 1 | -1;

export interface TransportOptions {
  readonly source: TimelineSource;
  /** The markers that are known so far. */
  readonly marks: () => readonly Marker[];
  /** The notice is another one, or what is shown is elsewhere. */
  readonly changed: () => void;
}

const SPEEDS = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32, 64];
const HAPPENED: Record<MarkerKind, string> = {
  refused: "was refused a push: somebody had spoken first",
  interrupted: "was interrupted by a new message",
  failed: "could not go on",
};
/** Presses that wait while one is being looked for: a key that is held down must not run on for long after. */
const MOST_WAITING = 4;

export class Transport {
  readonly #source: TimelineSource;
  readonly #marks: () => readonly Marker[];
  readonly #changed: () => void;
  #notice = "";
  /** It is about a search. */
  #searching = false;
  #words = "";
  #found = { words: "", line: 0 };
  /** Where the last seek leads to, while it is under way. */
  #target: number | null = null;
  /** Of the newest press that leads elsewhere: what an older one finds out is of no interest any more. */
  #intent = 0;
  #finding: Promise<void> = Promise.resolve();
  #waiting = 0;
  /** It plays, or will when it has sought. */
  #plays: boolean;

  constructor({ source, marks, changed }: TransportOptions) {
    this.#source = source;
    this.#marks = marks;
    this.#changed = changed;
    this.#plays = source.state.status === "playing";
    source.subscribe(({ type }) => {
      const { status } = source.state;
      if (type === "state" && status !== "seeking") this.#plays = status === "playing";
    });
  }

  /** "" where there is nothing to say. */
  get notice(): string {
    return this.#notice;
  }

  /** The keys that go on from there; "" for none. */
  get goOn(): string {
    return this.#searching ? "n N: next and previous match" : "";
  }

  forget(): void {
    this.#notice = "";
  }

  toggle(): void {
    if (this.#plays) this.#source.pause();
    else this.#source.play();
    // Of a seek that is under way, the state does not tell what comes after it.
    if (this.#source.state.status === "seeking") this.#plays = !this.#plays;
  }

  seekBy(ms: number): void {
    const { position } = this.#source.state;
    void this.#lead(() => this.#seek((this.#target ?? position) + ms));
  }

  begin(): void {
    void this.#lead(() => this.#seek(0));
  }

  end(): void {
    void this.#lead(() => this.#source.seekEnd());
  }

  step(): void {
    this.#enqueue(() => this.#source.step());
  }

  faster(): void {
    const { speed } = this.#source.state;
    this.#source.setSpeed(SPEEDS.find((each) => each > speed) ?? speed);
  }

  slower(): void {
    const { speed } = this.#source.state;
    this.#source.setSpeed(SPEEDS.findLast((each) => each < speed) ?? speed);
  }

  message(direction: Direction): void {
    this.#find(isMessageItem, direction, `no ${direction > 0 ? "further" : "earlier"} message`);
  }

  marker(direction: Direction): void {
    const which = direction > 0 ? "further" : "earlier";
    // Its column may be out of sight.
    const what = () => {
      const { line } = this.#source.state;
      const mark = this.#marks().find((each) => each.line === line);
      return mark === undefined ? "" : `${mark.user} ${HAPPENED[mark.kind]}, line ${line}`;
    };
    this.#find(isMarkerItem, direction, `no ${which} interruption, refused push or failure`, what);
  }

  /** Forward from here; "" is the words of before. */
  search(words: string): void {
    if (words !== "") this.#words = words;
    this.again(1);
  }

  again(direction: Direction): void {
    if (this.#words === "") {
      this.#tell("nothing was searched for yet: / searches");
      return;
    }
    this.#enqueue((intent) => this.#searchOnce(this.#words, direction, intent));
  }

  async #searchOnce(words: string, direction: Direction, intent: number): Promise<void> {
    const match = textMatch(words);
    const tell = (text: string) => {
      if (intent === this.#intent) this.#tell(text, true);
    };
    const found = (how: string) => {
      const { line } = this.#source.state;
      this.#found = { words, line };
      tell(`“${words}” in line ${line}${how}`);
    };
    if (await this.#source.find(match, direction)) return found("");
    // Is there any on the other side? Then the search goes on from there, as far away as it can.
    if (!(await this.#source.find(match, direction > 0 ? -1 : 1))) {
      const here = this.#found.words === words && this.#found.line === this.#source.state.line;
      return tell(here ? `“${words}” is here and nowhere else` : `“${words}” is nowhere in this log`);
    }
    if (intent !== this.#intent) return;
    await (direction > 0 ? this.#source.seek(0) : this.#source.seekEnd());
    await this.#source.find(match, direction);
    found(direction > 0 ? ", from the start again" : ", from the end again");
  }

  #find(match: ItemMatch, direction: Direction, none: string, what = () => ""): void {
    this.#enqueue(async (intent) => {
      const found = await this.#source.find(match, direction);
      if (intent === this.#intent) this.#tell(found ? what() : none);
    });
  }

  /** One after the other: three presses are three steps. */
  #enqueue(work: (intent: number) => Promise<void>): void {
    if (this.#waiting >= MOST_WAITING) return;
    this.#waiting++;
    const intent = this.#intent;
    this.#finding = this.#finding.then(async () => {
      if (intent === this.#intent) await work(intent);
      this.#waiting--;
      this.#changed();
    });
  }

  /** Whatever is being looked for is given up. */
  async #lead(go: () => Promise<void>): Promise<void> {
    this.#intent++;
    await go();
    this.#changed();
  }

  async #seek(position: number): Promise<void> {
    const target = Math.min(Math.max(0, position), this.#source.state.duration);
    this.#target = target;
    await this.#source.seek(target);
    if (this.#target === target) this.#target = null;
  }

  #tell(notice: string, searching = false): void {
    this.#notice = notice;
    this.#searching = searching;
    this.#changed();
  }
}
