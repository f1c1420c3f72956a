/** Everything on the screen as lines, exactly as many as the terminal has rows. Pure. */
import { sanitizeLine } from "../../logging/sanitize.ts";
import type { Size } from "../tui/layout.ts";
import { BOLD, DIM, EMPTY_LINE, type Line, lineWidth, type Span, span, spread } from "../tui/line.ts";
import { type Anchor, type Paragraphs, windowOf } from "../tui/scroll.ts";
import type { Composer } from "./composer.ts";
import { type ComposerLook, draftLines, inputLines } from "./composer-lines.ts";
import { helpLines } from "./help-lines.ts";
import { type People, peopleColumn, peopleLine } from "./people-lines.ts";
import { layoutOf, mostRowsBelow, type ScreenLayout } from "./screen-layout.ts";
import { connectionWords, type Goings, problemLines, statusRule, waitingMessage } from "./status-line.ts";

export interface Scene extends People, Goings {
  readonly seat: People["seat"];
  readonly size: Size;
  /** The room and where it is, as `lobby · 127.0.0.1:8894`. */
  readonly place: string;
  readonly composer: Composer;
  readonly paragraphs: (width: number) => Paragraphs;
  readonly anchor: Anchor;
  /** Messages that came since the conversation was scrolled away from its end. */
  readonly unread: number;
  readonly help: boolean;
  readonly plain: boolean;
}

export function screenLines(scene: Scene): Line[] {
  const { size } = scene;
  const { below, layout } = placed(scene);
  if (layout === null) return filled([[span("terminal too small".slice(0, size.columns))]], size.rows);
  if (scene.help) {
    const page = filled(helpLines(size.columns, size.rows - 1), size.rows - 1);
    return [...page, [span(" any key", BOLD), span(" closes this page", DIM)]];
  }
  const { columns } = size;
  // A one-column gap, the separator, another gap.
  const joint = layout.sideWidth === 0 ? null : columns - layout.sideWidth - 2;
  return [
    headerLine(scene),
    ...(layout.hasPeopleLine ? [peopleLine(scene, columns)] : []),
    ...(layout.hasTopRule ? [topRule(scene, columns, joint)] : []),
    ...middle(scene, layout),
    statusRule(scene, columns, joint),
    ...below,
  ];
}

/** How the conversation stands on the screen: for scrolling. Null where it is not shown. */
export function conversationOf(scene: Scene): { readonly paragraphs: Paragraphs; readonly height: number } | null {
  const { layout } = placed(scene);
  if (layout === null || scene.help) return null;
  const { width, height } = layout.conversation;
  return { paragraphs: scene.paragraphs(width), height };
}

function placed(scene: Scene): { below: Line[]; layout: ScreenLayout | null } {
  const { size, composer, view, names, plain } = scene;
  const most = mostRowsBelow(size);
  const look: ComposerLook = {
    width: size.columns,
    name: view.me,
    nameStyle: names.of(view.me).name,
    plain,
    mostDraftRows: most.draft,
    mostInputRows: most.input,
  };
  const matters = [...problemLines(scene, size.columns, most.problem), ...waitingMessage(scene, size.columns)];
  const below = [...matters.slice(0, most.problem), ...draftLines(composer, look), ...inputLines(composer, look)];
  return { below, layout: layoutOf(size, below.length) };
}

function headerLine({ size, place, seat, connection }: Scene): Line {
  const policy: Line = seat.policy === "stick" ? [span(" · stick room", DIM)] : [];
  const left: Line = [
    span(" llm-chat ", { inverse: true, bold: true }),
    span(` ${sanitizeLine(place)}`, BOLD),
    ...policy,
  ];
  return spread(left, [...connectionWords(connection), span(" ")], size.columns);
}

function topRule({ seat }: Scene, columns: number, joint: number | null): Line {
  if (joint === null) return [span("─".repeat(columns), DIM)];
  const title = ` ${seat.participants.length} here `;
  return [
    span(`${"─".repeat(joint)}┬─`, DIM),
    span(title),
    span("─".repeat(Math.max(0, columns - joint - 2 - title.length)), DIM),
  ];
}

function middle(scene: Scene, { conversation, sideWidth }: ScreenLayout): Line[] {
  const lines = conversationLines(scene, conversation);
  if (sideWidth === 0) return lines;
  const side = peopleColumn(scene, sideWidth - 1, conversation.height);
  return lines.map((line, row) => {
    const gap = span(" ".repeat(Math.max(0, conversation.width - lineWidth(line)) + 2));
    return [...line, gap, span("│ ", DIM), ...(side[row] ?? EMPTY_LINE)];
  });
}

function conversationLines(scene: Scene, { width, height }: ScreenLayout["conversation"]): Line[] {
  const { lines, below } = windowOf(scene.paragraphs(width), height, scene.anchor);
  if (below === 0) return filled([...lines], height);
  return [...filled([...lines], height - 1), spread([], belowNote(scene.unread, below), width)];
}

function belowNote(unread: number, below: number): Span[] {
  return unread > 0 ? [span(`↓ ${unread} new below`, BOLD)] : [span(`↓ ${below} more below`, DIM)];
}

function filled(lines: Line[], height: number): Line[] {
  while (lines.length < height) lines.push(EMPTY_LINE);
  return lines;
}
