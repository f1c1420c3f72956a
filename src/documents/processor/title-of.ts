/** What a chat or document is called that nobody has named: the first words of what was asked for. */

const LONGEST = 60;

export function titleOf(prompt: string): string {
  const line = prompt
    .split("\n")
    .map((each) =>
      each
        .replaceAll(/\s+/gu, " ")
        .replace(/^[ #>*\-–\d.)]+/u, "")
        .replaceAll(/[*_`\p{C}]+/gu, "")
        .trim(),
    )
    .find((each) => each !== "");
  if (line === undefined) return "Untitled";
  if (line.length <= LONGEST) return line;
  const start = line
    .slice(0, LONGEST - 1)
    .toWellFormed()
    .replace(/\ufffd$/u, "");
  const words = start.slice(0, Math.max(0, start.lastIndexOf(" "))).trimEnd();
  // A word as long as a title is cut.
  return `${(words.length > LONGEST / 2 ? words : start).replace(/[\s,;:.]+$/u, "")}…`;
}
