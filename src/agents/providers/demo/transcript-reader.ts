/** Reads a tool result as a model does: messages, notices and system lines; indented lines go on with the one before. */

export type TranscriptLine =
  | { readonly kind: "message"; readonly sender: string; readonly text: string }
  | { readonly kind: "notice"; readonly text: string }
  | { readonly kind: "system"; readonly text: string };

const NOTICE = /^\[Server\]: ?(.*)$/su;
const SYSTEM = /^\[system\] ?(.*)$/su;
/** No participant's name holds one of `[ ] : |`, or is longer than 64 characters. */
const MESSAGE = /^([^[\]:|\s](?:[^[\]:|]{0,126}[^[\]:|\s])?): (.*)$/su;

export function readTranscript(text: string): TranscriptLine[] {
  const entries: string[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("  ") && entries.length > 0) entries.push(`${entries.pop()}\n${line.slice(2)}`);
    else if (line !== "") entries.push(line);
  }
  return entries.map(readEntry);
}

function readEntry(entry: string): TranscriptLine {
  const notice = NOTICE.exec(entry);
  if (notice) return { kind: "notice", text: notice[1] ?? "" };
  const system = SYSTEM.exec(entry);
  if (system) return { kind: "system", text: system[1] ?? "" };
  const message = MESSAGE.exec(entry);
  if (message) return { kind: "message", sender: message[1] ?? "", text: message[2] ?? "" };
  return { kind: "system", text: entry };
}
