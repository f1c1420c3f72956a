/** What Ink draws around the panes, as strings ready for the terminal. Rows of a pane are left blank. */
import { conversationRule, headerLines, type Scene, stateLine, titleRule } from "./chrome.ts";
import { composerLine, footerLine, helpLines } from "./footer.ts";
import type { Layout, Size } from "./layout.ts";
import { cutLine, type Line } from "./line.ts";
import type { Pen } from "./pen.ts";
import type { TuiMode } from "./tui-mode.ts";
import type { UiState } from "./ui-state.ts";

interface FrameBase {
  readonly size: Size;
  /** The key of the panes that stand in it. */
  readonly panes: string;
}

export type Frame = FrameBase &
  (
    | { readonly kind: "notice"; readonly text: string }
    | {
        readonly kind: "panes";
        readonly header: readonly string[];
        /** Titles and states of the columns; null when none is shown. */
        readonly titles: string | null;
        readonly states: string | null;
        readonly bodyRows: number;
        readonly rule: string | null;
        readonly conversationRows: number;
        /** What a mode has above the keys. */
        readonly extra: readonly string[];
        readonly footer: string;
      }
    | { readonly kind: "help"; readonly lines: readonly string[]; readonly footer: string }
  );

export const NO_PANES = "none";

export function noticeFrame(size: Size): Frame {
  return { kind: "notice", size, panes: NO_PANES, text: "terminal too small".slice(0, size.columns) };
}

export function frameOf(scene: Scene, mode: TuiMode, ui: UiState, pen: Pen): Frame {
  const { layout } = scene;
  const { size } = layout;
  const footer = pen.draw(lastLine(scene, mode, ui, pen));
  if (ui.help) {
    const lines = helpLines(mode.help, size.columns, size.rows - 1).map((line) => pen.draw(line));
    return { kind: "help", size, panes: NO_PANES, lines, footer };
  }
  const hasColumns = layout.columns.length > 0;
  return {
    kind: "panes",
    size,
    panes: geometryOf(layout),
    header: headerLines(scene).map((line) => pen.draw(line)),
    titles: hasColumns ? pen.draw(titleRule(scene)) : null,
    states: hasColumns ? pen.draw(stateLine(scene)) : null,
    bodyRows: layout.bodyRows,
    rule: layout.conversation === null ? null : pen.draw(conversationRule(scene)),
    conversationRows: layout.conversation?.height ?? 0,
    extra: mode.lines(size.columns).map((line) => pen.draw(line)),
    footer,
  };
}

function lastLine({ layout, view, full }: Scene, mode: TuiMode, { composer, verbosity }: UiState, pen: Pen): Line {
  const { columns } = layout.size;
  if (composer !== null) return composerLine(composer, mode.composer, columns, pen.depth === "none");
  if (mode.notice !== null) return cutLine(mode.notice, columns);
  return footerLine(mode.hints({ verbosity, full, ended: view.ended !== null }), columns);
}

/** Which cells belong to which pane. */
export function geometryOf({ size, columns, bodyRows, conversation }: Layout): string {
  const places = columns.map(({ agent, x, width }) => `${agent}:${x}+${width}`);
  return [size.columns, size.rows, bodyRows, conversation?.y ?? "-", ...places].join(" ");
}

export function sameFrame(left: Frame, right: Frame): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
