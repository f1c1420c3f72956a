/** The conversation as plain lines in the agents' colours: for pipes, files, and people who want no full screen. */
import stringWidth from "string-width";
import { assignColors, type NameColor } from "./colors.ts";
import { fieldsOf } from "./fields.ts";
import { type FormatOptions, formatRecord, shownName, type Verbosity } from "./format-record.ts";
import { isRecord, type LogRecord, type TimelineItem } from "./record.ts";

export interface PrefixedOutputOptions {
  readonly stream: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly verbosity: Verbosity;
}

/** Users that are no participants: no colour of their own. */
const COLORLESS: ReadonlySet<string> = new Set(["system", "Server"]);
/** A longer name sticks out, rather than move everybody's text. */
const WIDEST_NAME = 16;
const MOST_NAMES = 200;

export class PrefixedOutput {
  readonly #stream: PrefixedOutputOptions["stream"];
  readonly #verbosity: Verbosity;
  readonly #colored: boolean;
  readonly #names = new Set<string>();
  #colors: ReadonlyMap<string, NameColor> = new Map();
  #width = stringWidth("Server");

  constructor({ stream, env, verbosity }: PrefixedOutputOptions) {
    this.#stream = stream;
    this.#verbosity = verbosity;
    this.#colored = wantsColor(stream, env);
  }

  /** To be subscribed to a timeline; live signals are no lines. */
  readonly show = (item: TimelineItem): void => {
    if (!isRecord(item)) return;
    this.#meet(namesIn(item));
    const options: FormatOptions = {
      verbosity: this.#verbosity,
      nameWidth: this.#width,
      ...(this.#colored && { color: (name: string) => this.#colors.get(name) ?? null }),
    };
    const lines = formatRecord(item, options);
    if (lines.length > 0) this.#stream.write(`${lines.join("\n")}\n`);
  };

  #meet(names: readonly string[]): void {
    const added = names.filter((name) => !COLORLESS.has(name) && !this.#names.has(name));
    if (added.length === 0 || this.#names.size >= MOST_NAMES) return;
    for (const name of added) {
      this.#names.add(name);
      this.#width = Math.max(this.#width, Math.min(WIDEST_NAME, stringWidth(shownName(name))));
    }
    this.#colors = assignColors(this.#names);
  }
}

/** Of all agents at the start, so that their text stands in one line from the first one on. */
function namesIn(record: LogRecord): readonly string[] {
  if (record.type !== "session_start") return [record.user];
  const { agents } = record.metadata;
  const names = Array.isArray(agents) ? agents.map((agent: unknown) => fieldsOf(agent).name) : [];
  return names.filter((name) => typeof name === "string");
}

/** NO_COLOR and FORCE_COLOR as everywhere; else only a terminal that can. */
export function wantsColor(stream: { readonly isTTY?: boolean }, env: PrefixedOutputOptions["env"]): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") return env.FORCE_COLOR !== "0";
  return stream.isTTY === true && env.TERM !== "dumb";
}
