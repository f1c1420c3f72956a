/** The page that explains keys and commands. */
import { BOLD, DIM, EMPTY_LINE, type Line, span, spread } from "../tui/line.ts";
import { COMMANDS } from "./input-line.ts";

const KEYS: readonly (readonly [string, string])[] = [
  ["enter", "send"],
  ["alt-enter ctrl-j", "new line of the message, as \\ at the end"],
  ["↑ ↓", "what you entered before"],
  ["pgup pgdn", "scroll; home, end too if nothing is typed"],
  ["backspace", "at the start: back into the line above"],
  ["ctrl-l", "draw the screen anew"],
  ["ctrl-c", "leave the room"],
];

/** At most `rows` lines. */
export function helpLines(width: number, rows: number): Line[] {
  const row = ([key, does]: readonly [string, string]): Line =>
    spread([span("  "), span(key.padEnd(18), BOLD), span(does)], [], width);
  const commands = Object.entries(COMMANDS).map(([name, does]) =>
    row([`/${name}`, name === "help" ? "this page" : does]),
  );
  const lines = [...commands, row(["//text", "say something that begins with /"]), EMPTY_LINE, ...KEYS.map(row)];
  const titled = [EMPTY_LINE, [span("  Commands and keys", DIM)], ...lines];
  return (titled.length <= rows ? titled : lines.filter((line) => line.length > 0)).slice(0, rows);
}
