/**
 * Who gets which cells, for any size and any number of agents. Pure, and the only place that knows. Rows from the top:
 * header, title rule, state line, columns, conversation rule, conversation, footer; never more than the terminal has.
 */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export type Focus = number | "conversation";
export type Verbosity = "chat" | "normal" | "everything";

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ColumnPlace {
  readonly agent: number;
  readonly x: number;
  readonly width: number;
  /** Where its text goes: one cell of air on either side. */
  readonly body: Area;
}

export interface Layout {
  readonly size: Size;
  readonly header: { readonly rows: 1 | 2 };
  /** Empty when the conversation has the whole screen. */
  readonly columns: readonly ColumnPlace[];
  /** Agents whose column does not fit. */
  readonly hiddenLeft: number;
  readonly hiddenRight: number;
  /** Rows of the columns' bodies. */
  readonly bodyRows: number;
  /** Null when a column has the whole screen. */
  readonly conversation: Area | null;
}

export interface LayoutRequest {
  readonly size: Size;
  readonly agents: number;
  /** Rows below the panes: the keys, and what a mode has above them. */
  readonly footerRows: number;
  readonly focus: Focus;
  /** The focused pane alone. */
  readonly full: boolean;
  readonly verbosity: Verbosity;
  /** The first column shown before: columns move only as far as the focus makes them. */
  readonly firstColumn: number;
}

export const MIN_COLUMN_WIDTH = 24;
const MIN_SIZE: Size = { columns: 30, rows: 8 };
/** With fewer rows there is room for one pane only. */
const MIN_ROWS_FOR_BOTH = 13;
const WIDE_HEADER = 100;

/** Null: too small for anything but one line that says so. */
export function layoutOf(request: LayoutRequest): Layout | null {
  const { size, agents, focus, footerRows } = request;
  if (size.columns < MIN_SIZE.columns || size.rows < MIN_SIZE.rows) return null;
  const headerRows = size.columns >= WIDE_HEADER || size.rows < MIN_ROWS_FOR_BOTH ? 1 : 2;
  const alone = request.full || size.rows < MIN_ROWS_FOR_BOTH;
  const showColumns = agents > 0 && !(alone && focus === "conversation");
  const showConversation = !alone || !showColumns;
  // The rows that are always there: header, footer, and the rules and state line of what is shown.
  const space = size.rows - headerRows - footerRows - (showColumns ? 2 : 0) - (showConversation ? 1 : 0);
  const conversationRows = showConversation ? (showColumns ? conversationShare(space, request.verbosity) : space) : 0;
  const bodyRows = showColumns ? space - conversationRows : 0;
  const top = headerRows + 2;
  const shown = showColumns ? shownColumns(request, alone) : { first: 0, count: 0 };
  return {
    size,
    header: { rows: headerRows },
    columns: placeColumns(shown.first, shown.count, size.columns, top, bodyRows),
    hiddenLeft: shown.first,
    hiddenRight: showColumns ? agents - shown.first - shown.count : 0,
    bodyRows,
    conversation: showConversation
      ? { x: 1, y: size.rows - footerRows - conversationRows, width: size.columns - 2, height: conversationRows }
      : null,
  };
}

function conversationShare(space: number, verbosity: Verbosity): number {
  const share = verbosity === "chat" ? 0.7 : 0.38;
  return Math.min(space - 3, Math.max(4, Math.round(space * share)));
}

function shownColumns(request: LayoutRequest, alone: boolean): { first: number; count: number } {
  const { agents, focus, size } = request;
  if (alone && focus !== "conversation") return { first: Math.min(focus, agents - 1), count: 1 };
  const capacity = Math.max(1, Math.floor((size.columns + 1) / (MIN_COLUMN_WIDTH + 1)));
  const count = Math.min(agents, capacity);
  let first = Math.min(request.firstColumn, agents - count);
  if (focus !== "conversation") first = Math.min(Math.max(first, focus - count + 1), focus);
  return { first: Math.max(0, Math.min(first, agents - count)), count };
}

function placeColumns(first: number, count: number, width: number, y: number, height: number): ColumnPlace[] {
  const places: ColumnPlace[] = [];
  // One cell between columns; the last ones take what is left over.
  const each = Math.floor((width - (count - 1)) / Math.max(1, count));
  const left = width - (count - 1) - each * count;
  let x = 0;
  for (let index = 0; index < count; index++) {
    const cells = each + (index >= count - left ? 1 : 0);
    places.push({ agent: first + index, x, width: cells, body: { x: x + 1, y, width: cells - 2, height } });
    x += cells + 1;
  }
  return places;
}
