/**
 * Everything on the screen, from the view, the size and what the person chose: the chrome as drawn strings for Ink, the
 * panes as patches for the painter. Components and painter hold no logic; this holds no React and no stream.
 */
import { sanitizeForTerminal } from "../../logging/sanitize.ts";
import type { ViewState } from "../../logging/view-types.ts";
import { AgentPane, type AgentLook, paneLines } from "./agent-pane.ts";
import type { Panes, Patch } from "./cell-painter.ts";
import { ConversationPane } from "./conversation-pane.ts";
import { type Frame, frameOf, geometryOf, NO_PANES, noticeFrame, sameFrame } from "./frame.ts";
import { composerCommandOf, type Press } from "./keys.ts";
import { type Layout, layoutOf, type Size } from "./layout.ts";
import { DIM, type Line, span } from "./line.ts";
import { EMPTY_EDITOR, edit, textOf } from "./line-editor.ts";
import { NameStyles } from "./names.ts";
import type { Pen } from "./pen.ts";
import { type Anchor, type Paragraphs, scrollBy, scrollToTop } from "./scroll.ts";
import type { Meaning, TuiMode } from "./tui-mode.ts";
import { changeUi, INITIAL_UI, type UiState, withAnchor } from "./ui-state.ts";

export interface TuiModelOptions {
  readonly view: () => ViewState;
  readonly mode: TuiMode;
  /** With its key, or with Ctrl-C. */
  readonly quit: (how: "quit" | "interrupted") => void;
  readonly pen: Pen;
  readonly size: Size;
}

const SEPARATOR: Line = [span("│", DIM)];

export class TuiModel {
  readonly #options: TuiModelOptions;
  readonly #names = new NameStyles();
  readonly #conversation = new ConversationPane(this.#names);
  readonly #agents: AgentPane[] = [];
  #size: Size;
  #ui: UiState = INITIAL_UI;
  #frame: Frame | null = null;
  #leaps = 0;

  constructor(options: TuiModelOptions) {
    this.#options = options;
    this.#size = options.size;
  }

  resize(size: Size): void {
    this.#size = size;
  }

