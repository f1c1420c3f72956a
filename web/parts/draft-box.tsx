/** What an agent is about to say: segments as they are appended, undone ones struck through, the one that is growing. */
import { memo, useEffect, useRef } from "react";
import { shownSegments } from "../../src/logging/draft-view.ts";
import type { Draft } from "../../src/logging/view-types.ts";
import { endOf, jointOf } from "../state/display-text.ts";

/** Of a long draft the newest segments: nobody reads hundreds here. */
const MOST_SEGMENTS = 60;

interface DraftBoxProps {
  readonly draft: Draft;
  readonly isWriting: boolean;
}

export const DraftBox = memo(function DraftBox({ draft, isWriting }: DraftBoxProps) {
  const text = useRef<HTMLParagraphElement>(null);
  // After every change of it: its end is what one looks at.
  useEffect(() => {
    if (text.current) text.current.scrollTop = text.current.scrollHeight;
  });
  if (draft.segments.length === 0 && draft.growing === "") return null;
  const segments = shownSegments(draft);
  const first = Math.max(0, segments.length - MOST_SEGMENTS);
  return (
    <section className="draft" aria-label="Draft" data-testid="draft">
      <h3 className="draft-title">
        draft
        {draft.refusals > 0 && <span className="mark bad">✗ refused {draft.refusals}×</span>}
      </h3>
      <p className="draft-text" ref={text}>
        {first > 0 && <span className="dim">… </span>}
        {segments.slice(first).map((segment, index) => {
          const at = first + index;
          const joint = jointOf(segments[at - 1]?.text ?? "", segment.text);
          const Part = segment.undone ? "del" : "span";
          // Segments are only added and taken from the end, and struck through in place.
          return (
            <Part key={at}>
              {joint}
              {endOf(segment.text).text}
            </Part>
          );
        })}
        {draft.growing !== "" && (
          <span className="growing-segment">
            {jointOf(segments.at(-1)?.text ?? "", draft.growing)}
            {endOf(draft.growing).text}
          </span>
        )}
        {isWriting && <span className="caret" aria-hidden="true" />}
      </p>
    </section>
  );
});
