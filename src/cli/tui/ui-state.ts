/** What the person at the terminal has chosen: where they look, how much they see, what they are writing. Pure. */
import type { Command } from "./keys.ts";
import type { Focus, Verbosity } from "./layout.ts";
import type { Editor } from "./line-editor.ts";
import type { Anchor } from "./scroll.ts";

export interface UiState {
  readonly focus: Focus;
  readonly full: boolean;
  readonly verbosity: Verbosity;
  readonly help: boolean;
  /** The message being written; null while none is. */
  readonly composer: Editor | null;
  /** Panes that were scrolled away from their end. */
  readonly anchors: ReadonlyMap<Focus, Anchor>;
  readonly firstColumn: number;
}

export const INITIAL_UI: UiState = {
  focus: "conversation",
  full: false,
  verbosity: "normal",
  help: false,
  composer: null,
  anchors: new Map(),
  firstColumn: 0,
};

const NEXT_VERBOSITY: Record<Verbosity, Verbosity> = { normal: "everything", everything: "chat", chat: "normal" };

/** Commands that only change what is seen. Scrolling needs the panes, and is not here. */
export function changeUi(ui: UiState, command: Command, agents: number): UiState {
  switch (command.type) {
    case "focus":
      return command.number > agents ? ui : { ...ui, focus: focusOf(command.number) };
    case "cycle": {
      const places = agents + 1;
      return { ...ui, focus: focusOf((numberOf(ui.focus) + command.step + places) % places) };
    }
    case "full":
      return { ...ui, full: !ui.full };
    case "narrow":
      return ui.full ? { ...ui, full: false } : { ...ui, anchors: withAnchor(ui.anchors, ui.focus, null) };
    case "verbosity":
      // What is hidden changes under every scrolled pane: they all go back to their end.
      return { ...ui, verbosity: NEXT_VERBOSITY[ui.verbosity], anchors: new Map() };
    case "help":
      return { ...ui, help: true };
    case "compose":
      return { ...ui, composer: { before: "", after: "" } };
    default:
      return ui;
  }
}

export function withAnchor(
  anchors: ReadonlyMap<Focus, Anchor>,
  focus: Focus,
  anchor: Anchor,
): ReadonlyMap<Focus, Anchor> {
  const changed = new Map(anchors);
  if (anchor === null) changed.delete(focus);
  else changed.set(focus, anchor);
  return changed;
}

/** 0 is the conversation, 1 the first agent. */
function focusOf(number: number): Focus {
  return number === 0 ? "conversation" : number - 1;
}

function numberOf(focus: Focus): number {
  return focus === "conversation" ? 0 : focus + 1;
}
