/**
 * The messages and notices that the answer to an action brought, read out of its text: `Name: words`, `[Server]: words`,
 * every further line of a content indented by two spaces (the room's transcript). Browser-safe.
 */
export interface Delivered {
  readonly sender: string;
  readonly content: string;
}

/** A name has none of these characters, so what stands before the first colon is a name, or the line is none of ours. */
const MESSAGE = /^(?:\[(Server)\]|([^\s[\]:|][^[\]:|]{0,255})): ?(.*)$/;
const INDENT = "  ";

/** A draft that is shown (`[system] Your draft …`) is indented too, and so is nothing that was delivered. */
export function deliveredIn(text: string): readonly Delivered[] {
  const found: { sender: string; content: string }[] = [];
  let current: { sender: string; content: string } | null = null;
  for (const line of text.split("\n")) {
    if (line.startsWith(INDENT)) {
      if (current) current.content += `\n${line.slice(INDENT.length)}`;
      continue;
    }
    const [, server, name, content = ""] = MESSAGE.exec(line) ?? [];
    const sender = server ?? name;
    current = sender === undefined ? null : { sender, content };
    if (current) found.push(current);
  }
  return found;
}
