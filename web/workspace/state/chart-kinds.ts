/** What a chart can be drawn as. */
export const CHART_KINDS = ["line", "area", "bar", "scatter", "pie", "doughnut"] as const;
