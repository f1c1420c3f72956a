/**
 * v1: `content` is `"<user> | <text>"`, the text may hold tagged elements, and an element of several lines is spread
 * over several records of its user, with those of others between. Browser-safe.
 */
import { fieldsOf } from "./fields.ts";
import type { LegacyPart } from "./legacy-part.ts";
import { parseArguments } from "./legacy-v2.ts";

type Tag = "bot_thinking" | "tool_call" | "tool_response";

interface Open {
  readonly tag: Tag;
  readonly text: string;
  readonly line: number;
}

const OPENING = /<(bot_thinking|tool_call|tool_response)>/;
/** A hostile log opens without end: the oldest is given up, and a very long element is cut. */
const MOST_OPEN = 1_000;
const LONGEST_ELEMENT = 1 << 20;

export class TaggedLines {
  readonly #open = new Map<string, Open>();

  /** What the record completes. */
  read(user: string, content: string, line: number): readonly LegacyPart[] {
    const parts: LegacyPart[] = [];
    let rest = withoutPrefix(user, content);
    const open = this.#open.get(user);
    this.#open.delete(user);
    if (open) {
      const closing = `</${open.tag}>`;
      const end = rest.indexOf(closing);
      const next = OPENING.exec(rest);
      if (end >= 0 && !(next?.index === 0 && next[1] === open.tag)) {
        parts.push(partOf(open.tag, `${open.text}\n${rest.slice(0, end)}`));
        rest = rest.slice(end + closing.length);
      } else if (next?.index === 0 || open.text.length > LONGEST_ELEMENT) {
        // Its end was lost, or never comes.
        parts.push(partOf(open.tag, open.text));
      } else {
        this.#keep(user, { ...open, text: `${open.text}\n${rest}` });
        return parts;
      }
    }
    for (let start = OPENING.exec(rest); start; start = OPENING.exec(rest)) {
      parts.push(...plainText(rest.slice(0, start.index)));
      const tag = start[1] as Tag;
      rest = rest.slice(start.index + start[0].length);
      const closing = `</${tag}>`;
      const end = rest.indexOf(closing);
      if (end < 0) {
        this.#keep(user, { tag, text: rest, line });
        return parts;
      }
      parts.push(partOf(tag, rest.slice(0, end)));
      rest = rest.slice(end + closing.length);
    }
    parts.push(...plainText(rest));
    return parts;
  }

  /** What is still open. */
  end(): readonly { readonly user: string; readonly line: number; readonly part: LegacyPart }[] {
    const left = [...this.#open].map(([user, { tag, text, line }]) => ({ user, line, part: partOf(tag, text) }));
    this.#open.clear();
    return left;
  }

  #keep(user: string, open: Open): void {
    if (this.#open.size >= MOST_OPEN) {
      const [oldest] = this.#open.keys();
      if (oldest !== undefined) this.#open.delete(oldest);
    }
    this.#open.set(user, open);
  }
}

/** On every line of the content, where it stands. */
function withoutPrefix(user: string, content: string): string {
  return content
    .split(/\r?\n/)
    .map((line) => {
      const after = line.startsWith(user) ? /^ *\| ?/.exec(line.slice(user.length)) : null;
      return after ? line.slice(user.length + after[0].length) : line;
    })
    .join("\n");
}

function plainText(text: string): readonly LegacyPart[] {
  return text.trim() === "" ? [] : [{ kind: "text", text: text.trim() }];
}

function partOf(tag: Tag, text: string): LegacyPart {
  switch (tag) {
    case "bot_thinking":
      return { kind: "thinking", text: text.trim() };
    case "tool_response":
      return { kind: "response", id: null, text: text.trim() };
    case "tool_call":
      return callOf(text);
  }
}

function callOf(text: string): LegacyPart {
  const { id, function: called } = fieldsOf(parseArguments(text));
  const { name, arguments: parameters } = fieldsOf(called);
  if (typeof name !== "string") return { kind: "call", id: null, name: "unknown", arguments: text.trim() };
  return { kind: "call", id: typeof id === "string" ? id : null, name, arguments: parseArguments(parameters) };
}
