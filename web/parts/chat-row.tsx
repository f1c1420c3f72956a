/** One line of the conversation: a message with its sender, or a notice. */
import { memo } from "react";
import { elapsed } from "../../src/logging/figures.ts";
import type { ChatLine } from "../../src/logging/view-types.ts";
import { nameText } from "../state/display-text.ts";
import { ClippedText } from "./clipped-text.tsx";
import { Markdown } from "./markdown.tsx";
import { useTone } from "./name-tag.tsx";

export interface ChatRowProps {
  readonly line: ChatLine;
  /** By the same sender as the line above. */
  readonly follows: boolean;
  readonly isCurrent: boolean;
  readonly startedAt: number;
}

export const ChatRow = memo(function ChatRow(props: ChatRowProps) {
  const { line, isCurrent, startedAt } = props;
  const when = elapsed(line.at - startedAt);
  const exactly = new Date(line.at).toLocaleString();
  if (line.kind === "notice") {
    return (
      <div className={`notice ${isCurrent ? "current" : ""}`} data-key={line.key}>
        <span className="notice-text">
          <ClippedText text={line.text} />
        </span>
        <time title={exactly}>{when}</time>
      </div>
    );
  }
  return <Message {...props} when={when} exactly={exactly} />;
});

function Message({ line, follows, isCurrent, when, exactly }: ChatRowProps & { when: string; exactly: string }) {
  const sender = nameText(line.sender);
  const classes = ["message", follows ? "follows" : "", line.crossed ? "crossed" : "", isCurrent ? "current" : ""];
  return (
    <article className={classes.join(" ")} style={useTone(line.sender)} data-key={line.key} data-seq={line.seq}>
      <span className="avatar" aria-hidden="true">
        {follows ? "" : initialOf(sender)}
      </span>
      <div className="message-body">
        <div className={follows ? "only-heard" : "message-head"}>
          <span className="name">{sender}</span>
          {line.crossed && <span className="mark bad">✗ crossed</span>}
          <time title={exactly}>{when}</time>
        </div>
        {follows && line.crossed && <span className="mark bad">✗ crossed</span>}
        <div className="markdown">
          <ClippedText text={line.text}>{(text) => <Markdown text={text} />}</ClippedText>
        </div>
      </div>
    </article>
  );
}

const GRAPHEMES = new Intl.Segmenter();

function initialOf(name: string): string {
  for (const { segment } of GRAPHEMES.segment(name)) return segment.toUpperCase();
  return "?";
}
