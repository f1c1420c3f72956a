/** What a block says, by its type. Text of models and people: nothing of it runs. */
import { lazy, memo, Suspense } from "react";
import type { BlockType } from "../../../src/documents/model.ts";
import { sanitizeForTerminal } from "../../../src/logging/sanitize.ts";
import { BlockMarkdown } from "./block-markdown.tsx";
import { CsvView } from "./csv-view.tsx";
import { ImageView } from "./image-view.tsx";
import { Otherwise } from "./otherwise.tsx";

const ChartView = lazy(() => import("./chart-view.tsx").then(({ ChartView }) => ({ default: ChartView })));

/** Characters of a text that is shown as it is. */
const MOST_RAW = 4_000;

export interface BlockContentProps {
  readonly type: BlockType;
  readonly text: string;
  readonly title?: string | undefined;
  readonly isStreaming?: boolean;
}

export const BlockContent = memo(function BlockContent({ type, text, title, isStreaming = false }: BlockContentProps) {
  return (
    <div className={isStreaming ? `content ${type === "md" ? "streaming" : "growing"}` : "content"}>
      {text === "" ? (
        <p className="dim nothing">{isStreaming ? "…" : "Empty"}</p>
      ) : (
        <Otherwise otherwise={<AsItIs type={type} text={text} />}>
          <OfType type={type} text={text} title={title} isStreaming={isStreaming} />
        </Otherwise>
      )}
    </div>
  );
});

/** The library of charts comes by the network, which may be gone. */
function AsItIs({ type, text }: Pick<BlockContentProps, "type" | "text">) {
  if (type !== "interactive_chart") return <pre className="raw">{sanitizeForTerminal(text.slice(0, MOST_RAW))}</pre>;
  return (
    <>
      <p className="dim note">The chart could not be loaded; these are its figures. Reload the page to see it.</p>
      <CsvView text={text.slice(text.indexOf("\n") + 1)} />
    </>
  );
}

function OfType({ type, text, title, isStreaming = false }: BlockContentProps) {
  switch (type) {
    case "md":
      return <BlockMarkdown text={text} />;
    case "csv":
      return <CsvView text={text} title={title} />;
    case "image/jpg":
    case "image/png":
      return <ImageView type={type} base64={text} title={title} isStreaming={isStreaming} />;
    case "interactive_chart":
      return (
        <Suspense fallback={<div className="chart-frame dim">Loading the chart…</div>}>
          <ChartView text={text} title={title} isStreaming={isStreaming} />
        </Suspense>
      );
  }
}
