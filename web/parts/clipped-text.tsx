/** Text as it is, cleaned; a long one begins clipped, and is shown whole when somebody asks. */
import { type ReactNode, useState } from "react";
import { beginOf, CLIP, MOST_CHARACTERS } from "../state/display-text.ts";
import { count } from "../../src/logging/figures.ts";

export interface ClippedTextProps {
  readonly text: string;
  readonly most?: number;
  /** How the text is rendered; as it is, where this is not given. */
  readonly children?: (text: string) => ReactNode;
}

export function ClippedText({ text, most = CLIP, children }: ClippedTextProps) {
  const [isWhole, setWhole] = useState(false);
  const { text: shown, hidden } = beginOf(text, isWhole ? MOST_CHARACTERS : most);
  return (
    <>
      {children ? children(shown) : shown}
      {hidden > 0 && (
        <>
          <span className="dim">… </span>
          {isWhole ? (
            <span className="dim">{count(hidden)} more characters are in the log</span>
          ) : (
            <button type="button" className="link-button" onClick={() => setWhole(true)}>
              show all ({count(text.length)} characters)
            </button>
          )}
        </>
      )}
    </>
  );
}
