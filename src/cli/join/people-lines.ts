/** Who is here, and what each of them does: as a column beside the conversation, or on one line above it. */
import { sanitizeLine } from "../../logging/sanitize.ts";
import { cellWidth, truncate } from "../tui/cell-width.ts";
import { duration } from "../../logging/figures.ts";
import { cutLine, DIM, EMPTY_LINE, type Line, lineWidth, type Span, span } from "../tui/line.ts";
import type { NameStyles } from "../tui/names.ts";
import type { PersonSeat } from "./person-seat.ts";
import { type RoomView, writersOf } from "./room-view.ts";

export interface People {
  readonly view: RoomView;
  readonly seat: Pick<PersonSeat, "participants" | "stick" | "policy">;
  readonly names: NameStyles;
  /** epoch ms */
  readonly now: number;
}

interface PersonState {
  readonly mark: string;
  readonly does: string;
}

const LONGEST_NAME = 16;

/** `height` lines at most. */
export function peopleColumn(people: People, width: number, height: number): Line[] {
  const { participants } = people.seat;
  const queue = queueLines(people, width);
  const room = Math.max(1, height - queue.length);
  const shown = participants.length <= room ? participants : participants.slice(0, room - 1);
  const lines = shown.map((name) => personLine(people, name, width));
  if (shown.length < participants.length) lines.push([span(`  +${participants.length - shown.length} more`, DIM)]);
  return [...lines, ...queue].slice(0, height);
}

/** As many as fit; those who do something come first. */
export function peopleLine(people: People, width: number): Line {
  const { participants } = people.seat;
  const head: Line = [span(` ${participants.length} here `, DIM)];
  const busy = (name: string) => stateOf(people, name).mark !== "·";
  const ordered = [...participants.filter(busy), ...participants.filter((name) => !busy(name))];
  let line = head;
  for (const [index, name] of ordered.entries()) {
    const left = ordered.length - index - 1;
    const next = [...line, span(" "), ...inBrief(people, name)];
    const rest = left > 0 ? cellWidth(`  +${left} more`) : 0;
    if (lineWidth(next) + rest > width) {
      return cutLine([...line, span(`  +${ordered.length - index} more`, DIM)], width);
    }
    line = next;
  }
  return line;
}

function personLine(people: People, name: string, width: number): Line {
  const { mark, does } = stateOf(people, name);
  const shown = truncate(sanitizeLine(name), Math.max(4, width - 2 - (does === "" ? 0 : cellWidth(does) + 1)));
  const parts: Span[] = [span(`${mark} `, mark === "·" ? DIM : people.names.of(name).soft)];
  return cutLine([...parts, span(shown, people.names.of(name).name), span(does === "" ? "" : ` ${does}`, DIM)], width);
}

function inBrief(people: People, name: string): Line {
  const { mark, does } = stateOf(people, name);
  const shown = truncate(sanitizeLine(name), LONGEST_NAME);
  const { soft, name: style } = people.names.of(name);
  return [span(`${mark} `, mark === "·" ? DIM : soft), span(shown, style), span(does === "" ? " " : ` ${does} `, DIM)];
}

function stateOf({ view, seat, now }: People, name: string): PersonState {
  const since = view.waiting.get(name);
  const writes = writersOf(view, now).includes(name);
  const place = seat.stick.queue.indexOf(name) + 1;
  if (seat.stick.holder === name) return { mark: "◆", does: writes ? "writing" : name === view.me ? "(you)" : "" };
  if (writes) return { mark: "▸", does: "writing" };
  if (place > 0) return { mark: "◇", does: `queue ${place}` };
  if (since !== undefined) return { mark: "○", does: `waiting ${duration(now - since)}` };
  return { mark: "·", does: name === view.me ? "(you)" : "" };
}

function queueLines({ seat, names }: People, width: number): Line[] {
  const { holder, queue } = seat.stick;
  if (seat.policy === "open") return [];
  const state: Span = holder === null ? span("free", DIM) : span(sanitizeLine(holder), names.of(holder).name);
  const waiting = queue.map((name, index) =>
    cutLine([span(`${index + 1} `, DIM), span(sanitizeLine(name), names.of(name).name)], width),
  );
  return [EMPTY_LINE, cutLine([span("◆ stick ", DIM), state], width), ...waiting];
}
