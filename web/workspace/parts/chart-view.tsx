/** A chart one can ask: tooltips, series that are switched by their legend, and its figures as a table. Loaded when there is one. */
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { sanitizeForTerminal } from "../../../src/logging/sanitize.ts";
import { nameText } from "../../state/display-text.ts";
import { readChart } from "../state/chart-data.ts";
import { CsvView } from "./csv-view.tsx";
import { DrawnChart } from "./drawn-chart.ts";

export interface ChartViewProps {
  readonly text: string;
  readonly title?: string | undefined;
  readonly isStreaming: boolean;
}

export const ChartView = memo(function ChartView({ text, title, isStreaming }: ChartViewProps) {
  const settled = useDeferredValue(text);
  const read = useMemo(() => readChart(settled), [settled]);
  const [isTable, setTable] = useState(false);
  if ("problem" in read) {
    // The header comes in pieces: it is not broken before it has ended.
    if (isStreaming && !text.includes("\n")) return <div className="chart-frame dim">The chart is coming…</div>;
    return (
      <figure className="chart-figure">
        <p className="trouble-words">This chart cannot be drawn: {read.problem}. This is what it says:</p>
        <pre className="raw">{sanitizeForTerminal(text.slice(0, 4_000))}</pre>
      </figure>
    );
  }
  const { chart } = read;
  const name = nameText(chart.title || title || "Chart");
  return (
    <figure className="chart-figure">
      <figcaption>
        {name}
        <button type="button" className="link-button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? "as a chart" : "as a table"}
        </button>
      </figcaption>
      {isTable ? <CsvView text={chart.csv} /> : <Canvas key={chart.kind} chart={chart} label={name} />}
      {chart.hidden > 0 && <p className="dim note">{chart.hidden} more rows are not drawn.</p>}
    </figure>
  );
});

type Data = Extract<ReturnType<typeof readChart>, { chart: unknown }>["chart"];

function Canvas({ chart, label }: { readonly chart: Data; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<DrawnChart>(null);
  useEffect(() => {
    if (canvas.current === null) return;
    const made = new DrawnChart(canvas.current);
    drawn.current = made;
    return () => made.close();
  }, []);
  useEffect(() => drawn.current?.show(chart), [chart]);
  const summary = `${label}: ${chart.kind} chart of ${chart.series.map((each) => each.label).join(", ")} by ${chart.xLabel}`;
  return (
    <div className="chart-frame">
      <canvas ref={canvas} role="img" aria-label={nameText(summary)} />
    </div>
  );
}
