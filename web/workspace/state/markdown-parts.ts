/**
 * Markdown cut where nothing reaches over: each part is read by itself, so that of a text that grows only the last part is
 * read again, and a long one does not take long at once.
 */
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** What a block goes on with after an empty line: an indent, a list, a quote. */
const GOES_ON = /^(?:\s|[-*+](?:\s|$)|\d{1,9}[.)](?:\s|$)|>)/;
/** A reference is meant for the whole text. */
const REFERENCE = /^ {0,3}\[[^\]\n]{1,200}\]:/m;

const MOST_WITH_REFERENCES = 20_000;

const OPENING = new RegExp(`${FENCE.source}[^\\n]*\\n`);

/** What a part says that is code and nothing else; null: it is not. As long as it may be, nothing is to be read in it. */
export function codeIn(part: string): string | null {
  const [opening, mark] = OPENING.exec(part) ?? [];
  if (opening === undefined || mark === undefined) return null;
  const code = part.slice(opening.length).trimEnd();
  const last = code.slice(code.lastIndexOf("\n") + 1).trim();
  return last.startsWith(mark) ? code.slice(0, Math.max(0, code.lastIndexOf("\n"))) : code;
}

export function markdownParts(text: string): readonly string[] {
  if (text.length < 400 || (text.length <= MOST_WITH_REFERENCES && REFERENCE.test(text))) return [text];
  const parts: string[] = [];
  let [begin, index] = [0, 0];
  let fence: string | null = null;
  let isAfterEmpty = false;
  while (index < text.length) {
    const next = text.indexOf("\n", index);
    const end = next === -1 ? text.length : next;
    const line = text.slice(index, end);
    const [, mark] = FENCE.exec(line) ?? [];
    const isFree = fence === null && isAfterEmpty && line.trim() !== "" && !GOES_ON.test(line);
    if (isFree && index > begin) {
      parts.push(text.slice(begin, index));
      begin = index;
    }
    if (mark !== undefined) fence = fence === null ? mark : mark.startsWith(fence) ? null : fence;
    isAfterEmpty = line.trim() === "";
    index = end + 1;
  }
  parts.push(text.slice(begin));
  return parts;
}
