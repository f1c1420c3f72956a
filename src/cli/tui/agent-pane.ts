/** The body of one agent's column: its entries, and at the bottom the draft. Keeps what it has wrapped. */
import { answerOf } from "../../logging/entry-text.ts";
import type { AgentView, Entry } from "../../logging/view-types.ts";
import { draftLines, hasDraft } from "./draft-lines.ts";
import { EntryLines, GrowingLines, isShown } from "./entry-lines.ts";
import type { Area, Verbosity } from "./layout.ts";
import { EMPTY_LINE, type Line, type Style, span } from "./line.ts";
import { type Anchor, type Paragraphs, windowOf } from "./scroll.ts";

export interface AgentLook {
  readonly verbosity: Verbosity;
  readonly anchor: Anchor;
  readonly accent: Style;
  readonly plain: boolean;
}

export class AgentPane {
  readonly #entries = new EntryLines();
  readonly #growing: GrowingLines[] = [];

  /** Exactly `area.height` lines. */
  lines(agent: AgentView, area: Area, look: AgentLook): Line[] {
    const draft = this.#draft(agent, area, look);
    const height = area.height - draft.length;
    return [...paneLines(this.paragraphs(agent, area, look.verbosity), { ...area, height }, look), ...draft];
  }

  /** The rows its entries have, beside the draft. */
  entryRows(agent: AgentView, area: Area, look: AgentLook): number {
    return area.height - this.#draft(agent, area, look).length;
  }

  paragraphs(agent: AgentView, area: Area, verbosity: Verbosity): Paragraphs {
    const { entries, growing } = agent;
    this.#growing.length = Math.min(this.#growing.length, growing.length);
    return {
      length: entries.length + growing.length,
      lines: (index) => {
        const entry = entries.at(index);
        if (entry !== undefined) {
          return this.#entries.of(entry, verbosity, area.width, answerOf(entry, index, entries));
        }
        return this.#growingLines(growing[index - entries.length], index - entries.length, verbosity, area.width);
      },
    };
  }

  #growingLines(entry: Entry | undefined, index: number, verbosity: Verbosity, width: number): readonly Line[] {
    if (entry === undefined || !isShown(entry, verbosity)) return [];
    const lines = this.#growing[index] ?? new GrowingLines();
    this.#growing[index] = lines;
    return lines.of(entry, verbosity, width);
  }

  /** The heading and the end of the draft; at most two fifths of the column while there is something above it. */
  #draft(agent: AgentView, area: Area, look: AgentLook): Line[] {
    if (!hasDraft(agent.draft)) return [];
    const writing = agent.activity === "writing";
    const [title = EMPTY_LINE, ...lines] = draftLines(agent.draft, { ...look, writing, width: area.width });
    const room = Math.max(2, Math.floor(area.height * (look.verbosity === "chat" ? 0.8 : 0.4))) - 1;
    return [title, ...lines.slice(-room)];
  }
}

/** A window on `paragraphs` as exactly `area.height` lines, with a note in the last one where more follow. */
export function paneLines(
  paragraphs: Paragraphs,
  area: Area,
  look: { readonly anchor: Anchor; readonly accent: Style },
): Line[] {
  const { lines, below } = windowOf(paragraphs, area.height, look.anchor);
  const filled = [...lines];
  const textRows = below > 0 ? area.height - 1 : area.height;
  while (filled.length < textRows) filled.push(EMPTY_LINE);
  if (below > 0) {
    const note = `↓ ${below} more`;
    filled.push([span(" ".repeat(Math.max(0, area.width - note.length))), span(note, look.accent)]);
  }
  return filled;
}
