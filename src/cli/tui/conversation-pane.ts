/** The conversation itself: messages as `Name: text`, notices dimmed. */
import { sanitizeLine } from "../../logging/sanitize.ts";
import type { ChatLine, ViewState } from "../../logging/view-types.ts";
import { readable } from "./entry-lines.ts";
import type { Area, Verbosity } from "./layout.ts";
import { DIM, type Line, type Span, span } from "./line.ts";
import type { NameStyles } from "./names.ts";
import type { Paragraphs } from "./scroll.ts";
import { hang, wrapLine } from "./wrap-line.ts";

export class ConversationPane {
  readonly #names: NameStyles;
  readonly #made = new WeakMap<ChatLine, { width: number; version: number; lines: readonly Line[] }>();

  constructor(names: NameStyles) {
    this.#names = names;
  }

  paragraphs(view: ViewState, area: Area, verbosity: Verbosity): Paragraphs {
    const { conversation } = view;
    return {
      length: conversation.length,
      lines: (index) => {
        const line = conversation.at(index);
        if (line === undefined || !isShown(line, verbosity)) return [];
        return this.#lines(line, area.width);
      },
    };
  }

  #lines(line: ChatLine, width: number): readonly Line[] {
    const { version } = this.#names;
    const made = this.#made.get(line);
    if (made !== undefined && made.width === width && made.version === version) return made.lines;
    const lines = line.kind === "notice" ? noticeLines(line, width) : this.#messageLines(line, width);
    this.#made.set(line, { width, version, lines });
    return lines;
  }

  #messageLines(line: ChatLine, width: number): Line[] {
    const parts: Span[] = [span(sanitizeLine(line.sender), this.#names.of(line.sender).name)];
    if (line.crossed) parts.push(span(" ✗ crossed", { color: "bad", bold: true }));
    parts.push(span(`: ${readable(line.text)}`));
    // Later lines stand a little in, so that only names begin at the margin.
    return hang(wrapLine(parts, Math.max(1, width - 2)), null, span("  "));
  }
}

/** Who waits, and for how long, the state lines say already. */
function isShown(line: ChatLine, verbosity: Verbosity): boolean {
  if (line.kind === "message" || verbosity === "everything") return true;
  return verbosity === "normal" && line.notice !== "waiting";
}

function noticeLines(line: ChatLine, width: number): Line[] {
  return hang(wrapLine([span(readable(line.text), DIM)], Math.max(1, width - 2)), span("∙ ", DIM), span("  "));
}
