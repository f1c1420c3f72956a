/**
 * What is going on, in words. On the rule above the input: what is being sent, who writes, the keys. Below it, in as many
 * lines as it takes: what is wrong. In the header: the connection, in brief.
 */
import { sanitizeLine } from "../../logging/sanitize.ts";
import { cellWidth } from "../tui/cell-width.ts";
import { cutLines } from "../tui/entry-lines.ts";
import { hang, wrapLine } from "../tui/wrap-line.ts";
import { BOLD, cutLine, DIM, type Line, lineWidth, type Span, type Style, span } from "../tui/line.ts";
import type { ConnectionStatus } from "../../chatroom/client/index.ts";
import type { Outbox } from "./outbox.ts";
import type { PersonSeat } from "./person-seat.ts";
import { type RoomView, writersOf } from "./room-view.ts";

export interface Goings {
  readonly view: RoomView;
  readonly seat: Pick<PersonSeat, "stick" | "policy">;
  readonly connection: ConnectionStatus;
  readonly retryInMs: number;
  readonly outbox: Pick<Outbox, "state" | "texts">;
  /** Why the last message was not sent, or what is wrong with the line; null: nothing is. */
  readonly problem: string | null;
  /** epoch ms */
  readonly now: number;
}

const BAD: Style = { color: "bad", bold: true };
const WARNING: Style = { color: "warning", bold: true };
const GOOD: Style = { color: "good" };
const MOST_WRITERS = 3;
const KEYS = " enter sends · alt-enter new line · /help ";

/** A rule across the screen, with the words in it. */
export function statusRule(goings: Goings, width: number, joint: number | null): Line {
  const words = doingWords(goings);
  const said: Line = words === null ? [] : cutLine([span("─ ", DIM), words, span(" ")], width - 1);
  const start = lineWidth(said);
  // Only where the words leave it room, and a piece of the rule between.
  const keys = start + cellWidth(KEYS) + 4 <= width ? KEYS : "";
  const end = width - cellWidth(keys) - (keys === "" ? 0 : 1);
  const dashes = (from: number, to: number) => "─".repeat(Math.max(0, to - from));
  const corner = joint !== null && joint >= start && joint < end;
  const rule = corner ? `${dashes(start, joint)}┴${dashes(joint + 1, end)}` : dashes(start, end);
  return [...said, span(`${rule}${keys}${keys === "" ? "" : "─"}`, DIM)];
}

/** What is wrong, the most urgent first; at most `most` lines. */
export function problemLines(goings: Goings, width: number, most: number): Line[] {
  const lines: Line[] = [];
  const trouble = troubleOf(goings);
  const say = (mark: string, text: string, style: Style) =>
    lines.push(...hang(wrapLine([span(text, style)], Math.max(1, width - 2)), span(mark, style), span("  ")));
  if (goings.problem !== null) say("✗ ", sanitizeLine(goings.problem), BAD);
  if (trouble !== null) say("! ", trouble, WARNING);
  return [...cutLines(lines, most, width)];
}

/** The message that has to wait, while it does: a moment on the way is not worth a line. */
export function waitingMessage({ outbox, connection }: Goings, width: number): Line[] {
  const [text, ...more] = outbox.texts;
  if (text === undefined || (outbox.state.type === "sending" && connection.type === "connected")) return [];
  const count: Line = more.length > 0 ? [span(` +${more.length}`, DIM)] : [];
  return [[...cutLine([span("⋯ ", DIM), span(sanitizeLine(text), DIM)], width - lineWidth(count)), ...count]];
}

function doingWords(goings: Goings): Span | null {
  const outgoing = outgoingWords(goings);
  if (outgoing !== null) return span(outgoing, BOLD);
  const writers = writersOf(goings.view, goings.now);
  return writers.length > 0 ? span(writingWords(writers), DIM) : null;
}

export function connectionWords({ type }: ConnectionStatus): Line {
  switch (type) {
    case "connected":
      return [span("● ", GOOD), span("connected", DIM)];
    case "idle":
    case "connecting":
      return [span("○ connecting", WARNING)];
    case "reconnecting":
      return [span("○ reconnecting", WARNING)];
    case "broken":
      return [span("○ not connected", BAD)];
    case "closed":
      return [span("○ left", DIM)];
  }
}

function troubleOf({ connection, retryInMs }: Goings): string | null {
  switch (connection.type) {
    case "reconnecting": {
      const seconds = Math.ceil(retryInMs / 1_000);
      const when = seconds > 0 ? `reconnecting in ${seconds} s` : "reconnecting";
      return `${when}: ${sanitizeLine(connection.reason)}`;
    }
    case "broken":
      return `not connected: ${sanitizeLine(connection.error.message)}`;
    default:
      return null;
  }
}

function outgoingWords({ outbox, seat, view, connection }: Goings): string | null {
  const count = outbox.texts.length;
  if (count === 0) return null;
  const what = count === 1 ? "your message" : `${count} messages`;
  switch (outbox.state.type) {
    case "idle":
    case "sending":
      return connection.type === "connected" ? `sending ${what}…` : `${what} will be sent when the server is back`;
    case "waiting_for_stick": {
      const { holder, queue } = seat.stick;
      const place = queue.indexOf(view.me) + 1;
      const whose = holder === null ? "" : `: ${sanitizeLine(holder)} has it`;
      return `waiting for the stick${whose}${place > 0 ? `, you are number ${place}` : ""} · /reset gives up`;
    }
  }
}

function writingWords(writers: readonly string[]): string {
  const names = writers.slice(0, MOST_WRITERS).map(sanitizeLine).join(", ");
  const more = writers.length > MOST_WRITERS ? ` and ${writers.length - MOST_WRITERS} more` : "";
  return `${names}${more} ${writers.length === 1 ? "is" : "are"} writing…`;
}
