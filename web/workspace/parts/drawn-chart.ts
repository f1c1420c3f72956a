/** A chart on a canvas: our data in, Chart.js behind it, in the colours of the page. */
import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  DoughnutController,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PieController,
  PointElement,
  ScatterController,
  Tooltip,
} from "chart.js";
import { PALETTE } from "../../../src/logging/colors.ts";
import { nameText } from "../../state/display-text.ts";
import type { ChartData } from "../state/chart-data.ts";
import { numberOf } from "../state/csv-table.ts";

Chart.register(
  ...[LineController, BarController, ScatterController, PieController, DoughnutController],
  ...[LineElement, BarElement, PointElement, ArcElement, CategoryScale, LinearScale, Filler, Legend, Tooltip],
);

type Config = ChartConfiguration<"line" | "bar" | "scatter" | "pie" | "doughnut", unknown[], string>;

export class DrawnChart {
  readonly #canvas: HTMLCanvasElement;
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  readonly #watch = new MutationObserver(() => this.#redraw());
  #chart: Chart<"line" | "bar" | "scatter" | "pie" | "doughnut", unknown[], string> | null = null;
  #data: ChartData | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#scheme.addEventListener("change", this.#redraw);
    this.#watch.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  show(data: ChartData): void {
    this.#data = data;
    const config = configOf(data, lookOf(this.#canvas));
    if (this.#chart === null) {
      this.#chart = new Chart(this.#canvas, config);
      return;
    }
    // What a person has switched off stays so while rows come.
    const hidden = this.#chart.data.datasets.map((_, index) => this.#chart?.isDatasetVisible(index) === false);
    this.#chart.data = config.data;
    if (config.options) this.#chart.options = config.options;
    for (const [index, isHidden] of hidden.entries()) {
      if (index < config.data.datasets.length) this.#chart.setDatasetVisibility(index, !isHidden);
    }
    this.#chart.update("none");
  }

  close(): void {
    this.#scheme.removeEventListener("change", this.#redraw);
    this.#watch.disconnect();
    this.#chart?.destroy();
    this.#chart = null;
  }

  readonly #redraw = (): void => {
    if (this.#data !== null) this.show(this.#data);
  };
}

const PAPER: Look = { text: "#65615a", line: "#dedbd3", surface: "#ffffff", font: "sans-serif" };

/** For a file: on white, whatever the page looks like. A data URL. */
export function chartPicture(data: ChartData): string {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 960, height: 420 });
  const config = configOf(data, PAPER);
  const white = {
    id: "white",
    beforeDraw({ ctx, width, height }: { ctx: CanvasRenderingContext2D; width: number; height: number }) {
      ctx.fillStyle = PAPER.surface;
      ctx.fillRect(0, 0, width, height);
    },
  };
  const options = { ...config.options, responsive: false, devicePixelRatio: 2 };
  const chart = new Chart(canvas, { ...config, options, plugins: [white] });
  const url = chart.toBase64Image();
  chart.destroy();
  return url;
}

interface Look {
  readonly text: string;
  readonly line: string;
  readonly surface: string;
  readonly font: string;
}

function lookOf(element: HTMLElement): Look {
  const style = getComputedStyle(element);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return { text: value("--muted"), line: value("--line"), surface: value("--surface"), font: value("--font") };
}

function configOf(data: ChartData, look: Look): Config {
  const isRound = data.kind === "pie" || data.kind === "doughnut";
  const type = data.kind === "area" ? "line" : data.kind;
  return {
    type,
    data: { labels: data.labels.map(nameText), datasets: isRound ? roundSets(data, look) : sets(data) },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      color: look.text,
      font: { family: look.font },
      interaction: isRound || data.kind === "scatter" ? { mode: "nearest" } : { mode: "index", intersect: false },
      scales: isRound ? {} : { x: xAxis(data, look), y: axis(look, [data.yLabel, data.unit], data.isStacked) },
      plugins: {
        legend: {
          display: isRound || data.series.length > 1,
          labels: { color: look.text, usePointStyle: true, boxHeight: 7 },
        },
        tooltip: {
          callbacks:
            data.unit === ""
              ? {}
              : { label: (item) => `${item.dataset.label ?? ""}: ${item.formattedValue} ${nameText(data.unit)}` },
        },
      },
    },
  };
}

function sets(data: ChartData): Config["data"]["datasets"] {
  const isScatter = data.kind === "scatter";
  const isLong = data.labels.length > 60;
  return data.series.map(({ label, values }, index) => {
    const { hex } = colorAt(index);
    return {
      label: nameText(label),
      data: isScatter ? values.map((y, row) => ({ x: numberOf(data.labels[row] ?? "") ?? row, y })) : [...values],
      borderColor: hex,
      backgroundColor: data.kind === "area" ? `${hex}40` : data.kind === "bar" ? `${hex}d0` : hex,
      borderWidth: data.kind === "bar" ? 0 : 2,
      borderRadius: data.kind === "bar" ? 3 : 0,
      pointRadius: isScatter ? 4 : isLong ? 0 : 2.5,
      pointHoverRadius: 5,
      tension: 0.15,
      spanGaps: true,
      fill: data.kind === "area",
    };
  });
}

/** The first series; each row has a colour. */
function roundSets(data: ChartData, { surface }: Look): Config["data"]["datasets"] {
  const [first] = data.series;
  if (first === undefined) return [];
  const backgroundColor = first.values.map((_, index) => colorAt(index).hex);
  return [
    { label: nameText(first.label), data: [...first.values], backgroundColor, borderColor: surface, borderWidth: 2 },
  ];
}

function xAxis(data: ChartData, look: Look) {
  const type = data.kind === "scatter" ? ("linear" as const) : ("category" as const);
  return {
    ...axis(look, [data.xLabel], data.isStacked),
    type,
    grid: { display: data.kind === "scatter", color: look.line },
  };
}

function axis(look: Look, words: readonly string[], stacked: boolean) {
  const text = words
    .filter((word) => word !== "")
    .map(nameText)
    .join(", ");
  return {
    stacked,
    title: { display: text !== "", text, color: look.text },
    ticks: { color: look.text, maxRotation: 45, autoSkipPadding: 12 },
    grid: { color: look.line },
    border: { color: look.line },
  };
}

function colorAt(index: number) {
  return PALETTE[index % PALETTE.length] ?? { hex: "#0087d7" };
}
