/** A paragraph of an agent's column. An action is brief; with a click it is shown with all that was passed. */
import { memo, useState } from "react";
import type { Entry } from "../../src/logging/view-types.ts";
import { endOf } from "../state/display-text.ts";
import { entryLook } from "../state/entry-look.ts";
import { ClippedText } from "./clipped-text.tsx";

export interface EntryRowProps {
  readonly entry: Entry;
  readonly answer: Entry | undefined;
  readonly isCurrent: boolean;
}

export const EntryRow = memo(function EntryRow({ entry, answer, isCurrent }: EntryRowProps) {
  const [isOpen, setOpen] = useState(false);
  const { sign, tone, title, words, isProse } = entryLook(entry, answer);
  const isAction = entry.kind === "tool_call" || entry.kind === "tool_response";
  const head = (
    <>
      {title !== "" && <span className="entry-title">{title} </span>}
      {isProse ? <ClippedText text={words} /> : <span className="entry-words">{words}</span>}
    </>
  );
  return (
    <div className={`entry ${tone} ${isCurrent ? "current" : ""}`} data-kind={entry.kind} data-key={entry.key}>
      <span className="entry-sign" aria-hidden="true">
        {sign}
      </span>
      <div className="entry-body">
        {isProse ? (
          head
        ) : (
          <button type="button" className="entry-toggle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {head}
          </button>
        )}
        {isOpen && !isProse && (
          <pre className="entry-detail">
            <ClippedText text={isAction ? pretty(entry.text) : entry.text} />
            {answer !== undefined && answer.text !== "" && (
              <>
                {"\n\n"}
                <ClippedText text={answer.text} />
              </>
            )}
          </pre>
        )}
      </div>
    </div>
  );
});

/** What is being written: its end is what one looks at. */
export function GrowingRow({ entry }: { readonly entry: Entry }) {
  const { sign, tone, title, words, isProse } = entryLook(entry, undefined);
  return (
    <div className={`entry growing ${tone}`} data-kind={entry.kind}>
      <span className="entry-sign" aria-hidden="true">
        {sign}
      </span>
      <div className="entry-body">
        {title !== "" && <span className="entry-title">{title} </span>}
        {/* What is on its way into the draft is seen growing there. */}
        {entry.function === "append" ? null : isProse ? (
          endOf(words).text
        ) : (
          <span className="entry-words">{words}</span>
        )}
      </div>
    </div>
  );
}

/** JSON with line ends, where it is not too long to be read anyway. */
function pretty(text: string): string {
  if (text.length > 20_000) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