  /** The same object as before when nothing of it changed. */
  frame(): Frame {
    this.#follow();
    const view = this.#options.view();
    const layout = this.#layout(view);
    this.#names.update(view);
    const { focus, full } = this.#ui;
    const { pen, mode } = this.#options;
    const scene = layout && { view, layout, focus, full, mode, now: mode.now(view), names: this.#names };
    const frame = scene === null ? noticeFrame(this.#size) : frameOf(scene, mode, this.#ui, pen);
    if (this.#frame === null || !sameFrame(this.#frame, frame)) this.#frame = frame;
    return this.#frame;
  }

  panes(): Panes {
    this.#follow();
    const view = this.#options.view();
    const layout = this.#layout(view);
    if (layout === null || this.#ui.help) return { key: NO_PANES, patches: [] };
    this.#names.update(view);
    const columns = layout.columns.flatMap((column) => {
      const agent = view.agents[column.agent];
      const look = agent && this.#look(column.agent, agent.name);
      return agent && look ? [{ column, lines: this.#agentPane(column.agent).lines(agent, column.body, look) }] : [];
    });
    const patches: Patch[] = [];
    for (let row = 0; row < layout.bodyRows; row++) {
      for (const { column, lines } of columns) {
        const { x, y, width } = column.body;
        if (column.x > 0) patches.push({ x: column.x - 1, y: y + row, width: 1, line: SEPARATOR });
        patches.push({ x, y: y + row, width, line: lines[row] ?? [] });
      }
    }
    const area = layout.conversation;
    if (area !== null) {
      const paragraphs = this.#conversation.paragraphs(view, area, this.#ui.verbosity);
      const anchor = this.#ui.anchors.get("conversation") ?? null;
      const lines = paneLines(paragraphs, area, { anchor, accent: DIM });
      for (const [row, line] of lines.entries()) patches.push({ x: area.x, y: area.y + row, width: area.width, line });
    }
    return { key: geometryOf(layout), patches };
  }

  press(press: Press): void {
    if (this.#ui.composer !== null) this.#compose(press);
    else {
      const meaning = this.#options.mode.meaningOf(press);
      if (this.#ui.help && meaning?.type !== "quit") this.#ui = { ...this.#ui, help: false };
      else if (meaning !== null) this.#do(meaning, press);
    }
  }

  /** Pasted text is never taken for keys: it goes into the message, and nothing is sent before Enter. */
  paste(text: string): void {
    const { composer } = this.#ui;
    const clean = sanitizeForTerminal(text);
    const pasted = edit(composer ?? EMPTY_EDITOR, { type: "insert", text: clean });
    this.#ui = { ...this.#ui, help: false, composer: pasted };
    this.#options.mode.composer.typing();
  }

  /** Where the view has leapt, what was scrolled away to is no longer there. */
  #follow(): void {
    const { leaps } = this.#options.mode;
    if (leaps === this.#leaps) return;
    this.#leaps = leaps;
    this.#ui = { ...this.#ui, anchors: new Map() };
  }

  #do(meaning: Meaning, press: Press): void {
    const { quit, view } = this.#options;
    switch (meaning.type) {
      case "quit":
        quit(press.type === "control" ? "interrupted" : "quit");
        return;
      case "act":
        meaning.act();
        return;
      case "scroll":
        this.#scroll(meaning.by, meaning.direction);
        return;
      default:
        this.#ui = changeUi(this.#ui, meaning, view().agents.length);
        this.#keepColumns();
    }
  }

  /** The columns that came into sight with the focus stay there when it moves on. */
  #keepColumns(): void {
    const layout = this.#layout(this.#options.view());
    if (layout === null || this.#ui.full || layout.columns.length === 0) return;
    this.#ui = { ...this.#ui, firstColumn: layout.hiddenLeft };
  }

  #compose(press: Press): void {
    const { composer } = this.#ui;
    const command = composerCommandOf(press);
    if (composer === null || command === null) return;
    const { mode, quit } = this.#options;
    switch (command.type) {
      case "quit":
        quit("interrupted");
        return;
      case "cancel":
        this.#ui = { ...this.#ui, composer: null };
        return;
      case "send": {
        const text = textOf(composer).trim();
        this.#ui = { ...this.#ui, composer: null };
        mode.composer.submit(text);
        return;
      }
      case "edit":
        this.#ui = { ...this.#ui, composer: edit(composer, command.edit) };
        mode.composer.typing();
    }
  }

  #scroll(by: "line" | "page" | "all", direction: 1 | -1): void {
    const pane = this.#focusedPane();
    if (pane === null) return;
    const { paragraphs, height } = pane;
    const { focus, anchors } = this.#ui;
    const anchor = anchors.get(focus) ?? null;
    let moved: Anchor;
    if (by === "all") moved = direction < 0 ? scrollToTop(paragraphs, height) : null;
    else moved = scrollBy(paragraphs, height, anchor, direction * (by === "line" ? 1 : Math.max(1, height - 2)));
    this.#ui = { ...this.#ui, anchors: withAnchor(anchors, focus, moved) };
  }

  #focusedPane(): { paragraphs: Paragraphs; height: number } | null {
    const view = this.#options.view();
    const layout = this.#layout(view);
    const { focus, verbosity } = this.#ui;
    if (layout === null) return null;
    if (focus === "conversation") {
      const area = layout.conversation;
      return area && { paragraphs: this.#conversation.paragraphs(view, area, verbosity), height: area.height };
    }
    const column = layout.columns.find(({ agent }) => agent === focus);
    const agent = view.agents[focus];
    if (column === undefined || agent === undefined) return null;
    const pane = this.#agentPane(focus);
    return {
      paragraphs: pane.paragraphs(agent, column.body, verbosity),
      height: pane.entryRows(agent, column.body, this.#look(focus, agent.name)),
    };
  }

  #look(agent: number, name: string): AgentLook {
    const { verbosity, anchors } = this.#ui;
    const plain = this.#options.pen.depth === "none";
    return { verbosity, anchor: anchors.get(agent) ?? null, accent: this.#names.of(name).soft, plain };
  }

  #agentPane(index: number): AgentPane {
    const pane = this.#agents[index] ?? new AgentPane();
    this.#agents[index] = pane;
    return pane;
  }

  #layout(view: ViewState): Layout | null {
    const { focus, full, verbosity, firstColumn } = this.#ui;
    const footerRows = 1 + this.#options.mode.rows;
    const agents = view.agents.length;
    return layoutOf({ size: this.#size, agents, footerRows, focus, full, verbosity, firstColumn });
  }
}
